// What is already there: one listing a media folder, then no question to the disk per game.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::media {

// The files below one media folder. Any thread may ask; listing is done once, at construction.
class FolderListing {
public:
    // A folder that does not exist is empty; one that cannot be read is an error.
    [[nodiscard]] static Result<FolderListing> of(const std::filesystem::path& folder);

    // The file "stem.ext" whose extension comes first in formats, whoever put it there; stem: the
    // path below the folder without extension ("sub/Game").
    [[nodiscard]] std::optional<std::filesystem::path>
    find(const std::string& stem, const std::vector<std::string>& formats) const;

    [[nodiscard]] bool is_empty() const { return begins_.empty() && added_.empty(); }

    // Temporary files of runs that were killed.
    [[nodiscard]] const std::vector<std::filesystem::path>& leftovers() const { return leftovers_; }

    // After a file of ours was moved into place.
    void add(const std::filesystem::path& file);

private:
    [[nodiscard]] bool contains(std::string_view name) const;

    std::filesystem::path folder_;
    // A library has half a million media: their names lie in one piece, each ended by '\0'.
    std::string names_;
    std::vector<std::uint32_t> begins_; // of each name in names_, sorted by name
    std::set<std::string, std::less<>> added_;
    std::vector<std::filesystem::path> leftovers_;
};

} // namespace curateur::media
