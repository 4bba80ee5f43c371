// Two ledgers of one file behave as two processes do: their locks are those of open files.
#include "net/ledger.hpp"
#include "support/temp_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace curateur::net {
namespace {

using Verdict = Ledger::Entry::Verdict;

constexpr std::int64_t k_noon = 1'790'000'000'000; // some day in 2026
constexpr LaneRules k_two_at_once{2, 0, 0, 0};

class Shared : public ::testing::Test {
protected:
    std::shared_ptr<Ledger> open() {
        auto ledger = Ledger::open(folder_.path() / "accounts" / "one");
        EXPECT_TRUE(ledger) << ledger.error().message;
        return *ledger;
    }

    test::TempFolder folder_;
    std::shared_ptr<Ledger> ann_ = open(), bob_ = open();
};

TEST_F(Shared, ProcessesTogetherNeverHaveMoreUnderWayThanTheAccountAllows) {
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(k_two_at_once, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon, true).verdict, Verdict::wait);
    EXPECT_EQ(bob_->enter(k_two_at_once, k_noon, true).verdict, Verdict::wait);
    bob_->leave(k_noon);
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon + 1, true).verdict, Verdict::go);
}

TEST_F(Shared, WhatTheAccountMayDoIsSeenWithoutALock) {
    const auto file = folder_.path() / "accounts" / "one";
    const Allowance allowance{6, 7168, 100'000, 10'000, 2'176'000, k_noon, 1};
    ann_->learn(k_noon, 40, 3, k_noon + 3'600'000, allowance);
    const auto seen = Ledger::look(file, k_noon + 1);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->allowance, allowance);
    EXPECT_EQ(seen->today.used, 40);
    EXPECT_EQ(seen->today.misses, 3);
    const auto tomorrow = Ledger::look(file, k_noon + 86'400'000);
    ASSERT_TRUE(tomorrow);
    EXPECT_EQ(tomorrow->today.used, 0);
    EXPECT_EQ(tomorrow->allowance, allowance);
}

TEST_F(Shared, LookingMakesNoFile) {
    const auto file = folder_.path() / "accounts" / "nobody";
    EXPECT_FALSE(Ledger::look(file, k_noon));
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Shared, TheMinuteIsOneForAll) {
    const LaneRules rules{9, 2, 0, 0};
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon + 10'000, true).verdict, Verdict::go);
    const auto third = ann_->enter(rules, k_noon + 20'000, true);
    EXPECT_EQ(third.verdict, Verdict::wait);
    EXPECT_GE(third.wait_ms, 40'000);
    EXPECT_LE(third.wait_ms, 40'250);
    EXPECT_EQ(ann_->enter(rules, k_noon + 60'000 - 1, true).verdict, Verdict::wait);
    EXPECT_EQ(ann_->enter(rules, k_noon + 60'250, true).verdict, Verdict::go);
}

TEST_F(Shared, TheDayIsOneForAllAndBeginsAnewAfterTheServicesMidnight) {
    const LaneRules rules{9, 0, 0, 2};
    const auto midnight = k_noon + 3'600'000;
    ann_->learn(k_noon, 0, 0, midnight);
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::spent);
    EXPECT_EQ(bob_->enter(rules, midnight, true).verdict, Verdict::spent); // clocks differ
    const auto next_day = midnight + Ledger::k_midnight_margin_ms;
    EXPECT_EQ(bob_->enter(rules, next_day, true).verdict, Verdict::go);
    EXPECT_EQ(ann_->today(next_day).used, 1);
}

TEST_F(Shared, WhatCostsNothingIsNotCountedInTheDay) {
    const LaneRules rules{9, 0, 0, 1};
    EXPECT_EQ(ann_->enter(rules, k_noon, false).verdict, Verdict::go);
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon, false).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon, true).verdict, Verdict::spent);
}

TEST_F(Shared, TheGapIsKeptBetweenProcesses) {
    const LaneRules rules{9, 0, 1'000, 0};
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon + 400, true).wait_ms, 600);
    EXPECT_EQ(bob_->enter(rules, k_noon + 1'000, true).verdict, Verdict::go);
}

TEST_F(Shared, WhoStartedLastLetsTheOtherGoFirst) {
    const LaneRules rules{1, 0, 0, 0};
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon, true).verdict, Verdict::wait);
    ann_->leave(k_noon + 5);
    EXPECT_EQ(ann_->enter(rules, k_noon + 5, true).verdict, Verdict::wait);
    EXPECT_EQ(bob_->enter(rules, k_noon + 10, true).verdict, Verdict::go);
}

TEST_F(Shared, WhoDoesNotWaitAnyMoreHoldsNobodyUp) {
    const LaneRules rules{1, 0, 0, 0};
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon, true).verdict, Verdict::wait);
    bob_->rest();
    ann_->leave(k_noon + 5);
    EXPECT_EQ(ann_->enter(rules, k_noon + 5, true).verdict, Verdict::go);
}

TEST_F(Shared, AnAnswerThatComesLateDoesNotTakeACounterBack) {
    const auto midnight = k_noon + 3'600'000;
    ann_->learn(k_noon, 500, 50, midnight);
    bob_->learn(k_noon, 480, 48, midnight);
    EXPECT_EQ(ann_->today(k_noon).used, 500);
    EXPECT_EQ(ann_->today(k_noon).misses, 50);
}

TEST_F(Shared, AnAnswerOfTheDayBeforeSaysNothingOfToday) {
    ann_->learn(k_noon, 500, 50, k_noon - 1);
    EXPECT_EQ(ann_->today(k_noon).used, 0);
}

TEST_F(Shared, MissesAreCountedTogether) {
    ann_->missed(k_noon);
    bob_->missed(k_noon);
    EXPECT_EQ(bob_->today(k_noon).misses, 2);
}

TEST_F(Shared, TheFiguresOutliveTheProcess) {
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon, true).verdict, Verdict::go);
    ann_->leave(k_noon);
    ann_.reset();
    bob_.reset();
    EXPECT_EQ(open()->today(k_noon).used, 1);
}

TEST_F(Shared, ADeadProcessGivesItsPlacesBackOnceTheServiceHasNoticed) {
    bob_.reset();
    const auto child = ::fork();
    if (child == 0) {
        // A file of its own: what fork() copies would share its locks with us.
        const auto own = Ledger::open(folder_.path() / "accounts" / "one");
        const bool in = own && (*own)->enter(k_two_at_once, k_noon, true).verdict == Verdict::go &&
                        (*own)->enter(k_two_at_once, k_noon, true).verdict == Verdict::go;
        if (!in) {
            ::_exit(1);
        }
        ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon + 100, true).verdict, Verdict::wait);
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon + 1'100, true).verdict, Verdict::go);
    EXPECT_EQ(ann_->enter(k_two_at_once, k_noon + 1'100, true).verdict, Verdict::go);
    EXPECT_EQ(ann_->today(k_noon).used, 4);
}

TEST_F(Shared, ADamagedFileBeginsAnew) {
    ann_->missed(k_noon);
    std::ofstream(folder_.path() / "accounts" / "one", std::ios::binary) << "half a lin";
    EXPECT_EQ(bob_->today(k_noon).misses, 0);
    bob_->missed(k_noon);
    EXPECT_EQ(ann_->today(k_noon).misses, 1);
}

TEST_F(Shared, AClockSetBackDoesNotOpenTheMinute) {
    const LaneRules rules{9, 1, 0, 0};
    EXPECT_EQ(ann_->enter(rules, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(bob_->enter(rules, k_noon - 30'000, true).verdict, Verdict::wait);
}

TEST(Ledger, SaysWhyAFileCannotBeShared) {
    const auto ledger = Ledger::open("/proc/no/such/place");
    ASSERT_FALSE(ledger);
    EXPECT_NE(ledger.error().message.find("/proc/no"), std::string::npos);
}

TEST(Ledger, OfOneProcessKeepsTheSameRules) {
    Ledger ledger;
    EXPECT_EQ(ledger.enter(k_two_at_once, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(ledger.enter(k_two_at_once, k_noon, true).verdict, Verdict::go);
    EXPECT_EQ(ledger.enter(k_two_at_once, k_noon, true).verdict, Verdict::wait);
    ledger.leave(k_noon);
    EXPECT_EQ(ledger.enter(k_two_at_once, k_noon, true).verdict, Verdict::go);
}

} // namespace
} // namespace curateur::net
