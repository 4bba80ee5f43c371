#include "pipeline/limits.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_now = 1'790'000'000'000;

SourceFacts::Limit guest() {
    return {"api", 1, 100, 1000, 1'000};
}

core::Account member() {
    core::Account account;
    account.user = "ann";
    account.concurrency = 8;
    account.per_minute = 600;
    account.per_day = 20'000;
    account.used_today = 10;
    account.misses_per_day = 2'000;
    return account;
}

// Of a member, unless it is a guest.
class LimitsOf {
public:
    explicit LimitsOf(config::Api user, bool is_guest = false, bool is_loopback = false)
        : user_(user), limits(guest(), user_, is_loopback, std::make_shared<net::Ledger>()) {
        if (!is_guest) {
            limits.learn(member(), k_now);
        }
    }

    void send(int times) {
        for (std::int64_t i = 0; i < times; ++i) {
            EXPECT_EQ(limits.ledger()->enter(limits.rules(), k_now + i * 1'000, true).verdict,
                      net::Ledger::Entry::Verdict::go);
            limits.ledger()->leave(k_now);
        }
    }

private:
    config::Api user_;

public:
    Limits limits;
};

TEST(Limits, AreRecalledAsTheAccountToldThem) {
    const test::TempFolder folder;
    const auto file = folder.path() / "account";
    const config::Api user;
    auto opened = net::Ledger::open(file);
    ASSERT_TRUE(opened);
    Limits told(guest(), user, false, *opened);
    told.learn(member(), k_now);
    const auto seen = net::Ledger::look(file, k_now);
    ASSERT_TRUE(seen);
    Limits recalled(guest(), user, false, std::make_shared<net::Ledger>());
    recalled.recall(seen->allowance);
    EXPECT_EQ(recalled.rules().concurrency, told.rules().concurrency);
    EXPECT_EQ(recalled.rules().per_minute, told.rules().per_minute);
    EXPECT_EQ(recalled.rules().min_gap_ms, told.rules().min_gap_ms);
    EXPECT_EQ(recalled.per_day(), 20'000);
    EXPECT_EQ(recalled.misses_per_day(), 2'000);
}

TEST(Limits, AreThoseDeclaredUntilTheAccountIsKnown) {
    const LimitsOf of({}, true);
    EXPECT_EQ(of.limits.rules().concurrency, 1U);
    EXPECT_EQ(of.limits.rules().per_minute, 100U);
    EXPECT_EQ(of.limits.rules().min_gap_ms, 1'000); // politeness towards whom one does not know
}

TEST(Limits, AreTheAccountsOnceItIsKnown) {
    const LimitsOf of({});
    EXPECT_EQ(of.limits.rules().concurrency, 8U);
    EXPECT_EQ(of.limits.rules().per_minute, 600U);
    EXPECT_EQ(of.limits.rules().per_day, 20'000);
    EXPECT_EQ(of.limits.rules().min_gap_ms, 0);
}

TEST(Limits, TheUserOnlyLowersThem) {
    config::Api user;
    user.max_workers = 3;
    user.requests_per_minute = 5'000;
    const LimitsOf of(user);
    EXPECT_EQ(of.limits.rules().concurrency, 3U);
    EXPECT_EQ(of.limits.rules().per_minute, 600U);
}

TEST(Limits, ThereIsNoGapTowardsOnesOwnMachine) {
    EXPECT_EQ(LimitsOf({}, true, true).limits.rules().min_gap_ms, 0);
}

TEST(Limits, OneTooFastTakesOneFromTheConcurrencyAndTenCleanAnswersGiveItBack) {
    LimitsOf of({});
    EXPECT_TRUE(of.limits.too_fast());
    EXPECT_EQ(of.limits.rules().concurrency, 7U);
    for (int i = 0; i < 9; ++i) {
        of.limits.clean();
    }
    EXPECT_EQ(of.limits.rules().concurrency, 7U);
    of.limits.clean();
    EXPECT_EQ(of.limits.rules().concurrency, 8U);
}

TEST(Limits, AnotherTooFastSoonAfterHalvesTheConcurrency) {
    LimitsOf of({});
    EXPECT_TRUE(of.limits.too_fast());
    of.limits.clean();
    EXPECT_FALSE(of.limits.too_fast());
    EXPECT_EQ(of.limits.rules().concurrency, 3U);
    for (int i = 0; i < 49; ++i) {
        of.limits.clean();
    }
    EXPECT_EQ(of.limits.rules().concurrency, 7U); // slowly
}

TEST(Limits, TheConcurrencyNeverFallsBelowOne) {
    LimitsOf of({});
    for (int i = 0; i < 10; ++i) {
        static_cast<void>(of.limits.too_fast());
    }
    EXPECT_EQ(of.limits.rules().concurrency, 1U);
    EXPECT_EQ(of.limits.refused_in_a_row(), 10);
}

TEST(Limits, ADayIsSpentByWhatTheServiceCountedAndWhatWeSentSince) {
    config::Api user;
    user.daily_quota = 12;
    LimitsOf of(user);
    of.send(1);
    EXPECT_FALSE(of.limits.is_spent(k_now));
    of.send(1);
    EXPECT_TRUE(of.limits.is_spent(k_now));
}

TEST(Limits, SomeOfTheDayIsLeftForOtherPrograms) {
    config::Api user;
    user.reserve_requests = 500;
    EXPECT_EQ(LimitsOf(user).limits.per_day(), 19'500);
    user.daily_quota = 100;
    EXPECT_EQ(LimitsOf(user).limits.per_day(), 100);
}

TEST(Limits, ADayEndsAtTheServicesMidnight) {
    config::Api user;
    user.daily_quota = 12;
    LimitsOf of(user);
    auto account = member();
    account.used_today = 12;
    account.resets_at_unix_ms = k_now + 1'000;
    of.limits.learn(account, k_now);
    EXPECT_TRUE(of.limits.is_spent(k_now));
    EXPECT_FALSE(of.limits.is_spent(k_now + 1'000 + net::Ledger::k_midnight_margin_ms));
}

TEST(Limits, MissesAreSpentByWhatTheServiceCountedAndWhatWeMissedSince) {
    LimitsOf of({});
    auto account = member();
    account.misses_today = 1'999;
    of.limits.learn(account, k_now);
    EXPECT_FALSE(of.limits.misses_are_spent(k_now));
    of.limits.missed(k_now);
    EXPECT_TRUE(of.limits.misses_are_spent(k_now));
}

} // namespace
} // namespace curateur::pipeline
