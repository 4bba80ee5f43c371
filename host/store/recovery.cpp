#include "store/recovery.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <sys/stat.h>

#include <limits>
#include <set>

namespace curateur::store {
namespace fs = std::filesystem;

namespace {

// A document that is a link is replaced where it leads (platform::replace_file).
fs::path folder_of(const fs::path& file) {
    std::error_code error;
    const auto target = fs::canonical(file, error);
    return (error ? file : target).parent_path();
}

bool has_folder(const fs::path& file) {
    std::error_code error;
    return fs::is_directory(file.parent_path(), error);
}

Status recover_document(Library& library, const Intent& intent, Recovered& recovered) {
    const auto bytes =
        platform::read_file(intent.document, std::numeric_limits<std::uint64_t>::max());
    if (!bytes && (bytes.error().code != Errc::not_found || !has_folder(intent.document))) {
        recovered.waiting.push_back(intent.document);
        return ok();
    }
    remove_leftovers(folder_of(intent.document));
    const auto now = bytes ? std::optional(platform::sha256_of(*bytes)) : std::nullopt;
    if (now == intent.new_sha256) {
        ++recovered.promoted;
        return library.promote(intent.id);
    }
    if (now == intent.old_sha256) {
        ++recovered.abandoned;
    } else {
        recovered.undecided.push_back(intent.document);
    }
    return library.abandon(intent.id);
}

// nullopt: it is another file. An error: it cannot be read.
Result<std::optional<std::int64_t>> mtime_if_same(const Asset& asset, const std::string& path) {
    struct stat info {};

    if (::stat(path.c_str(), &info) != 0) {
        return platform::io_error(path, "cannot be opened");
    }
    if (!S_ISREG(info.st_mode) || static_cast<std::uint64_t>(info.st_size) != asset.size) {
        return std::optional<std::int64_t>();
    }
    CURATEUR_TRY(const auto found, platform::digest_file(path));
    return found.digests.sha1 == asset.sha1 ? std::optional(found.mtime_ns) : std::nullopt;
}

Status recover_asset(Library& library, const AssetIntent& intent, Recovered& recovered) {
    const auto& path = intent.asset.path;
    const auto mtime = mtime_if_same(intent.asset, path);
    if (!mtime && (mtime.error().code != Errc::not_found || !has_folder(path))) {
        recovered.waiting.push_back(path);
        return ok();
    }
    std::error_code ignored;
    if (intent.temp != path) {
        fs::remove(intent.temp, ignored);
    }
    if (mtime && *mtime) {
        ++recovered.assets_finished;
        return library.finish_asset(path, **mtime);
    }
    ++recovered.assets_forgotten;
    return library.abandon_asset(path);
}

bool is_gone(const std::string& path) {
    std::error_code error;
    const auto type = fs::symlink_status(path, error).type();
    return type == fs::file_type::not_found && has_folder(path);
}

// The file is at one of two places, or, if it was copied between two file systems, at both: then
// the copy goes.
Status recover_move(Library& library, const Move& move, Recovered& recovered) {
    const bool returns = move.state == Move::State::returning;
    const auto& from = returns ? move.kept : move.asset.path;
    const auto& to = returns ? move.asset.path : move.kept;
    const auto there = mtime_if_same(move.asset, to);
    const bool is_there = there && *there;
    std::error_code ignored;
    if (is_there && is_gone(from)) {
        ++recovered.assets_finished;
        return returns ? library.finish_return(move, **there) : library.finish_move(move);
    }
    if (!fs::is_directory(fs::path(from).parent_path(), ignored)) {
        recovered.waiting.push_back(from);
        return ok();
    }
    const auto here = mtime_if_same(move.asset, from);
    if (is_there && here && *here && !fs::equivalent(from, to, ignored)) {
        fs::remove(to, ignored);
    }
    return library.abandon_move(move);
}

} // namespace

Result<Recovered> recover(Library& library) {
    Recovered recovered;
    CURATEUR_TRY(const auto intents, library.intents());
    for (const auto& intent : intents) {
        CURATEUR_CHECK(recover_document(library, intent, recovered));
    }
    CURATEUR_TRY(const auto assets, library.asset_intents());
    std::set<fs::path> folders;
    for (const auto& intent : assets) {
        CURATEUR_CHECK(recover_asset(library, intent, recovered));
        folders.insert(fs::path(intent.asset.path).parent_path());
        folders.insert(fs::path(intent.temp).parent_path());
    }
    CURATEUR_TRY(const auto moves, library.moves_in_flight());
    for (const auto& move : moves) {
        CURATEUR_CHECK(recover_move(library, move, recovered));
        folders.insert(fs::path(move.asset.path).parent_path());
        folders.insert(fs::path(move.kept).parent_path());
    }
    for (const auto& folder : folders) {
        remove_leftovers(folder);
    }
    return recovered;
}

void remove_leftovers(const fs::path& directory) {
    std::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        std::error_code ignored;
        if (at->path().filename().native().starts_with(platform::k_temp_prefix) &&
            fs::is_regular_file(at->symlink_status(ignored))) {
            fs::remove(at->path(), ignored);
        }
    }
}

} // namespace curateur::store
