#include "pipeline/limits.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_polite_gap_ms = 1'000; // what services ask of clients they do not know

// 0 means that there is no limit.
std::int64_t lower_of(std::int64_t one, std::int64_t other) {
    return one > 0 && other > 0 ? std::min(one, other) : std::max(one, other);
}

} // namespace

Limits::Limits(const SourceFacts::Limit& declared,
               const config::Api& user,
               bool is_loopback,
               std::shared_ptr<net::Ledger> ledger)
    : declared_(declared)
    , user_(user)
    , ledger_(std::move(ledger))
    , is_loopback_(is_loopback)
    , concurrency_(std::max(declared.concurrency, 1U))
    , per_minute_(declared.per_minute)
    , per_day_(declared.per_day) {}

void Limits::learn(const core::Account& account, std::int64_t unix_ms) {
    is_known_ = !account.user.empty();
    concurrency_ = std::max<std::int64_t>(account.concurrency.value_or(concurrency_), 1);
    per_minute_ = account.per_minute.value_or(per_minute_);
    per_day_ = account.per_day.value_or(per_day_);
    misses_per_day_ = account.misses_per_day.value_or(misses_per_day_);
    bytes_per_second_ = account.bytes_per_second.value_or(bytes_per_second_);
    ledger_->learn(unix_ms,
                   account.used_today,
                   account.misses_today,
                   account.resets_at_unix_ms,
                   {concurrency_,
                    per_minute_,
                    per_day_,
                    misses_per_day_,
                    bytes_per_second_,
                    unix_ms,
                    is_known_ ? 1 : 0});
}

void Limits::recall(const net::Allowance& told) {
    is_known_ = told.is_member != 0;
    concurrency_ = std::max<std::int64_t>(told.concurrency, 1);
    per_minute_ = told.per_minute;
    per_day_ = told.per_day;
    misses_per_day_ = told.misses_per_day;
    bytes_per_second_ = told.bytes_per_second;
}

bool Limits::too_fast() {
    const auto now = std::max<std::int64_t>(concurrency_ - cut_, 1);
    const bool is_first = clean_ >= k_soon;
    ++refused_;
    clean_ = to_give_back_ = 0;
    cut_ = concurrency_ - std::max<std::int64_t>(is_first ? now - 1 : now / 2, 1);
    return is_first;
}

void Limits::clean() {
    refused_ = 0;
    clean_ = std::min(clean_ + 1, k_soon);
    if (cut_ > 0 && ++to_give_back_ >= k_settled) {
        to_give_back_ = 0;
        --cut_;
    }
}

net::LaneRules Limits::rules() const {
    net::LaneRules rules;
    auto concurrency = std::max<std::int64_t>(concurrency_ - cut_, 1);
    if (user_.max_workers) {
        concurrency = std::min<std::int64_t>(concurrency, *user_.max_workers);
    }
    rules.concurrency = static_cast<std::uint32_t>(concurrency);
    rules.per_minute =
        static_cast<std::uint32_t>(lower_of(per_minute_, user_.requests_per_minute.value_or(0)));
    // What is declared holds before the account says more.
    const auto gap = std::max<std::int64_t>(declared_.min_gap_ms, k_polite_gap_ms);
    rules.min_gap_ms = is_loopback_ || is_known_ ? 0 : gap;
    rules.per_day = per_day();
    return rules;
}

std::int64_t Limits::per_day() const {
    const auto most =
        per_day_ > 0 ? std::max<std::int64_t>(per_day_ - user_.reserve_requests, 1) : per_day_;
    return lower_of(most, user_.daily_quota.value_or(0));
}

bool Limits::is_spent(std::int64_t unix_ms) const {
    return per_day() > 0 && ledger_->today(unix_ms).used >= per_day();
}

bool Limits::misses_are_spent(std::int64_t unix_ms) const {
    return misses_per_day_ > 0 && ledger_->today(unix_ms).misses >= misses_per_day_;
}

double Limits::used_share(std::int64_t unix_ms) const {
    return per_day() > 0
               ? static_cast<double>(ledger_->today(unix_ms).used) / static_cast<double>(per_day())
               : 0;
}

} // namespace curateur::pipeline
