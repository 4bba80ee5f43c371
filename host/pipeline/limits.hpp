// How fast a source may be asked: what it declares, what its account says, what the user allows,
// what was used already.
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
    Limits(const SourceFacts::Limit& declared,
           const config::Api& user,
           bool is_loopback,
           std::shared_ptr<net::Ledger> ledger);

    // From a fresh answer.
    void learn(const core::Account& account, std::int64_t unix_ms);

    // What an earlier answer said, of which the ledger tells.
    void recall(const net::Allowance& told);

    // An answer "too fast" takes one from the concurrency, another one soon after it halves it; ten
    // clean answers give one back. True: it was the first for a while.
    [[nodiscard]] bool too_fast();
    void clean();

    [[nodiscard]] net::LaneRules rules() const;
    [[nodiscard]] bool is_spent(std::int64_t unix_ms) const; // the day's requests are used up
    [[nodiscard]] bool misses_are_spent(std::int64_t unix_ms) const; // likewise
    [[nodiscard]] double used_share(std::int64_t unix_ms) const;     // 0 when there is no limit

    void missed(std::int64_t unix_ms) { ledger_->missed(unix_ms); }

    [[nodiscard]] int refused_in_a_row() const { return refused_; }

    [[nodiscard]] std::int64_t bytes_per_second() const { return bytes_per_second_; } // 0: not said

    [[nodiscard]] std::int64_t per_day() const; // 0: no such limit

    [[nodiscard]] std::int64_t misses_per_day() const { return misses_per_day_; } // likewise

    // When the service begins to count anew, and its clock surely says so, too; 0: not known.
    [[nodiscard]] std::int64_t day_ends_ms(std::int64_t unix_ms) const {
        return ledger_->today(unix_ms).ends_unix_ms;
    }

    [[nodiscard]] const std::shared_ptr<net::Ledger>& ledger() const { return ledger_; }

private:
    SourceFacts::Limit declared_;
    const config::Api& user_;
    std::shared_ptr<net::Ledger> ledger_;
    bool is_loopback_, is_known_ = false;
    std::int64_t concurrency_, per_minute_, per_day_, misses_per_day_ = 0, bytes_per_second_ = 0;
    std::int64_t cut_ = 0;                  // of the concurrency
    int refused_ = 0;                       // without a clean answer in between
    int clean_ = k_soon, to_give_back_ = 0; // clean answers since

    // Clean answers. Of a hundred answers one may be refused by chance; two among six seldom are.
    static constexpr int k_soon = 5, k_settled = 10;
};

} // namespace curateur::pipeline
