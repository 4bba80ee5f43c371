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
    std::size_t playlist = k_none; // the playlist or sheet that is asked for in its place
    std::string why_skipped;       // "": it is looked at
    bool is_no_game = false;       // skipped for what it is, not because the user wants it so
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
    std::string platform, identity, tag; // of registry/platforms.csv; "": unknown
    platform::Storage storage;           // what the system's folder lies on
    platform::Volume volume;
    std::vector<ScannedEntry> entries;
    std::vector<Skipped> skipped;       // what is no entry, and why
    Error problem{Errc::not_found, ""}; // why there are no entries; message "": there are
};

// What is known of a system before its folder is read: no entries.
[[nodiscard]] Scan scan_of(const systems::System& system, const config::Config& config);

// Why a scan does not ask for a file: it is no game, or the system has none. "": it does.
[[nodiscard]] std::string why_no_game(const Scan& scan, const std::string& key);

// Blocking. A folder that is missing or cannot be read is told in `problem`.
[[nodiscard]] Scan scan_system(const systems::System& system,
                               const config::Config& config,
                               const std::stop_token& stop);

// Of an entry: a set for arcade families, a disc for what is one by its suffix, a folder, a file.
[[nodiscard]] core::Form form_of(const ScannedEntry& entry, const std::string& identity);

} // namespace curateur::pipeline
