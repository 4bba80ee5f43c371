#include "pipeline/media_files.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"
#include "store/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <vector>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_block_of_media = std::size_t{1} << 18U;
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

Result<FoundFile> read_through(const fs::path& path, const std::stop_token& stop) {
    const platform::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));

    struct stat info {};

    if (!file || ::fstat(file.get(), &info) != 0) {
        return platform::io_error(path, "cannot be opened");
    }
    platform::Digester digester;
    std::vector<char> block(k_block_of_media);
    for (;;) {
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped"};
        }
        const auto got = ::read(file.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return platform::io_error(path, "cannot be read");
        }
        if (got == 0) {
            break;
        }
        digester.update({block.data(), static_cast<std::size_t>(got)});
    }
    const auto digests = digester.finish();
    return FoundFile{digests.sha1,
                     digests.size,
                     std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec};
}

Result<bool>
holds_ours(const store::Asset& asset, const fs::path& path, const std::stop_token& stop) {
    const auto mtime = mtime_of(path, asset.size);
    if (!mtime || *mtime == asset.mtime_ns) {
        return mtime.has_value();
    }
    CURATEUR_TRY(const auto found, read_through(path, stop));
    return found.sha1 == asset.sha1;
}

std::string date_of(std::int64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> date{};
    const auto length = std::strftime(date.data(), date.size(), "%Y-%m-%d", &local);
    return {date.data(), length};
}

Status try_name(const fs::path& place) {
    const auto name = place.filename().string();
    if (name.size() <= k_held_everywhere && name.find_first_of("\"*:<>?|\\") == std::string::npos) {
        return ok();
    }
    const platform::Descriptor file(
        ::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return errno == EEXIST ? ok() : Status(platform::io_error(place, "cannot be made"));
    }
    ::unlink(place.c_str());
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
