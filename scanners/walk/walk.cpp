#include "walk/walk.hpp"

#include <curateur/support/utf8.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace curateur::walk {
namespace {

constexpr int k_deepest = 20; // ES-DE's guard against links that lead upward

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

using Folder = std::unique_ptr<DIR, CloseFolder>;

std::string error_text() {
    return std::generic_category().message(errno);
}

bool exists_in(int folder, const char* name) {
    struct stat ignored {};

    return ::fstatat(folder, name, &ignored, 0) == 0;
}

class Walker {
public:
    Walker(const Rules& rules, const std::stop_token& stop) : rules_(rules), stop_(stop) {}

    // folder: open; key: "" or "sub/".
    Status visit(int descriptor, const std::string& key) {
        Folder folder(::fdopendir(descriptor));
        if (!folder) {
            found.skipped.push_back({key, "cannot be listed: " + error_text()});
            ::close(descriptor);
            return ok();
        }
        if (exists_in(descriptor, "noload.txt")) {
            found.skipped.push_back(
                {key.empty() ? "." : key.substr(0, key.size() - 1), "noload.txt"});
            return ok();
        }
        std::vector<std::string> names;
        while (const auto* const entry = ::readdir(folder.get())) {
            const std::string_view name = static_cast<const char*>(entry->d_name);
            if (name != "." && name != "..") {
                names.emplace_back(name);
            }
        }
        std::sort(names.begin(), names.end());

        struct stat self {};

        ::fstat(descriptor, &self);
        ancestors_.emplace_back(self.st_dev, self.st_ino);
        for (const auto& name : names) {
            if (stop_.stop_requested()) {
                return Error{Errc::cancelled, "stopped while scanning"};
            }
            CURATEUR_CHECK(look_at(descriptor, name, key + name));
        }
        ancestors_.pop_back();
        return ok();
    }

    Found found;

private:
    Status look_at(int folder, const std::string& name, const std::string& key) {
        if (!is_utf8(name) || name.find('\\') != std::string::npos) {
            found.skipped.push_back(
                {printable(key), "its name is not UTF-8 or holds a backslash; rename it"});
            return ok();
        }
        if (!rules_.show_hidden && name.starts_with('.')) {
            return ok();
        }

        struct stat status {};

        if (::fstatat(folder, name.c_str(), &status, 0) != 0) {
            found.skipped.push_back({key, "cannot be looked at: " + error_text()});
            return ok();
        }
        const bool is_directory = S_ISDIR(status.st_mode);
        if (is_listed(name, is_directory) && (is_directory || S_ISREG(status.st_mode))) {
            add(key, status, is_directory);
            return ok();
        }
        return is_directory ? enter(folder, name, key, status) : ok();
    }

    [[nodiscard]] bool is_listed(const std::string& name, bool is_directory) const {
        const auto extension = extension_of(name);
        if (extension.size() == name.size() || (is_directory && extension == ".")) {
            return false; // ".zip" has no stem
        }
        return std::find(rules_.extensions.begin(), rules_.extensions.end(), extension) !=
               rules_.extensions.end();
    }

    void add(const std::string& key, const struct stat& status, bool is_directory) {
        Entry entry;
        entry.key = key;
        entry.is_directory = is_directory;
        entry.size = is_directory ? 0 : static_cast<std::uint64_t>(status.st_size);
        entry.mtime_ns = static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                         status.st_mtim.tv_nsec;
        entry.inode = status.st_ino;
        found.entries.push_back(std::move(entry));
    }

    Status
    enter(int folder, const std::string& name, const std::string& key, const struct stat& status) {
        const auto self = std::pair(status.st_dev, status.st_ino);
        if (std::find(ancestors_.begin(), ancestors_.end(), self) != ancestors_.end() ||
            ancestors_.size() >= k_deepest) {
            found.skipped.push_back({key, "a link that leads back up"});
            return ok();
        }
        const int descriptor = ::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0) {
            found.skipped.push_back({key, "cannot be opened: " + error_text()});
            return ok();
        }
        return visit(descriptor, key + "/");
    }

    static std::string printable(std::string text) {
        std::replace_if(
            text.begin(),
            text.end(),
            [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
            '?');
        return text;
    }

    const Rules& rules_;
    const std::stop_token& stop_;
    std::vector<std::pair<dev_t, ino_t>> ancestors_;
};

} // namespace

Result<Found>
walk(const std::filesystem::path& root, const Rules& rules, const std::stop_token& stop) {
    const int descriptor = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        const auto code = errno == ENOENT || errno == ENOTDIR ? Errc::not_found : Errc::io;
        return Error{code, root.string() + ": cannot be opened: " + error_text()};
    }
    Walker walker(rules, stop);
    CURATEUR_CHECK(walker.visit(descriptor, ""));
    return std::move(walker.found);
}

std::string_view extension_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? "." : name.substr(dot);
}

} // namespace curateur::walk
