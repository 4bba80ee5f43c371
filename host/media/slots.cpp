#include "media/slots.hpp"

#include "platform/file.hpp"

#include <algorithm>
#include <cstring>

namespace curateur::media {
namespace fs = std::filesystem;

Result<FolderListing> FolderListing::of(const fs::path& folder) {
    FolderListing listing;
    listing.folder_ = folder;
    std::error_code error;
    fs::recursive_directory_iterator walk(
        folder, fs::directory_options::skip_permission_denied, error);
    if (error) {
        if (error == std::errc::no_such_file_or_directory) {
            return listing;
        }
        return Error{Errc::io, folder.string() + ": cannot be listed: " + error.message()};
    }
    const auto above = (folder / "").native().size();
    const fs::recursive_directory_iterator end;
    while (walk != end) {
        std::error_code ignored;
        const auto& path = walk->path();
        if (platform::is_leftover(path)) {
            listing.leftovers_.push_back(path);
        } else if (!walk->is_directory(ignored)) {
            listing.begins_.push_back(static_cast<std::uint32_t>(listing.names_.size()));
            listing.names_.append(path.native(), above).push_back('\0');
        }
        walk.increment(error);
        if (error) {
            return Error{Errc::io, folder.string() + ": cannot be listed: " + error.message()};
        }
    }
    const auto* const names = listing.names_.c_str();
    std::sort(listing.begins_.begin(), listing.begins_.end(), [&](auto left, auto right) {
        return std::strcmp(names + left, names + right) < 0;
    });
    return listing;
}

bool FolderListing::contains(std::string_view name) const {
    const auto at = std::lower_bound(
        begins_.begin(), begins_.end(), name, [this](std::uint32_t begin, std::string_view wanted) {
            return std::string_view(names_.c_str() + begin) < wanted;
        });
    return (at != begins_.end() && std::string_view(names_.c_str() + *at) == name) ||
           added_.contains(name);
}

std::optional<fs::path> FolderListing::find(const std::string& stem,
                                            const std::vector<std::string>& formats) const {
    auto name = stem + ".";
    for (const auto& format : formats) {
        name.resize(stem.size() + 1);
        name += format;
        if (contains(name)) {
            return folder_ / name;
        }
    }
    return std::nullopt;
}

void FolderListing::add(const fs::path& file) {
    added_.insert(file.lexically_relative(folder_).string());
}

} // namespace curateur::media
