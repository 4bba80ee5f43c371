#include "pipeline/limits.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_polite_gap_ms = 1'000; // what services ask of clients they do not know
constexpr int k_clean_answers = 100;            // before the concurrency rises again

} // namespace

Limits::Limits(const SourceFacts::Limit& declared, const config::Api& user, bool is_loopback)
    : declared_(declared)
    , user_(user)
    , is_loopback_(is_loopback)
    , concurrency_(std::max(declared.concurrency, 1U))
    , per_minute_(declared.per_minute)
    , per_day_(declared.per_day) {}

void Limits::learn(const core::Account& account) {
    is_known_ = !account.user.empty();
    concurrency_ = std::max<std::int64_t>(account.concurrency.value_or(concurrency_), 1);
    per_minute_ = account.per_minute.value_or(per_minute_);
    per_day_ = account.per_day.value_or(per_day_);
    used_ = std::max(used_, account.used_today.value_or(0));
    bytes_per_second_ = account.bytes_per_second.value_or(bytes_per_second_);
}

void Limits::too_fast() {
    ++refused_;
    clean_ = 0;
    if ((concurrency_ >> halvings_) > 1) {
        ++halvings_;
    }
}

void Limits::clean() {
    refused_ = 0;
    if (halvings_ > 0 && ++clean_ >= k_clean_answers) {
        clean_ = 0;
        --halvings_;
    }
}

net::LaneRules Limits::rules() const {
    net::LaneRules rules;
    auto concurrency = std::max<std::int64_t>(concurrency_ >> halvings_, 1);
    if (user_.max_workers) {
        concurrency = std::min<std::int64_t>(concurrency, *user_.max_workers);
    }
    rules.concurrency = static_cast<std::uint32_t>(concurrency);
    auto per_minute = per_minute_;
    if (user_.requests_per_minute) {
        per_minute = per_minute > 0 ? std::min<std::int64_t>(per_minute, *user_.requests_per_minute)
                                    : *user_.requests_per_minute;
    }
    rules.per_minute = static_cast<std::uint32_t>(std::max<std::int64_t>(per_minute, 0));
    const auto gap = std::max<std::int64_t>(declared_.min_gap_ms, is_known_ ? 0 : k_polite_gap_ms);
    rules.min_gap_ms = is_loopback_ ? 0 : gap;
    return rules;
}

std::int64_t Limits::per_day() const {
    if (!user_.daily_quota) {
        return per_day_;
    }
    return per_day_ > 0 ? std::min<std::int64_t>(per_day_, *user_.daily_quota)
                        : std::int64_t{*user_.daily_quota};
}

bool Limits::is_spent() const {
    return per_day() > 0 && used_ >= per_day();
}

double Limits::used_share() const {
    return per_day() > 0 ? static_cast<double>(used_) / static_cast<double>(per_day()) : 0;
}

} // namespace curateur::pipeline
