#include "pipeline/media_files.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"
#include "store/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_held_everywhere = 140; // bytes of a name: eCryptfs takes the fewest, 143

} // namespace

std::optional<std::int64_t> mtime_of(const fs::path& file, std::uint64_t size) {
    struct stat status {};

    if (::stat(file.c_str(), &status) != 0 || static_cast<std::uint64_t>(status.st_size) != size) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
           status.st_mtim.tv_nsec;
}

bool still_lies_there(const store::Asset& asset) {
    return mtime_of(asset.path, asset.size) == asset.mtime_ns;
}

Result<bool>
holds_ours(const store::Asset& asset, const fs::path& path, const std::stop_token& stop) {
    const auto mtime = mtime_of(path, asset.size);
    if (!mtime || *mtime == asset.mtime_ns) {
        return mtime.has_value();
    }
    CURATEUR_TRY(const auto found, platform::digest_file(path, stop));
    return found.digests.sha1 == asset.sha1;
}

std::string date_of(std::int64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> date{};
    const auto length = std::strftime(date.data(), date.size(), "%Y-%m-%d", &local);
    return {date.data(), length};
}

// The file that is made is one of ours, whatever happens to us.
Status try_name(const fs::path& place) {
    constexpr std::string_view k_forbidden = "\"*:<>?|\\"; // vfat, exFAT, NTFS
    const auto name = place.filename().string();
    auto tried = platform::temp_beside(place).string();
    std::copy_if(name.begin(), name.end(), std::back_inserter(tried), [&](char c) {
        return k_forbidden.find(c) != std::string_view::npos;
    });
    const auto length = tried.size() - place.parent_path().string().size() - 1;
    const bool is_odd = !tried.ends_with(".tmp");
    if (name.size() <= k_held_everywhere && !is_odd) {
        return ok();
    }
    tried.append(name.size() - std::min(name.size(), length), 'x');
    const platform::Descriptor file(
        ::open(tried.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return platform::io_error(place, "cannot be made");
    }
    ::unlink(tried.c_str());
    return ok();
}

Status try_folder(const fs::path& folder) {
    const auto tried = platform::temp_beside(folder / "tried");
    const platform::Descriptor file(
        ::open(tried.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return platform::io_error(folder, "cannot be written to");
    }
    ::unlink(tried.c_str());
    return ok();
}

void remove_quietly(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
}

Status keep_replaced(const fs::path& state, const fs::path& file, std::int64_t now_unix_ms) {
    const auto folder = state / "replaced" / date_of(now_unix_ms);
    CURATEUR_CHECK(platform::make_directories(folder));
    const auto name = store::backup_name(file);
    auto kept = platform::copy_new(file, folder / name);
    for (int more = 2; !kept && kept.error().code == Errc::busy; ++more) { // one of today is there
        kept = platform::copy_new(file, folder / (name + "." + std::to_string(more)));
    }
    return kept;
}

Status sync_and_move(const fs::path& temp, const fs::path& target, bool replaces) {
    {
        const platform::Descriptor file(::open(temp.c_str(), O_RDONLY | O_CLOEXEC));
        if (!file || ::fsync(file.get()) != 0) {
            return platform::io_error(temp, "cannot be synced");
        }
    }
    platform::fault_point("asset_synced");
    if (!replaces) {
        return platform::move_new(temp, target);
    }
    if (::rename(temp.c_str(), target.c_str()) != 0) {
        return platform::io_error(target, "cannot be replaced");
    }
    return ok();
}

} // namespace curateur::pipeline
