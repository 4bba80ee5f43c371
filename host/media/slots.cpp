#include "media/slots.hpp"

#include "platform/file.hpp"

#include <algorithm>

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
    const fs::recursive_directory_iterator end;
    while (walk != end) {
        std::error_code ignored;
        if (platform::is_leftover(walk->path())) {
            listing.leftovers_.push_back(walk->path());
        } else if (!walk->is_directory(ignored)) {
            listing.add(walk->path());
        }
        walk.increment(error);
        if (error) {
            return Error{Errc::io, folder.string() + ": cannot be listed: " + error.message()};
        }
    }
    return listing;
}

std::optional<fs::path> FolderListing::find(const std::string& stem,
                                            const std::vector<std::string>& formats) const {
    const auto found = extensions_.find(stem);
    if (found == extensions_.end()) {
        return std::nullopt;
    }
    for (const auto& format : formats) {
        if (std::find(found->second.begin(), found->second.end(), format) != found->second.end()) {
            return folder_ / (stem + "." + format);
        }
    }
    return std::nullopt;
}

void FolderListing::add(const fs::path& file) {
    const auto relative = file.lexically_relative(folder_);
    const auto extension = relative.extension().string();
    auto stem = relative.string();
    stem.resize(stem.size() - extension.size());
    auto& extensions = extensions_[stem];
    const auto bare = extension.empty() ? std::string() : extension.substr(1);
    if (std::find(extensions.begin(), extensions.end(), bare) == extensions.end()) {
        extensions.push_back(bare);
    }
}

} // namespace curateur::media
