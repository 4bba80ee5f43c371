#include "net/lanes.hpp"
#include "net/retry.hpp"

#include <gtest/gtest.h>

using namespace curateur::net;

namespace {

std::string started(Lanes& lanes, std::int64_t now) {
    std::string all;
    while (const auto start = lanes.take(now, now)) {
        all += std::to_string(start->ticket) + " ";
    }
    return all;
}

} // namespace

TEST(Lanes, NeverHaveMoreInFlightThanAllowed) {
    Lanes lanes;
    const auto lane = lanes.add({2, 0, 0});
    for (const std::uint64_t ticket : {1U, 2U, 3U}) {
        lanes.push(lane, ticket, 0, 0);
    }
    EXPECT_EQ(started(lanes, 0), "1 2 ");
    lanes.received(lane, 10);
    lanes.finished(lane, 0);
    EXPECT_EQ(started(lanes, 0), "3 ");
    EXPECT_EQ(lanes.report(lane).most_in_flight, 2U);
}

TEST(Lanes, StartTheMostUrgentFirst) {
    Lanes lanes;
    const auto lane = lanes.add({9, 0, 0});
    lanes.push(lane, 1, 5, 0);
    lanes.push(lane, 2, 0, 0);
    lanes.push(lane, 3, 5, 0);
    EXPECT_EQ(started(lanes, 0), "2 1 3 ");
}

TEST(Lanes, KeepTheGapBetweenTwoStarts) {
    Lanes lanes;
    const auto lane = lanes.add({9, 0, 1'000});
    lanes.push(lane, 1, 0, 0);
    lanes.push(lane, 2, 0, 0);
    EXPECT_EQ(started(lanes, 100), "1 ");
    EXPECT_EQ(lanes.next_ms(100), 1'100);
    EXPECT_EQ(started(lanes, 1'099), "");
    EXPECT_EQ(started(lanes, 1'100), "2 ");
}

TEST(Lanes, KeepTheLimitOfAnyMinute) {
    Lanes lanes;
    const auto lane = lanes.add({9, 2, 0});
    for (const std::uint64_t ticket : {1U, 2U, 3U}) {
        lanes.push(lane, ticket, 0, 0);
    }
    EXPECT_EQ(started(lanes, 0), "1 2 ");
    EXPECT_EQ(started(lanes, 59'999), "");
    EXPECT_EQ(started(lanes, 60'250), "3 ");
}

TEST(Lanes, StartNothingWhilePaused) {
    Lanes lanes;
    const auto lane = lanes.add({9, 0, 0});
    lanes.push(lane, 1, 0, 0);
    lanes.pause_until(lane, 500);
    EXPECT_EQ(started(lanes, 499), "");
    EXPECT_EQ(started(lanes, 500), "1 ");
}

TEST(Lanes, LetOthersPassOneThatHasToWait) {
    Lanes lanes;
    const auto lane = lanes.add({9, 0, 0});
    lanes.push(lane, 1, 0, 700);
    lanes.push(lane, 2, 0, 0);
    EXPECT_EQ(started(lanes, 0), "2 ");
    EXPECT_EQ(lanes.next_ms(0), 700);
}

TEST(Lanes, NoticeAMinuteOfOthersThatPassedWhileTheMachineSlept) {
    const LaneRules rules{9, 2, 0};
    const auto shared = std::make_shared<Ledger>();
    Lanes lanes;
    const auto lane = lanes.add(rules, shared);
    EXPECT_EQ(shared->enter(rules, 100, true).verdict, Ledger::Entry::Verdict::go);
    EXPECT_EQ(shared->enter(rules, 100, true).verdict, Ledger::Entry::Verdict::go);
    lanes.push(lane, 1, 0, 0);
    EXPECT_EQ(started(lanes, 100), "");
    EXPECT_EQ(lanes.next_ms(100), 1'100);
    EXPECT_TRUE(lanes.take(1'100, 62'000)); // one second on one clock, a minute on the wall's
}

TEST(Lanes, OfOneSourceDoNotHoldUpAnother) {
    Lanes lanes;
    const auto slow = lanes.add({1, 0, 0});
    const auto quick = lanes.add({1, 0, 0});
    lanes.push(slow, 1, 0, 0);
    lanes.push(slow, 2, 0, 0);
    lanes.push(quick, 3, 0, 0);
    EXPECT_EQ(started(lanes, 0), "1 3 ");
}

TEST(RetryDelay, DoublesAndIsBounded) {
    std::minstd_rand chance(1);
    const RetryPolicy policy{9, 1'000, 60'000};
    for (int tried = 1; tried < 12; ++tried) {
        const auto whole = std::min<std::int64_t>(1'000LL << (tried - 1), 60'000);
        const auto wait = retry_delay_ms(policy, tried, -1, chance);
        EXPECT_GE(wait, whole / 2);
        EXPECT_LE(wait, whole);
    }
}

TEST(RetryDelay, IsWhatTheServiceAsksFor) {
    std::minstd_rand chance(1);
    EXPECT_EQ(retry_delay_ms({}, 1, 4'321, chance), 4'321);
}
