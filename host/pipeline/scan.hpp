// One system's folder as entries: what the walk found, which playlist lists which disc.
#pragma once

#include "config/config.hpp"
#include "core/model.hpp"
#include "platform/storage.hpp"
#include "platform/volume.hpp"
#include "store/library.hpp"
#include "systems/systems.hpp"

#include <curateur/support/result.hpp>

#include <cstdint>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

namespace curateur::pipeline {

inline constexpr std::size_t k_none = std::numeric_limits<std::size_t>::max();

struct ScannedEntry {
    std::string key; // below the system's folder: "sub/Game.nes"
    bool is_directory = false;
    std::uint64_t size = 0;        // bytes
    std::int64_t mtime_ns = 0;     // since 1970
    std::uint64_t inode = 0;       // 0: the file system has none that last
    std::size_t playlist = k_none; // the entry that lists this one
    std::string why_skipped;       // "": it is looked at
};

[[nodiscard]] inline store::StatKey stat_of(const ScannedEntry& entry) {
    return {entry.size, entry.mtime_ns, entry.inode};
}

struct Skipped {
    std::string key, reason;
};

// As a document has it. Whatever is scanned is a game, a directory that counts as a file as well.
[[nodiscard]] inline store::BaseKey listed_as(const std::string& key) {
    return {key, false};
}

struct Scan {
    systems::System system;
    std::string platform, identity; // of registry/platforms.csv; "": unknown
    platform::Storage storage;      // what the system's folder lies on
    platform::Volume volume;
    std::vector<ScannedEntry> entries;
    std::vector<Skipped> skipped;       // what is no entry, and why
    Error problem{Errc::not_found, ""}; // why there are no entries; message "": there are
};

// Blocking. A folder that is missing or cannot be read is told in `problem`.
[[nodiscard]] Scan scan_system(const systems::System& system,
                               const config::Config& config,
                               const std::stop_token& stop);

// Of an entry: a set for arcade families, a disc for what is one by its suffix, a folder, a file.
[[nodiscard]] core::Form form_of(const ScannedEntry& entry, const std::string& identity);

} // namespace curateur::pipeline
