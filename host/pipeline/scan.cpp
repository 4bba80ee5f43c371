#include "pipeline/scan.hpp"

#include "pipeline/tracks.hpp"
#include "platform/file.hpp"
#include "playlist/playlist.hpp"
#include "registry/registry.hpp"
#include "sets/sets.hpp"
#include "tags/tags.hpp"
#include "walk/walk.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr unsigned k_scan_threads = 2;                  // a folder each; more do not help one disk
constexpr std::uint64_t k_longest_playlist = 1U << 20U; // a list of names; more is something else

bool has_extension(const std::string& key, std::string_view extension) {
    const auto own = fs::path(key).extension().string();
    return own.size() == extension.size() &&
           std::equal(own.begin(), own.end(), extension.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

// What a playlist lists does not stand for itself: the record is the playlist's.
void join_playlists(Scan& scan) {
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < scan.entries.size(); ++i) {
        at.emplace(scan.entries[i].key, i);
    }
    for (std::size_t i = 0; i < scan.entries.size(); ++i) {
        const auto& key = scan.entries[i].key;
        if (!has_extension(key, ".m3u") || scan.entries[i].is_directory) {
            continue;
        }
        const auto text = platform::read_file(scan.system.path / key, k_longest_playlist);
        if (!text) {
            scan.skipped.push_back({key, text.error().message});
            continue;
        }
        for (const auto& member : playlist::members(*text, key)) {
            const auto found = at.find(member);
            if (found != at.end() && found->second != i && !has_extension(member, ".m3u")) {
                scan.entries[found->second].playlist = i;
            }
        }
    }
}

// The user named some ROMs, or folders of them; none named: all.
bool is_chosen(const fs::path& path, const std::vector<fs::path>& chosen) {
    return chosen.empty() || std::any_of(chosen.begin(), chosen.end(), [&](const fs::path& one) {
               const auto below = path.lexically_relative(one).string();
               return !below.empty() && !below.starts_with("..");
           });
}

bool supports_playlists(const systems::System& system) {
    return std::find(system.extensions.begin(), system.extensions.end(), ".m3u") !=
           system.extensions.end();
}

std::string_view base_of(std::string_view key) {
    return key.substr(key.rfind('/') + 1); // npos + 1 is 0
}

// Patterns of a shell, in any case: of a name ("*(Beta)*"), or with a slash of the whole key
// ("hacks/*", where * takes folders, too).
void leave_out_excluded(Scan& scan,
                        const std::vector<std::string>& patterns,
                        const std::string& setting) {
    for (auto& entry : scan.entries) {
        for (const auto& pattern : patterns) {
            const bool is_path = pattern.find('/') != std::string::npos;
            const std::string text(is_path ? std::string_view(entry.key) : base_of(entry.key));
            if (entry.why_skipped.empty() &&
                ::fnmatch(pattern.c_str(), text.c_str(), FNM_CASEFOLD) == 0) {
                entry.why_skipped = "excluded by \"" + pattern + "\" (" + setting + ")";
            }
        }
    }
}

void leave_out_other_discs(Scan& scan) {
    if (supports_playlists(scan.system)) {
        return;
    }
    for (auto& entry : scan.entries) {
        const auto disc = tags::parse(fs::path(entry.key).stem().string()).disc;
        if (disc > 1 && entry.why_skipped.empty()) {
            entry.why_skipped = "disc " + std::to_string(disc) + " of a game (filter_non_disc1)";
        }
    }
}

} // namespace

Scan scan_of(const systems::System& system, const config::Config& config) {
    Scan scan;
    scan.system = system;
    const auto own = config.systems.find(system.name);
    scan.platform = own != config.systems.end() && own->second.platform
                        ? *own->second.platform
                        : registry::platform_of(system.name, system.platforms);
    if (const auto* const row = registry::find_platform(scan.platform)) {
        scan.identity = row->identity;
        scan.tag = row->tag;
    }
    return scan;
}

std::string why_no_game(const Scan& scan, const std::string& key) {
    if (scan.identity == "none") {
        return "a shortcut; such systems are not scraped";
    }
    return std::string(sets::why_no_game(scan.tag, base_of(key)));
}

Scan scan_system(const systems::System& system,
                 const config::Config& config,
                 const std::stop_token& stop) {
    auto scan = scan_of(system, config);
    auto found = walk::walk(
        system.path, {system.extensions, config.scraping.show_hidden, k_scan_threads}, stop);
    if (!found) {
        scan.problem = found.error();
        return scan;
    }
    scan.storage = platform::storage_of(system.path);
    for (auto& skipped : found->skipped) {
        scan.skipped.push_back({std::move(skipped.key), std::move(skipped.reason)});
    }
    scan.volume = platform::volume_of(system.path);
    scan.entries.reserve(found->entries.size());
    for (auto& entry : found->entries) {
        if (!is_chosen(system.path / entry.key, config.scraping.roms_only)) {
            continue;
        }
        scan.entries.push_back({std::move(entry.key),
                                entry.is_directory,
                                entry.size,
                                entry.mtime_ns,
                                scan.volume.keeps_inodes ? entry.inode : 0,
                                k_none,
                                {}});
        auto& added = scan.entries.back();
        added.why_skipped = why_no_game(scan, added.key);
        added.is_no_game = !added.why_skipped.empty();
    }
    leave_out_excluded(scan, config.scraping.exclude, "scraping.exclude");
    if (const auto own = config.systems.find(system.name); own != config.systems.end()) {
        leave_out_excluded(scan, own->second.exclude, "systems." + system.name + ".exclude");
    }
    join_playlists(scan);
    join_tracks(scan);
    if (config.scraping.filter_non_disc1) {
        leave_out_other_discs(scan);
    }
    return scan;
}

core::Form form_of(const ScannedEntry& entry, const std::string& identity) {
    constexpr std::array<std::string_view, 10> k_discs{
        ".cue", ".gdi", ".chd", ".iso", ".ccd", ".mds", ".cso", ".rvz", ".pbp", ".m3u"};
    if (identity == "name") {
        return core::Form::set;
    }
    const bool is_disc = std::any_of(k_discs.begin(), k_discs.end(), [&](std::string_view one) {
        return has_extension(entry.key, one);
    });
    if (is_disc) {
        return core::Form::disc;
    }
    return entry.is_directory ? core::Form::folder : core::Form::rom;
}

} // namespace curateur::pipeline
