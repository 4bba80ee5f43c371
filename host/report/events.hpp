// What a run tells, as it happens. Every face (plain, JSON, quiet) is a Reporter.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curateur::report {

// What became of an entry. deferred: not asked yet; needs_choice: candidates wait for the user.
enum class Status { scraped, unchanged, not_found, failed, skipped, deferred, needs_choice };
inline constexpr std::size_t k_statuses = 7;

[[nodiscard]] std::string_view name_of(Status status); // "not_found"

struct Counts {
    std::uint64_t total = 0;
    std::array<std::uint64_t, k_statuses> by_status{};
    std::uint64_t media_downloaded = 0, requests = 0, bytes = 0;
    double seconds = 0;

    [[nodiscard]] std::uint64_t operator[](Status status) const {
        return by_status[static_cast<std::size_t>(status)];
    }

    void count(Status status) { ++by_status[static_cast<std::size_t>(status)]; }

    Counts& operator+=(const Counts& other); // all but seconds
};

struct Path {
    std::string what, path; // "ROMs", "/home/ann/ROMs"
};

struct RunStart {
    std::string version, mode; // "0.1.0"; "Full scraping", "DRY-RUN (no downloads)"
    std::size_t systems = 0;
    std::vector<Path> paths;
};

struct SystemStart {
    std::string system, full_name;
    std::size_t total = 0;
};

struct Entry {
    std::size_t index = 0, total = 0; // from 1, in scan order
    std::string system, path, name;   // "nes", "./sub/x.nes", "x.nes"
    Status status = Status::skipped;
    std::string reason; // one word of docs/running.md: "unknown_to_source", "network"
    std::string detail; // for people
    std::string source, game_id, matched_by;
    std::uint64_t media_downloaded = 0;
};

struct SystemEnd {
    std::string system, full_name;
    Counts counts;
};

struct RunEnd {
    std::size_t systems = 0;
    Counts counts;
    int exit_status = 0;
    std::string stopped_by;             // "": ran to its end; "signal", "quota", "closed", "source"
    std::int64_t resume_at_unix_ms = 0; // when there is more to be had; 0: not known
};

// The run goes on then.
struct Waiting {
    std::int64_t until_unix_ms = 0;
    std::string until;           // the same for people, in local time
    std::string reason, message; // "quota", and a sentence
};

struct Warning {
    std::string system, message; // system "": of the run
};

// A medium that was looked at again, and is not good.
struct Medium {
    // changed: by somebody, who owns it now. unreadable: nobody could look.
    enum class What { good, poor, bad, missing, changed, unreadable };
    std::string system, path, kind;
    What what = What::good;
    std::string reason;     // for people: "the picture is cut short"
    bool is_wanted = false; // the next run fetches it
};

[[nodiscard]] std::string_view name_of(Medium::What what);

struct MediaEnd {
    std::uint64_t checked = 0, bad = 0, poor = 0, missing = 0, changed = 0, unreadable = 0;
    std::uint64_t wanted = 0;
    int exit_status = 0;
    double seconds = 0;
};

// A medium of ours that was moved, or was to be.
struct Moved {
    // left: it stays where it is, and is nobody's fault.
    enum class What { moved, restored, left, failed };
    std::string system, path, to, kind;
    What what = What::moved;
    std::string reason; // for people
    std::uint64_t bytes = 0;
};

[[nodiscard]] std::string_view name_of(Moved::What what);

struct MovesEnd {
    std::uint64_t moved = 0, restored = 0, left = 0, failed = 0;
    std::uint64_t bytes = 0; // of those that were moved or restored
    bool is_undoing = false;
    bool is_dry = false; // nothing was done
    int exit_status = 0;
};

// An HTML report was written.
struct Written {
    std::string index; // its first page; absolute
    std::uint64_t pages = 0, systems = 0, games = 0, problems = 0;
    std::vector<std::pair<std::string_view, std::uint64_t>> by_state; // "found", how many games
    std::uint64_t media = 0, media_wanted = 0; // that are there, of those that are wanted
    double seconds = 0;
};

// Called from one thread, in order.
class Reporter {
public:
    Reporter() = default;
    Reporter(const Reporter&) = delete;
    Reporter& operator=(const Reporter&) = delete;
    virtual ~Reporter() = default;

    virtual void run_start(const RunStart&) {}

    virtual void system_start(const SystemStart&) {}

    virtual void entry(const Entry&) {}

    virtual void system_end(const SystemEnd&) {}

    virtual void run_end(const RunEnd&) {}

    virtual void waiting(const Waiting&) {}

    virtual void warning(const Warning&) {}

    virtual void medium(const Medium&) {}

    virtual void media_end(const MediaEnd&) {}

    virtual void moved(const Moved&) {}

    virtual void moves_end(const MovesEnd&) {}

    virtual void written(const Written&) {}

    virtual void note(std::string_view) {} // a line for people: "Error log written to: ..."
};

} // namespace curateur::report
