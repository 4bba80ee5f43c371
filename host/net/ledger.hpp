// What an account has used of its limits, and how many requests it has under way: shared by all
// processes that use it.
#pragma once

#include "platform/file.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace curateur::net {

struct LaneRules {
    std::uint32_t concurrency = 1; // in flight at once, at least 1
    std::uint32_t per_minute = 0;  // 0: no such limit
    std::int64_t min_gap_ms = 0;   // between the starts of two requests
    std::int64_t per_day = 0;      // of the service's days; 0: no such limit
};

// Of the service's day.
struct Today {
    std::int64_t used = 0, misses = 0;
    std::int64_t ends_unix_ms = 0; // 0: not known
};

// What the service said of the account last. 0: no such limit, or not said.
struct Allowance {
    std::int64_t concurrency = 0, per_minute = 0, per_day = 0, misses_per_day = 0;
    std::int64_t bytes_per_second = 0;
    std::int64_t told_unix_ms = 0; // 0: nothing yet
    std::int64_t is_member = 0;    // 0: a guest
    bool operator==(const Allowance&) const = default;
};

// The file holds figures and no names. Requests under way are locks on bytes of it, which the
// kernel gives back when their process dies. Any thread.
class Ledger {
public:
    Ledger(); // of this process alone: nothing is shared, nothing outlives it

    // Makes the file when it is new; one that cannot be read begins anew. An error: the place
    // cannot be written to, or its file system has no such locks.
    [[nodiscard]] static Result<std::shared_ptr<Ledger>> open(const std::filesystem::path& file);

    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    // What is under way still is to the service, for a moment: those who come after wait for it.
    ~Ledger() = default;

    struct Entry {
        enum class Verdict { go, wait, spent }; // spent: not before the day ends
        Verdict verdict = Verdict::go;
        std::int64_t wait_ms = 0; // ask again after it
    };

    // May one more start now? go: it is under way until leave(). counts: in the day's requests.
    [[nodiscard]] Entry enter(const LaneRules& rules, std::int64_t unix_ms, bool counts);
    void leave(std::int64_t unix_ms);
    void rest(); // nothing of ours waits any more: others need not take turns with us

    [[nodiscard]] Today today(std::int64_t unix_ms);

    struct Glance {
        Today today;
        Allowance allowance;
    };

    // What the file says, without a lock and without making it; nullopt: it says nothing.
    [[nodiscard]] static std::optional<Glance> look(const std::filesystem::path& file,
                                                    std::int64_t unix_ms);

    // What the service counted. Within a day the counters only rise: answers come out of order.
    // ends_unix_ms: when it begins to count anew. allowance: kept for look().
    void learn(std::int64_t unix_ms,
               std::optional<std::int64_t> used,
               std::optional<std::int64_t> misses,
               std::optional<std::int64_t> ends_unix_ms,
               const Allowance& allowance = {});
    void missed(std::int64_t unix_ms);

    static constexpr std::uint32_t k_most_under_way = 256;
    // After the service's midnight, by our clock: clocks differ.
    static constexpr std::int64_t k_midnight_margin_ms = 120'000;

private:
    struct Tally;
    class Session;

    [[nodiscard]] bool lock(std::int64_t at, short type, bool waits = false) const;
    [[nodiscard]] std::uint32_t held_by_others() const;
    [[nodiscard]] bool others_wait() const;
    void take_slot();
    void mark_waiting(bool waits);
    [[nodiscard]] std::int64_t turn_ms(const Tally& tally, std::int64_t now);

    std::mutex mutex_;
    std::shared_ptr<Tally> tally_;  // as last read
    platform::Descriptor file_;     // none: private
    std::vector<bool> slots_;       // ours
    std::uint32_t under_way_ = 0;   // of them
    std::uint64_t me_ = 0;          // by chance
    std::int64_t yields_since_ = 0; // unix ms; 0: does not
    bool is_waiting_ = false;
};

} // namespace curateur::net
