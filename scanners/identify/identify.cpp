#include "identify/identify.hpp"

#include "archive/archive.hpp"
#include "identify/work.hpp"
#include "registry/registry.hpp"

#include <utility>

namespace curateur::identify {

namespace fs = std::filesystem;

namespace {

Result<Identified> run(const fs::path& path,
                       std::string_view platform,
                       const Options& options,
                       const std::stop_token& stop,
                       bool all) {
    auto with = options;
    auto key = path.lexically_normal().lexically_relative(options.root.lexically_normal()).string();
    if (options.root.empty() || key.empty()) { // nothing but its own folder is known
        with.root = path.parent_path();
        key = path.filename().string();
    }
    Work work{std::string(platform), with, stop, all, {}, {}, {}};
    const Target target{path, key, path.filename().string()};
    const auto* const row = registry::find_platform(platform);
    if (row != nullptr && row->identity != "bytes") {
        work.out.form = row->identity == "name" ? Form::set : Form::rom;
        work.rule("on this platform a game is known by its name: nothing was read");
        auto evidence = named(work, target.name);
        std::error_code error;
        const auto size = fs::file_size(path, error);
        if (!error) {
            evidence.size = size;
        }
        work.out.evidence.push_back(std::move(evidence));
        return std::move(work.out);
    }
    CURATEUR_CHECK(by_path(work, target));
    work.out.bytes_read = work.meter.bytes;
    return std::move(work.out);
}

} // namespace

Result<Identified> identify(const fs::path& path,
                            std::string_view platform,
                            const Options& options,
                            const std::stop_token& stop) {
    return run(path, platform, options, stop, false);
}

Result<Identified> digest(const fs::path& path,
                          std::string_view platform,
                          const Options& options,
                          const std::stop_token& stop) {
    return run(path, platform, options, stop, true);
}

void look_ahead(const fs::path& path,
                std::uint64_t size,
                std::string_view platform,
                const Options& options) {
    constexpr std::uint64_t k_start = std::uint64_t{1}
                                      << 20U; // bytes; the rest is read ahead anyway
    const auto extension = lower_extension(path.filename().string());
    const auto* const row = registry::find_platform(platform);
    const bool is_read = row == nullptr || row->identity == "bytes";
    if (is_read && size <= options.ask_first_above &&
        (options.digest_limit == 0 || size <= options.digest_limit) && !is_archive(extension) &&
        !is_sheet(extension) && extension != ".m3u") {
        if (const auto file = reader::FileReader::open(path, nullptr)) {
            file->will_read(0, k_start);
        }
    }
}

Status by_path(Work& work, const Target& target) {
    std::error_code ignored;
    if (fs::is_directory(target.path, ignored)) {
        return by_folder(work, target);
    }
    work.visited.push_back(target.key);
    const auto extension = lower_extension(target.name);
    if (extension == ".m3u") {
        return by_playlist(work, target);
    }
    if (is_sheet(extension)) {
        return by_sheet(work, target);
    }
    CURATEUR_TRY(const auto file, reader::FileReader::open(target.path, &work.meter));
    if (file.size() == 0) {
        work.note(target.key + " is empty: only its name says which game it is");
        work.out.evidence.push_back(named(work, target.name));
        return ok();
    }
    CURATEUR_TRY(const std::string head, reader::read_some(file, 0, 8));
    if (archive::kind_of(head)) {
        return by_archive(work, target, file);
    }
    CURATEUR_TRY(const bool is_disc, by_image(work, target, file));
    return is_disc ? ok() : by_rom(work, target, file);
}

} // namespace curateur::identify
