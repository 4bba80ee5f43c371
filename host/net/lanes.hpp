// Who may send now. A lane is the requests that share limits: (source, account, bucket).
#pragma once

#include "net/ledger.hpp"

#include <deque>
#include <map>
#include <string>

namespace curateur::net {

using LaneId = std::size_t;

struct LaneReport {
    std::uint64_t sent = 0, bytes = 0;
    std::uint32_t in_flight = 0, most_in_flight = 0;
};

// The bookkeeping of lanes; no thread, no network. Tickets are the engine's names for transfers.
class Lanes {
public:
    using Ticket = std::uint64_t;

    // ledger: what others that share the limits have used; without one nobody does.
    LaneId add(LaneRules rules, std::shared_ptr<Ledger> ledger = nullptr);
    void set_rules(LaneId lane, LaneRules rules);
    void pause_until(LaneId lane, std::int64_t steady_ms); // nothing starts before

    // priority: lower first; among equals, who came first. Not before not_before_ms. counts: in the
    // day's requests.
    void
    push(LaneId lane, Ticket ticket, int priority, std::int64_t not_before_ms, bool counts = true);

    struct Start {
        LaneId lane;
        Ticket ticket;
        bool is_spent = false; // it may not: the day's requests are used up
    };

    // The next transfer that may start now; it counts as in flight from here on. All times are
    // steady but unix_ms.
    [[nodiscard]] std::optional<Start> take(std::int64_t now_ms, std::int64_t unix_ms);

    void received(LaneId lane, std::uint64_t bytes) { lanes_[lane].report.bytes += bytes; }

    void finished(LaneId lane, std::int64_t unix_ms);

    // It was given up, not ended: it counts as in flight until the service has noticed.
    void given_up(LaneId lane, std::int64_t until_ms);

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
        bool counts;
    };

    struct Lane {
        LaneRules rules;
        std::shared_ptr<Ledger> ledger;
        LaneReport report;
        std::int64_t paused_until_ms = 0, last_start_ms = 0;
        std::int64_t ask_ledger_ms = 0; // not before
        bool has_started = false;
        std::deque<std::int64_t> lingering; // given up; until when
        std::deque<std::int64_t> starts;    // of the last minute
        std::vector<Waiting> waiting;       // sorted by priority, order
    };

    [[nodiscard]] static std::int64_t open_at(const Lane& lane, std::int64_t now_ms);
    static void count_start(Lane& lane, std::int64_t now_ms);
    void forget_lingering(LaneId lane, std::int64_t now_ms, std::int64_t unix_ms);

    std::vector<Lane> lanes_;
    std::uint64_t order_ = 0;
};

} // namespace curateur::net
