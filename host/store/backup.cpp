#include "store/backup.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace curateur::store {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_name_max = 255; // bytes; of every file system that Linux knows
constexpr std::size_t k_digest_digits = 16;

Status keep_new(const fs::path& file, std::string_view bytes) {
    const auto temp = platform::temp_beside(file);
    CURATEUR_CHECK(platform::write_new(temp, bytes, true));
    if (auto moved = platform::move_new(temp, file); !moved) {
        ::unlink(temp.c_str());
        return moved;
    }
    return platform::sync_directory(file.parent_path());
}

} // namespace

std::string backup_name(const fs::path& document) {
    const auto path = document.relative_path();
    std::string name;
    for (const char c : path.native()) {
        switch (c) {
        case '/':
            name += '+';
            break;
        case '+':
            name += "%2B";
            break;
        case '%':
            name += "%25";
            break;
        default:
            name += c;
        }
    }
    if (name.size() > k_name_max) {
        const auto digest = platform::sha256_of(document.native()).substr(0, k_digest_digits);
        auto from = name.size() - (k_name_max - k_digest_digits - 1);
        while (from < name.size() && (static_cast<unsigned char>(name[from]) & 0xC0U) == 0x80U) {
            ++from; // not from the middle of a character
        }
        name = digest + "+" + name.substr(from);
    }
    return name;
}

Status backup_document(const fs::path& state,
                       std::int64_t run,
                       const fs::path& document,
                       std::string_view bytes) {
    const auto folder = state / "backups" / std::to_string(run);
    const auto file = folder / backup_name(document);
    std::error_code error;
    if (fs::exists(file, error)) {
        return ok();
    }
    CURATEUR_CHECK(platform::make_directories(folder));
    return keep_new(file, bytes);
}

Status prune_backups(const fs::path& state, std::size_t keep) {
    std::vector<std::pair<std::int64_t, fs::path>> runs;
    std::error_code error;
    for (fs::directory_iterator at(state / "backups", error), end; !error && at != end;
         at.increment(error)) {
        const auto name = at->path().filename().native();
        std::int64_t run = 0;
        const auto [rest, code] = std::from_chars(name.data(), name.data() + name.size(), run);
        if (code == std::errc() && rest == name.data() + name.size()) {
            runs.emplace_back(run, at->path());
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return Error{Errc::io,
                     (state / "backups").string() + ": cannot be listed: " + error.message()};
    }
    std::sort(runs.rbegin(), runs.rend());
    for (std::size_t at = keep; at < runs.size(); ++at) {
        fs::remove_all(runs[at].second, error);
        if (error) {
            return Error{Errc::io,
                         runs[at].second.string() + ": cannot be removed: " + error.message()};
        }
    }
    return ok();
}

} // namespace curateur::store
