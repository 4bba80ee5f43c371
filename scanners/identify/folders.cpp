// Directories that are one game.
#include "disc/iso9660.hpp"
#include "disc/product.hpp"
#include "identify/work.hpp"

#include <algorithm>
#include <array>

namespace curateur::identify {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_most_files = 200'000; // of one game; more is somebody's whole disk

struct Contents {
    std::uint64_t total = 0; // bytes
    std::uint64_t largest_size = 0;
    fs::path largest;
};

Result<Contents> look_through(const fs::path& folder, const std::stop_token& stop) {
    Contents contents;
    std::error_code error;
    std::size_t seen = 0;
    // Links to directories are not followed: they may lead anywhere.
    for (fs::recursive_directory_iterator
             it(folder, fs::directory_options::skip_permission_denied, error),
         end;
         !error && it != end && seen < k_most_files;
         it.increment(error), ++seen) {
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped while looking through " + folder.string()};
        }
        std::error_code ignored;
        if (!it->is_regular_file(ignored)) {
            continue;
        }
        const std::uint64_t size = it->file_size(ignored);
        if (ignored) {
            continue;
        }
        contents.total += size;
        const bool first_of_equals = size == contents.largest_size && it->path() < contents.largest;
        if (size > contents.largest_size || first_of_equals || contents.largest.empty()) {
            contents.largest = it->path();
            contents.largest_size = size;
        }
    }
    return contents;
}

// "Game.m3u/Game.m3u" is what a frontend starts; else the one playlist, sheet or image that gives
// the directory its name; else the one playlist or sheet in it.
std::optional<std::string> stand_in(const Target& target) {
    std::error_code error;
    if (fs::is_regular_file(target.path / target.name, error)) {
        return target.name;
    }
    std::vector<std::string> names;
    for (fs::directory_iterator it(target.path, error), end; !error && it != end;
         it.increment(error)) {
        std::error_code ignored;
        if (it->is_regular_file(ignored)) {
            names.push_back(it->path().filename().string());
        }
    }
    const auto only = [&](std::string_view extension) -> std::optional<std::string> {
        const auto fits = [&](const std::string& name) {
            return lower_extension(name) == extension;
        };
        const auto found = std::find_if(names.begin(), names.end(), fits);
        return !extension.empty() && std::count_if(names.begin(), names.end(), fits) == 1
                   ? std::optional(*found)
                   : std::nullopt;
    };
    const std::string own = lower_extension(target.name);
    for (const std::string_view extension : {std::string_view(own),
                                             std::string_view(".m3u"),
                                             std::string_view(".cue"),
                                             std::string_view(".gdi")}) {
        if (auto name = only(extension)) {
            return name;
        }
    }
    return std::nullopt;
}

// The product code of an installed PlayStation 3 or Vita game.
Status look_at_sfo(Work& work, const Target& target, Evidence& evidence) {
    for (const auto* const place : {"PS3_GAME/PARAM.SFO", "sce_sys/param.sfo", "PARAM.SFO"}) {
        std::error_code ignored;
        if (!fs::is_regular_file(target.path / place, ignored)) {
            continue;
        }
        CURATEUR_TRY(const auto file, reader::FileReader::open(target.path / place, &work.meter));
        CURATEUR_TRY(const std::string bytes, reader::read_some(file, 0, 65536));
        const auto product = disc::product_of_sfo(bytes);
        if (!product) {
            work.note(target.key + "/" + place + ": " + product.error().message);
            return ok();
        }
        if (!product->serial.empty()) {
            evidence.serial = product->serial;
            work.rule("product code " + product->serial + " from " + place);
        }
        if (evidence.regions.empty()) {
            evidence.regions = product->regions;
        }
        return ok();
    }
    return ok();
}

} // namespace

Status by_folder(Work& work, const Target& target) {
    if (const auto name = stand_in(target)) {
        if (auto inner =
                follow(work, {target.path / *name, target.key + "/" + *name, *name}, *name)) {
            work.rule("the directory stands for " + inner->key);
            return by_path(work, *inner);
        }
    }
    work.out.form = Form::folder;
    CURATEUR_TRY(const auto contents, look_through(target.path, work.stop));
    auto evidence = named(work, target.name, Of::largest, contents.total);
    CURATEUR_CHECK(look_at_sfo(work, target, evidence));
    if (contents.largest_size == 0) {
        work.note(target.key + " holds no bytes: only its name says which game it is");
        evidence.size.reset();
    } else if (work.shall_digest(contents.largest_size)) {
        CURATEUR_TRY(const auto file, reader::FileReader::open(contents.largest, &work.meter));
        auto forms = hash::digest_forms(file, {.kinds = work.kinds()}, work.stop);
        if (!forms) {
            return std::move(forms).error().in(contents.largest.string());
        }
        add_digests(evidence, forms->file);
        evidence.size = contents.total; // so do the databases: the folder's size, its largest file
        work.rule("digests of the folder's largest file, " + contents.largest.filename().string());
    } else {
        work.leave(contents.largest_size);
    }
    work.out.evidence.push_back(std::move(evidence));
    return ok();
}

} // namespace curateur::identify
