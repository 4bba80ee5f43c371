// What a run does in days, in simulated time.
#include "simulated_run.hpp"

namespace curateur::test {
namespace {

// Of a month's work; tests/bench/month does all of it.
std::size_t part() {
    const char* const text = std::getenv("CURATEUR_MONTH_PART");
    return text != nullptr ? std::max(std::stoul(text), 1UL) : 10;
}

constexpr Chances k_bad_luck{0.005, 0.0005, 0.005, 0.005};

TEST(Month, ALargeCollectionIsDoneWithoutPassingALimitOrCallingAKnownGameUnknown) {
    const std::size_t roms = 60'000 / part();
    const auto per_day = static_cast<std::int64_t>(20'000 / part());
    constexpr std::uint8_t k_media = 9;
    const Level level{"a small one", 1, 4, 200, per_day, per_day / 10};
    SimulatedRun run(level, k_bad_luck, roms, k_media);
    run.service.all_wordings = true;
    const auto began = run.clock.unix_ms();
    int passes = 0;
    for (; passes < 500; ++passes) {
        // Killed on the third and the eleventh time.
        const bool kill = passes == 2 || passes == 10;
        const auto left = run.pass(kill ? 7'777 / part() : 0);
        if (left) {
            ASSERT_GT(left->retry_at_unix_ms, run.clock.unix_ms()) << left->message;
            run.clock.sleep_until(left->retry_at_unix_ms); // --wait
        } else if (!kill) {
            break;
        }
    }
    std::size_t wrong = 0, unfinished = 0, known = 0;
    for (std::size_t i = 0; i < roms; ++i) {
        const auto& rom = run.roms()[i];
        const bool is_known = FakeService::is_known(i);
        known += is_known ? 1U : 0U;
        wrong += is_known && rom.lookup == RomState::Lookup::absent ? 1U : 0U;
        const bool is_done = is_known ? rom.lookup == RomState::Lookup::have && rom.media == k_media
                                      : rom.lookup == RomState::Lookup::absent;
        unfinished += is_done ? 0U : 1U;
    }
    const auto& service = run.service;
    const auto days = static_cast<double>(run.clock.unix_ms() - began) / 86'400'000;
    std::printf("%d passes, %.1f days, %llu requests, %llu refused\n",
                passes + 1,
                days,
                static_cast<unsigned long long>(service.requests),
                static_cast<unsigned long long>(service.refused));
    EXPECT_EQ(wrong, 0U);
    EXPECT_LE(unfinished, 3U); // what three bad answers in a row failed: the next run asks
    EXPECT_LE(service.most_in_flight, level.threads);
    EXPECT_LE(service.most_in_a_minute, level.per_minute);
    EXPECT_LE(service.most_in_a_day, level.per_day);
    const auto needed = roms + known * k_media;
    EXPECT_GE(days, static_cast<double>(needed) / static_cast<double>(per_day) - 1);
    const auto lost = 2 * static_cast<std::uint64_t>(level.threads); // under way when killed
    EXPECT_LE(service.requests - service.refused - service.accounts, needed + lost);
}

TEST(Month, AKilledRunLeavesTheDaysCountBehind) {
    const Level level{"a small one", 1, 2, 3'000, 500, 50};
    SimulatedRun run(level, {}, 400, 3);
    EXPECT_FALSE(run.pass(300));
    const auto left = run.pass();
    ASSERT_TRUE(left);
    EXPECT_EQ(left->stopped_by, "quota");
    EXPECT_LE(run.service.most_in_a_day, 500);
    EXPECT_EQ(run.service.refused, 0U);
}

TEST(Month, WhenTheDaysMissesAreSpentKnownGamesGoOnAndNobodyIsCalledUnknown) {
    const Level level{"few misses", 1, 1, 3'000, 20'000, 5};
    SimulatedRun run(level, {}, 200, 0);
    const auto left = run.pass();
    ASSERT_TRUE(left);
    EXPECT_EQ(left->stopped_by, "misses");
    std::size_t have = 0, absent = 0;
    for (const auto& rom : run.roms()) {
        have += rom.lookup == RomState::Lookup::have ? 1U : 0U;
        absent += rom.lookup == RomState::Lookup::absent ? 1U : 0U;
    }
    EXPECT_EQ(have, 180U);
    EXPECT_EQ(absent, 5U);
}

// Reference: what accounts there are.
const std::array<Level, 4> k_levels{{{"guest", 0, 1, 3'072, 10'000, 1'000},
                                     {"member", 1, 1, 3'072, 20'000, 2'000},
                                     {"donor", 1, 6, 7'168, 100'000, 10'000},
                                     {"contributor", 11, 9, 10'240, 100'000, 10'000}}};

// Of the bound that latency and the account impose.
double efficiency(const Level& level, Chances chances, std::uint32_t seed = 1) {
    constexpr std::size_t k_games = 600;
    SimulatedRun run(level, chances, k_games, 5, seed);
    const auto began = run.clock.steady_ms();
    EXPECT_FALSE(run.pass());
    EXPECT_LE(run.service.most_in_flight, level.threads);
    auto bound = static_cast<double>(run.service.work_ms) / static_cast<double>(level.threads);
    if (level.level == 0) { // the gap of politeness is longer than a medium takes
        bound += static_cast<double>(run.service.media) * 300;
    }
    return bound / static_cast<double>(run.clock.steady_ms() - began);
}

TEST(Efficiency, IsWithinFivePercentOfTheBoundForEveryAccount) {
    for (const auto& level : k_levels) {
        const auto share = efficiency(level, {});
        std::printf("%-12s %.3f\n", level.name.c_str(), share);
        EXPECT_GE(share, 0.95) << level.name;
    }
}

TEST(Efficiency, IsWithinTenPercentWhenOneOfAHundredAnswersIsTooFast) {
    for (const auto& level : k_levels) {
        const auto share = efficiency(level, {0.01, 0, 0, 0});
        std::printf("%-12s %.3f\n", level.name.c_str(), share);
        EXPECT_GE(share, 0.90) << level.name;
    }
}

TEST(Efficiency, IsThatOfOneRefusalWhenTwoUnderWayTogetherAreTooFast) {
    // Whom it takes how long to ask again is chance, and 600 games are few: the mean of eight.
    constexpr std::uint32_t k_runs = 8;
    double share = 0;
    for (std::uint32_t seed = 1; seed <= k_runs; ++seed) {
        share += efficiency(k_levels.back(), {0, 0, 0, 0, 100}, seed) / k_runs;
    }
    std::printf("%-12s %.3f\n", k_levels.back().name.c_str(), share);
    EXPECT_GE(share, 0.95);
}

} // namespace
} // namespace curateur::test
