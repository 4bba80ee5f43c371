// What a run would need: counted where the store knows it, estimated where it does not. Nothing is
// sent, nothing is written, no lock is taken, no ROM is read.
#pragma once

#include "pipeline/setup.hpp"

#include <map>

namespace curateur::pipeline {

// Media of one kind. Numbers are expectations: 0.93 of a cover.
struct PlannedMedia {
    double fetched = 0, bytes = 0;       // from a source
    double copies = 0, copied_bytes = 0; // of a file that is there by then: no request

    PlannedMedia& operator+=(const PlannedMedia& other);
};

struct PlannedSystem {
    std::string name, full_name;
    std::size_t entries = 0, known = 0; // known: their game is
    std::size_t left_alone = 0;         // no games, ignored, excluded, or unreadable documents
    std::size_t to_ask = 0;             // entries of which a source is asked, or the dump index
    double lookups = 0, misses = 0;     // requests; misses are among them
    std::map<std::string, PlannedMedia> media; // by kind
    bool is_estimate = false;                  // not all of it is counted
    std::string basis;                         // of the estimate: "400 games of snes"

    [[nodiscard]] PlannedMedia all_media() const;
};

// One source, as whom it is asked, and how long it takes. Limits are those that hold for this run:
// of the account, lowered by the user's. 0: no such limit.
struct PlannedSource {
    std::string id;
    double lookups = 0, misses = 0, media = 0, bytes = 0; // bytes: of media
    double accounts = 0;                                  // requests that ask who we are
    std::int64_t concurrency = 1, per_minute = 0, per_day = 0, misses_per_day = 0;
    std::int64_t bytes_per_second = 0;
    std::int64_t used_today = 0, missed_today = 0;
    std::int64_t day_ends_unix_ms = 0; // 0: not known
    std::int64_t told_unix_ms = 0;     // when the account said so; 0: it never did
    double seconds = 0;                // of asking, waits for the next day left out
    std::int64_t days = 0;             // of the service's, on which it is asked
    std::int64_t finish_unix_ms = 0;   // 0: not within a hundred years

    [[nodiscard]] double requests() const { return lookups + media + accounts; }
};

struct PlannedSpace {
    std::filesystem::path place;
    double needed = 0; // bytes
    std::uint64_t free = 0;

    [[nodiscard]] bool fits() const { return needed <= static_cast<double>(free); }
};

struct Plan {
    std::vector<PlannedSystem> systems;
    std::vector<PlannedSource> sources;
    std::vector<PlannedSpace> spaces; // one a file system
    double answer_bytes = 0;          // of what sources answer, unpacked
    std::int64_t now_unix_ms = 0, finish_unix_ms = 0;
    std::int64_t deadline_unix_ms = 0; // 0: none
    std::uint64_t max_requests = 0;    // of a run; 0: no limit

    [[nodiscard]] PlannedSystem sum() const; // name and basis are ""
    [[nodiscard]] double requests() const;
    [[nodiscard]] std::int64_t days() const;
};

// setup.config.runtime.dry_run is set. Blocks as long as the folders and documents take to read.
// Errc::cancelled when it was stopped.
[[nodiscard]] Result<Plan> plan(const Setup& setup);

} // namespace curateur::pipeline
