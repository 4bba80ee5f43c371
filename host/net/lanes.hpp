// Who may send now. A lane is the requests that share limits: (source, account, bucket).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curateur::net {

using LaneId = std::size_t;

struct LaneRules {
    std::uint32_t concurrency = 1; // in flight at once, at least 1
    std::uint32_t per_minute = 0;  // 0: no such limit
    std::int64_t min_gap_ms = 0;   // between the starts of two requests
};

struct LaneReport {
    std::uint64_t sent = 0, bytes = 0;
    std::uint32_t in_flight = 0, most_in_flight = 0;
};

// The bookkeeping of lanes; no thread, no network. Tickets are the engine's names for transfers.
class Lanes {
public:
    using Ticket = std::uint64_t;

    LaneId add(LaneRules rules);
    void set_rules(LaneId lane, LaneRules rules);
    void pause_until(LaneId lane, std::int64_t steady_ms); // nothing starts before

    // priority: lower first; among equals, who came first. Not before not_before_ms.
    void push(LaneId lane, Ticket ticket, int priority, std::int64_t not_before_ms);

    struct Start {
        LaneId lane;
        Ticket ticket;
    };

    // The next transfer that may start now; it counts as in flight from here on.
    [[nodiscard]] std::optional<Start> take(std::int64_t now_ms);

    void received(LaneId lane, std::uint64_t bytes) { lanes_[lane].report.bytes += bytes; }

    void finished(LaneId lane);

    // When take() may next give something, if nothing finishes before; nullopt: not by time alone.
    [[nodiscard]] std::optional<std::int64_t> next_ms(std::int64_t now_ms) const;

    // All that wait, taken out; of all lanes, or of one.
    [[nodiscard]] std::vector<Ticket> clear();
    [[nodiscard]] std::vector<Ticket> clear(LaneId lane);

    [[nodiscard]] LaneReport report(LaneId lane) const { return lanes_[lane].report; }

private:
    struct Waiting {
        int priority;
        std::uint64_t order;
        Ticket ticket;
        std::int64_t not_before_ms;
    };

    struct Lane {
        LaneRules rules;
        LaneReport report;
        std::int64_t paused_until_ms = 0, last_start_ms = 0;
        bool has_started = false;
        std::deque<std::int64_t> starts; // of the last minute
        std::vector<Waiting> waiting;    // sorted by priority, order
    };

    [[nodiscard]] static std::int64_t open_at(const Lane& lane, std::int64_t now_ms);

    std::vector<Lane> lanes_;
    std::uint64_t order_ = 0;
};

} // namespace curateur::net
