#include "pipeline/limits.hpp"

#include <gtest/gtest.h>

namespace curateur::pipeline {
namespace {

SourceFacts::Limit guest() {
    return {"api", 1, 100, 1000, 0};
}

core::Account member() {
    core::Account account;
    account.user = "ann";
    account.concurrency = 8;
    account.per_minute = 600;
    account.per_day = 20'000;
    account.used_today = 10;
    return account;
}

TEST(Limits, AreThoseDeclaredUntilTheAccountIsKnown) {
    const config::Api user;
    const Limits limits(guest(), user, false);
    EXPECT_EQ(limits.rules().concurrency, 1U);
    EXPECT_EQ(limits.rules().per_minute, 100U);
    EXPECT_EQ(limits.rules().min_gap_ms, 1'000); // politeness towards whom one does not know
}

TEST(Limits, AreTheAccountsOnceItIsKnown) {
    const config::Api user;
    Limits limits(guest(), user, false);
    limits.learn(member());
    EXPECT_EQ(limits.rules().concurrency, 8U);
    EXPECT_EQ(limits.rules().per_minute, 600U);
    EXPECT_EQ(limits.rules().min_gap_ms, 0);
}

TEST(Limits, TheUserOnlyLowersThem) {
    config::Api user;
    user.max_workers = 3;
    user.requests_per_minute = 5'000;
    Limits limits(guest(), user, false);
    limits.learn(member());
    EXPECT_EQ(limits.rules().concurrency, 3U);
    EXPECT_EQ(limits.rules().per_minute, 600U);
}

TEST(Limits, ThereIsNoGapTowardsOnesOwnMachine) {
    const config::Api user;
    EXPECT_EQ(Limits(guest(), user, true).rules().min_gap_ms, 0);
}

TEST(Limits, TooFastHalvesTheConcurrencyAndAHundredCleanAnswersGiveItBack) {
    const config::Api user;
    Limits limits(guest(), user, false);
    limits.learn(member());
    limits.too_fast();
    EXPECT_EQ(limits.rules().concurrency, 4U);
    for (int i = 0; i < 99; ++i) {
        limits.clean();
    }
    EXPECT_EQ(limits.rules().concurrency, 4U);
    limits.clean();
    EXPECT_EQ(limits.rules().concurrency, 8U);
}

TEST(Limits, TheConcurrencyNeverFallsBelowOne) {
    const config::Api user;
    Limits limits(guest(), user, false);
    for (int i = 0; i < 10; ++i) {
        limits.too_fast();
    }
    EXPECT_EQ(limits.rules().concurrency, 1U);
}

TEST(Limits, ADayIsSpentByWhatTheServiceCountedAndWhatWeSentSince) {
    config::Api user;
    user.daily_quota = 12;
    Limits limits(guest(), user, false);
    limits.learn(member());
    limits.sent();
    EXPECT_FALSE(limits.is_spent());
    limits.sent();
    EXPECT_TRUE(limits.is_spent());
}

TEST(Limits, AnAnswerThatComesLateDoesNotTakeTheCounterBack) {
    config::Api user;
    user.daily_quota = 12;
    Limits limits(guest(), user, false);
    auto account = member();
    account.used_today = 12;
    limits.learn(account);
    account.used_today = 3;
    limits.learn(account);
    EXPECT_TRUE(limits.is_spent());
}

} // namespace
} // namespace curateur::pipeline
