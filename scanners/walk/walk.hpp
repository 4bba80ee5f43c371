// The entries of one system, found by ES-DE's rules.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace curateur::walk {

struct Rules {
    std::vector<std::string> extensions; // exact, with the dot
    bool show_hidden = false;            // names that begin with a dot
    unsigned threads = 1;                // that look at folders at the same time
};

struct Entry {
    std::string key; // below the root, '/' separated: "sub/Game.nes"
    bool is_directory = false;
    std::uint64_t size = 0;    // bytes; 0 for a directory
    std::int64_t mtime_ns = 0; // since 1970
    std::uint64_t inode = 0;
};

struct Skipped {
    std::string key, reason;
};

struct Found {
    // Sorted by name within each folder, folders where they sort, whatever the number of threads.
    std::vector<Entry> entries;
    std::vector<Skipped> skipped;
};

// Errc::not_found when root is missing or no directory. A folder that cannot be read is skipped,
// with its reason. Stops early, with Errc::cancelled.
[[nodiscard]] Result<Found>
walk(const std::filesystem::path& root, const Rules& rules, const std::stop_token& stop);

// ".nes" of "Game.v1.nes", "." of "Game"; the part from the last dot.
[[nodiscard]] std::string_view extension_of(std::string_view name);

} // namespace curateur::walk
