// How fast a source may be asked: what it declares, what its account says, what the user allows.
#pragma once

#include "config/config.hpp"
#include "core/model.hpp"
#include "net/lanes.hpp"
#include "pipeline/declared.hpp"

namespace curateur::pipeline {

// Of one bucket. Not for two threads at once.
class Limits {
public:
    // is_loopback: no gap for politeness towards one's own machine.
    Limits(const SourceFacts::Limit& declared, const config::Api& user, bool is_loopback);

    // From a fresh answer. Counters only rise within a day: answers come out of order.
    void learn(const core::Account& account);

    void sent() { ++used_; }

    // Answers "too fast" halve the concurrency, a hundred clean ones give it back.
    void too_fast();
    void clean();

    [[nodiscard]] net::LaneRules rules() const;
    [[nodiscard]] bool is_spent() const;     // the day's requests are used up
    [[nodiscard]] double used_share() const; // of the day's requests; 0 when there is no limit

    [[nodiscard]] int refused_in_a_row() const { return refused_; }

    [[nodiscard]] std::int64_t bytes_per_second() const { return bytes_per_second_; } // 0: not said

    [[nodiscard]] std::int64_t per_day() const; // 0: no such limit

private:
    SourceFacts::Limit declared_;
    const config::Api& user_;
    bool is_loopback_, is_known_ = false;
    std::int64_t concurrency_, per_minute_, per_day_, used_ = 0, bytes_per_second_ = 0;
    std::int64_t halvings_ = 0;
    int refused_ = 0, clean_ = 0;
};

} // namespace curateur::pipeline
