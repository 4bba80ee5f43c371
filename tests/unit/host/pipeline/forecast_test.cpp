#include "pipeline/forecast.hpp"

#include <gtest/gtest.h>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_hour_ms = std::int64_t{3600} * 1000, k_noon = 1'790'000'000'000;

Workload of(double requests) {
    Workload work;
    work.requests = requests;
    work.seconds = requests; // one a second
    work.per_day = 10'000;
    work.now_unix_ms = k_noon;
    work.day_ends_unix_ms = k_noon + 12 * k_hour_ms;
    return work;
}

TEST(Forecast, NothingIsDoneAtOnce) {
    const auto finish = finish_of(of(0));
    EXPECT_EQ(finish.unix_ms, k_noon);
    EXPECT_EQ(finish.days, 0);
}

TEST(Forecast, WhatTodayAllowsTakesAsLongAsItTakes) {
    const auto finish = finish_of(of(3600));
    EXPECT_EQ(finish.unix_ms, k_noon + k_hour_ms);
    EXPECT_EQ(finish.days, 1);
}

TEST(Forecast, WhatIsUsedTodayIsLeftForTomorrow) {
    auto work = of(3600);
    work.used_today = 10'000;
    const auto finish = finish_of(work);
    EXPECT_EQ(finish.unix_ms, k_noon + 13 * k_hour_ms);
    EXPECT_EQ(finish.days, 1);
}

TEST(Forecast, EachDayLetsItsRequestsThrough) {
    auto work = of(25'000);
    work.used_today = 5'000; // 5 000 today, 10 000, 10 000
    const auto finish = finish_of(work);
    EXPECT_EQ(finish.days, 3);
    EXPECT_NEAR(static_cast<double>(finish.unix_ms),
                static_cast<double>(k_noon + (12 + 24) * k_hour_ms + 10'000'000),
                1'000);
}

TEST(Forecast, ADaysMissesMayBeTheTighterLimit) {
    auto work = of(8'000);
    work.misses = 4'000;
    work.misses_per_day = 2'000;
    work.missed_today = 2'000;
    EXPECT_EQ(finish_of(work).days, 2);
}

TEST(Forecast, ASlowServiceTakesDaysWithoutAnyLimit) {
    auto work = of(1'000);
    work.per_day = 0;
    work.seconds = 30 * 3600;
    const auto finish = finish_of(work);
    EXPECT_EQ(finish.days, 2);
    EXPECT_NEAR(
        static_cast<double>(finish.unix_ms), static_cast<double>(k_noon + 30 * k_hour_ms), 1'000);
}

TEST(Forecast, ADayWhoseEndIsNotKnownHas24Hours) {
    auto work = of(3600);
    work.day_ends_unix_ms = 0;
    work.used_today = 10'000;
    EXPECT_EQ(finish_of(work).unix_ms, k_noon + 25 * k_hour_ms);
}

TEST(Forecast, WhatTakesForeverHasNoEnd) {
    auto work = of(1e12);
    EXPECT_EQ(finish_of(work).unix_ms, 0);
}

} // namespace
} // namespace curateur::pipeline
