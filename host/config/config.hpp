// What the user wants: every setting of the configuration, checked, defaults applied. Made once by
// load() (load.hpp), then read by any thread. docs/configuration.md is generated from the table
// that fills it (schema.hpp).
#pragma once

#include "core/option.hpp"

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curateur::config {

// Decisions M21. changed asks for what is wanted and unknown; new_only leaves listed games alone;
// force asks for every entry once; skip asks nothing.
enum class ScrapeMode { new_only, changed, force, skip };
enum class MergeStrategy { preserve_user_edits, refresh_metadata, reset_all };
enum class NameVerification { strict, normal, lenient, disabled };
enum class Validation { disabled, normal, strict };
enum class Link { automatic, reflink, hardlink, copy };
enum class RegionOrder { rom_first, user_first };
enum class LogLevel { debug, info, warning, error };
enum class Ui { automatic, plain, quiet };

struct Paths {
    // Empty: the frontend's own settings decide, then ~/ROMs and ~/ES-DE/... (scanners/systems).
    std::filesystem::path roms, media, gamelists, es_systems;
    std::string library = "default"; // names the state directory
    bool operator==(const Paths&) const = default;
};

struct Scraping {
    ScrapeMode mode = ScrapeMode::changed;
    MergeStrategy merge_strategy = MergeStrategy::preserve_user_edits;
    NameVerification name_verification = NameVerification::normal;
    RegionOrder region_order = RegionOrder::rom_first;
    std::vector<std::string> sources, outputs;                 // ids, in order
    std::vector<std::string> systems;                          // empty: all that have ROMs
    std::vector<std::string> regions{"us", "wor", "eu", "jp"}; // registry codes, most wanted first
    std::vector<std::string> languages{"en"};                  // BCP 47, most wanted first
    std::map<std::string, std::vector<std::string>> priority;  // field or "media.kind" to sources
    double integrity_threshold = 0.95; // below: the system counts as unmounted
    bool auto_favorite = false;
    double auto_favorite_threshold = 0.9;
    bool auto_sortname = false;
    bool filter_non_disc1 = false;
    bool show_hidden = false;
    std::vector<std::string> exclude;             // patterns of names or of paths
    std::uint32_t limit = 0;                      // games asked for in a run; 0: no limit
    std::vector<std::filesystem::path> roms_only; // absolute; empty: all
    std::vector<std::string> missing; // kinds and fields of the registries; empty: whatever it has
    bool operator==(const Scraping&) const = default;
};

struct Media {
    std::optional<std::vector<std::string>>
        kinds; // registry kinds; nullopt: the output's own default
    std::map<std::string, std::vector<std::string>> variants; // kind to variants, best first
    Validation validation = Validation::normal;
    std::uint32_t image_min_dimension = 50;      // pixels, width and height
    std::uint32_t max_width = 0, max_height = 0; // pixels; larger pictures are scaled; 0: no limit
    std::uint64_t keep_free_mb = 100;            // of the disk where media go
    bool clean_kinds = false;    // a run moves away what is of kinds that are not wanted any more
    Link link = Link::automatic; // how one download serves several places
    bool operator==(const Media&) const = default;
};

// runtime.rate_limit_override as it stands in the file; load() has put it into Api's limits.
struct RateOverride {
    bool enabled = false;
    std::optional<std::uint32_t> requests_per_minute, max_workers, daily_quota;
    bool operator==(const RateOverride&) const = default;
};

// Only ever lowers what the account allows.
struct Api {
    double request_timeout_s = 90;
    int max_retries = 3;         // requests in all for one item
    double retry_backoff_s = 5;  // before the second
    double quota_warning = 0.95; // share of the day's requests at which a warning is due
    std::optional<std::uint32_t> requests_per_minute, max_workers, daily_quota;
    std::int64_t reserve_requests = 0; // of the day's, for other programs
    RateOverride rate_override;
    bool operator==(const Api&) const = default;
};

// When a run stops by itself: after so long, or at a local time of day.
struct Deadline {
    std::int64_t after_ms = 0; // 0: none
    int minute_of_day = -1;    // -1: none
    bool operator==(const Deadline&) const = default;
};

struct Search {
    bool enabled = false;
    double threshold = 0.7;      // of a game's confidence, 1 less its distance
    std::size_t max_results = 5; // candidates that are shown for a choice
    bool interactive = false;
    bool operator==(const Search&) const = default;
};

struct Runtime {
    bool dry_run = false;
    bool enable_cache = true;
    bool clear_cache = false; // of the systems in scope, before anything is asked
    bool wait = false;        // until the day's requests begin anew
    std::uint64_t max_requests = 0, max_failures = 0; // of a run; 0: no limit
    Deadline deadline;
    std::uint64_t digest_size_limit = std::uint64_t{1} << 30U; // bytes; 0: no limit
    unsigned readers = 0;      // ROMs read at once; 0: by what they lie on
    bool force_system = false; // write although a system looks unmounted
    Ui ui = Ui::automatic;
    bool json = false;
    bool operator==(const Runtime&) const = default;
};

struct Logging {
    LogLevel level = LogLevel::info;
    bool console = true;
    std::filesystem::path file;        // empty: none
    std::filesystem::path errors_file; // scraping_errors.log in the working directory by default
    bool operator==(const Logging&) const = default;
};

struct SystemSettings {
    std::optional<std::string> platform; // registry id
    std::vector<std::string> exclude;    // as Scraping::exclude
    bool operator==(const SystemSettings&) const = default;
};

struct Config {
    Paths paths;
    Scraping scraping;
    Media media;
    Api api;
    Search search;
    Runtime runtime;
    Logging logging;
    std::vector<std::filesystem::path> plugin_dirs; // --plugin-dir first, then plugins.path
    std::map<std::string, SystemSettings> systems;  // systems.<name>
    std::filesystem::path file;           // the configuration file that was read; may be empty
    std::filesystem::path overrides_file; // overrides.yaml beside it; may not exist
    bool operator==(const Config&) const = default;
};

} // namespace curateur::config
