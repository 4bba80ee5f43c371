#include "net/lanes.hpp"

#include <algorithm>
#include <tuple>

namespace curateur::net {
namespace {

constexpr std::int64_t k_minute_ms = 60'000;
// Others share the ledger, and it goes by the wall clock, which does not stand still while the
// machine sleeps: it is asked again before it said that something may start.
constexpr std::int64_t k_ledger_ms = 1'000;

} // namespace

LaneId Lanes::add(LaneRules rules, std::shared_ptr<Ledger> ledger) {
    lanes_.emplace_back().ledger = ledger ? std::move(ledger) : std::make_shared<Ledger>();
    set_rules(lanes_.size() - 1, rules);
    return lanes_.size() - 1;
}

void Lanes::set_rules(LaneId lane, LaneRules rules) {
    rules.concurrency = std::max(rules.concurrency, 1U);
    lanes_[lane].rules = rules;
}

void Lanes::pause_until(LaneId lane, std::int64_t steady_ms) {
    lanes_[lane].paused_until_ms = std::max(lanes_[lane].paused_until_ms, steady_ms);
}

void Lanes::push(
    LaneId lane, Ticket ticket, int priority, std::int64_t not_before_ms, bool counts) {
    auto& waiting = lanes_[lane].waiting;
    const Waiting one{priority, order_++, ticket, not_before_ms, counts};
    const auto place =
        std::upper_bound(waiting.begin(), waiting.end(), one, [](const auto& a, const auto& b) {
            return std::tie(a.priority, a.order) < std::tie(b.priority, b.order);
        });
    waiting.insert(place, one);
}

// When the lane's own rules let the next one start, were a slot free.
std::int64_t Lanes::open_at(const Lane& lane, std::int64_t now_ms) {
    auto at = std::max({now_ms, lane.paused_until_ms, lane.ask_ledger_ms});
    if (lane.has_started) {
        at = std::max(at, lane.last_start_ms + lane.rules.min_gap_ms);
    }
    if (lane.rules.per_minute > 0 && lane.starts.size() >= lane.rules.per_minute) {
        at = std::max(at, lane.starts[lane.starts.size() - lane.rules.per_minute] + k_minute_ms);
    }
    return at;
}

std::optional<Lanes::Start> Lanes::take(std::int64_t now_ms, std::int64_t unix_ms) {
    for (LaneId id = 0; id < lanes_.size(); ++id) {
        auto& lane = lanes_[id];
        forget_lingering(id, now_ms, unix_ms);
        if (lane.report.in_flight >= lane.rules.concurrency || open_at(lane, now_ms) > now_ms) {
            continue;
        }
        const auto ready =
            std::find_if(lane.waiting.begin(), lane.waiting.end(), [&](const Waiting& one) {
                return one.not_before_ms <= now_ms;
            });
        if (ready == lane.waiting.end()) {
            lane.ledger->rest();
            continue;
        }
        const auto entry = lane.ledger->enter(lane.rules, unix_ms, ready->counts);
        if (entry.verdict == Ledger::Entry::Verdict::wait) {
            lane.ask_ledger_ms = now_ms + std::min(entry.wait_ms, k_ledger_ms);
            continue;
        }
        const Start start{id, ready->ticket, entry.verdict == Ledger::Entry::Verdict::spent};
        lane.waiting.erase(ready);
        if (!start.is_spent) {
            count_start(lane, now_ms);
        }
        return start;
    }
    return std::nullopt;
}

void Lanes::count_start(Lane& lane, std::int64_t now_ms) {
    lane.last_start_ms = now_ms;
    lane.has_started = true;
    while (!lane.starts.empty() && lane.starts.front() + k_minute_ms <= now_ms) {
        lane.starts.pop_front();
    }
    lane.starts.push_back(now_ms); // a limit may come later and counts what was before it
    ++lane.report.sent;
    ++lane.report.in_flight;
    lane.report.most_in_flight = std::max(lane.report.most_in_flight, lane.report.in_flight);
}

void Lanes::finished(LaneId lane, std::int64_t unix_ms) {
    --lanes_[lane].report.in_flight;
    lanes_[lane].ledger->leave(unix_ms);
}

void Lanes::given_up(LaneId lane, std::int64_t until_ms) {
    lanes_[lane].lingering.push_back(until_ms);
}

void Lanes::forget_lingering(LaneId lane, std::int64_t now_ms, std::int64_t unix_ms) {
    auto& lingering = lanes_[lane].lingering;
    while (!lingering.empty() && lingering.front() <= now_ms) {
        lingering.pop_front();
        finished(lane, unix_ms);
    }
}

std::optional<std::int64_t> Lanes::next_ms(std::int64_t now_ms) const {
    std::optional<std::int64_t> next;
    for (const auto& lane : lanes_) {
        auto opens = open_at(lane, now_ms);
        if (lane.report.in_flight >= lane.rules.concurrency) {
            if (lane.lingering.empty()) {
                continue;
            }
            opens = std::max(opens, lane.lingering.front());
        }
        for (const auto& one : lane.waiting) {
            const auto at = std::max(one.not_before_ms, opens);
            next = std::min(next.value_or(at), at);
        }
    }
    return next;
}

std::vector<Lanes::Ticket> Lanes::clear() {
    std::vector<Ticket> all;
    for (LaneId lane = 0; lane < lanes_.size(); ++lane) {
        const auto some = clear(lane);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::vector<Lanes::Ticket> Lanes::clear(LaneId lane) {
    std::vector<Ticket> all;
    for (const auto& one : lanes_[lane].waiting) {
        all.push_back(one.ticket);
    }
    lanes_[lane].waiting.clear();
    return all;
}

} // namespace curateur::net
