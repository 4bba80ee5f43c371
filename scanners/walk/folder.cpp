#include "walk/folder.hpp"

#include <curateur/support/utf8.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace curateur::walk {
namespace {

constexpr int k_deepest = 20; // ES-DE's guard against links that lead upward

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string error_text() {
    return std::generic_category().message(errno);
}

std::string without_slash(const std::string& key) {
    return key.empty() ? "." : key.substr(0, key.size() - 1);
}

std::string printable(std::string text) {
    std::replace_if(
        text.begin(),
        text.end(),
        [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
        '?');
    return text;
}

std::int64_t nanoseconds(const struct timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::uint64_t head_of(std::string_view name) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < sizeof head; ++i) {
        head = head << 8U | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
    }
    return head;
}

bool leads_back_up(const Folder& folder) {
    for (const auto* above = folder.above; above != nullptr; above = above->above) {
        if (above->device == folder.device && above->inode == folder.inode) {
            return true;
        }
    }
    return false;
}

} // namespace

struct Reader::Name {
    std::uint64_t head = 0;         // the first eight letters, compared as one number
    std::uint32_t at = 0, size = 0; // in the listing's bytes
    unsigned char type = DT_UNKNOWN;
    bool is_listed = false; // by its suffix
    const char* text = nullptr;

    [[nodiscard]] std::string_view view() const { return {text, size}; }
};

// The names of a folder that may matter, sorted. What they are is mostly told with them, so that
// only what is an entry has to be looked at by itself: a look costs as much as twenty names.
class Reader::Listing {
public:
    Listing(const Reader& reader, DIR& folder, const std::string& key) {
        while (const auto* const entry = ::readdir(&folder)) {
            add(reader, *entry, key);
        }
        for (auto& name : names) {
            name.text = bytes_.c_str() + name.at;
        }
        std::sort(names.begin(), names.end(), [](const Name& left, const Name& right) {
            return left.head != right.head ? left.head < right.head : left.view() < right.view();
        });
    }

    std::vector<Name> names;
    std::vector<Skipped> skipped;
    bool has_noload = false;

private:
    void add(const Reader& reader, const dirent& entry, const std::string& key) {
        const std::string_view name = static_cast<const char*>(entry.d_name);
        if (name == "." || name == "..") {
            return;
        }
        if (!is_utf8(name) || name.find('\\') != std::string_view::npos) {
            skipped.push_back({printable(key + std::string(name)),
                               "its name is not UTF-8 or holds a backslash; rename it"});
            return;
        }
        has_noload = has_noload || name == "noload.txt";
        if (!reader.rules_.show_hidden && name.front() == '.') {
            return;
        }
        const auto type = entry.d_type;
        const bool is_listed = reader.is_listed(name, type == DT_DIR);
        const bool may_be_folder = type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN;
        if (!may_be_folder && (type != DT_REG || !is_listed)) {
            return;
        }
        names.push_back({head_of(name),
                         static_cast<std::uint32_t>(bytes_.size()),
                         static_cast<std::uint32_t>(name.size()),
                         type,
                         is_listed,
                         nullptr});
        bytes_.append(name).push_back('\0');
    }

    std::string bytes_; // each name ended by '\0'
};

Reader::Reader(const Rules& rules, int top)
    : rules_(rules), extensions_(rules.extensions.begin(), rules.extensions.end()), top_(top) {
    std::sort(extensions_.begin(), extensions_.end());
}

void Reader::read(Folder& folder) const {
    if (folder.depth >= k_deepest) {
        folder.skipped.push_back({without_slash(folder.key), "a link that leads back up"});
        return;
    }
    const auto name = without_slash(folder.key);
    const int descriptor = ::openat(top_, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        folder.skipped.push_back({name, "cannot be opened: " + error_text()});
        return;
    }
    const std::unique_ptr<DIR, CloseFolder> open(::fdopendir(descriptor));
    if (!open) {
        folder.skipped.push_back({name, "cannot be listed: " + error_text()});
        ::close(descriptor);
        return;
    }

    struct stat self {};

    ::fstat(descriptor, &self);
    folder.device = self.st_dev;
    folder.inode = self.st_ino;
    if (leads_back_up(folder)) {
        folder.skipped.push_back({name, "a link that leads back up"});
        return;
    }
    Listing listing(*this, *open, folder.key);
    if (listing.has_noload) {
        folder.skipped.push_back({name, "noload.txt"});
        return;
    }
    folder.skipped = std::move(listing.skipped);
    folder.entries.reserve(listing.names.size());
    for (const auto& one : listing.names) {
        look_at(descriptor, one, folder);
    }
}

void Reader::look_at(int descriptor, const Name& name, Folder& folder) const {
    std::string key;
    key.reserve(folder.key.size() + name.size + 1);
    key.append(folder.key).append(name.view());

    struct stat status {};

    bool is_directory = name.type == DT_DIR;
    const bool is_known_folder = is_directory && !name.is_listed;
    if (!is_known_folder) {
        if (::fstatat(descriptor, name.text, &status, 0) != 0) {
            folder.skipped.push_back({std::move(key), "cannot be looked at: " + error_text()});
            return;
        }
        is_directory = S_ISDIR(status.st_mode);
    }
    if (is_directory && !is_listed(name.view(), true)) {
        auto below = std::make_unique<Folder>();
        below->key = std::move(key += '/');
        below->above = &folder;
        below->depth = folder.depth + 1;
        folder.folders.emplace_back(folder.entries.size(), std::move(below));
    } else if (is_directory || (S_ISREG(status.st_mode) && name.is_listed)) {
        Entry entry;
        entry.key = std::move(key);
        entry.is_directory = is_directory;
        entry.size = is_directory ? 0 : static_cast<std::uint64_t>(status.st_size);
        entry.mtime_ns = nanoseconds(status.st_mtim);
        entry.inode = status.st_ino;
        folder.entries.push_back(std::move(entry));
    }
}

bool Reader::is_listed(std::string_view name, bool is_directory) const {
    const auto extension = extension_of(name);
    if (extension.size() == name.size() || (is_directory && extension == ".")) {
        return false; // ".zip" has no stem
    }
    return std::binary_search(extensions_.begin(), extensions_.end(), extension);
}

std::string_view extension_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? "." : name.substr(dot);
}

} // namespace curateur::walk
