#include "plugin/crumbs.hpp"
#include "support/manual_clock.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

using namespace curateur;
using plugin::Crumbs;

namespace {

class CrumbsTest : public testing::Test {
protected:
    std::unique_ptr<Crumbs> open() {
        auto opened = Crumbs::open(file(), clock_);
        EXPECT_TRUE(opened) << opened.error().message;
        return *std::move(opened);
    }

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "state/crumbs"; }

    test::TempFolder folder_;
    test::ManualClock clock_;
};

} // namespace

TEST_F(CrumbsTest, OfAProcessThatEndedWellAreNone) {
    auto crumbs = open();
    { const Crumbs::Scope call(crumbs.get(), "source demo 1", "parse"); }
    crumbs.reset();
    EXPECT_TRUE(open()->left_behind().empty());
}

TEST_F(CrumbsTest, OfACallInProgressNameComponentCallAndEntry) {
    auto crumbs = open();
    const Crumbs::About about("snes/Game.sfc");
    const Crumbs::Scope call(crumbs.get(), "source demo 1", "parse");
    const auto left = open()->left_behind(); // as the next process would
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].component, "source demo 1");
    EXPECT_EQ(left[0].call, "parse");
    EXPECT_EQ(left[0].entry, "snes/Game.sfc");
    EXPECT_EQ(left[0].started_unix_ms, clock_.unix_ms());
}

TEST_F(CrumbsTest, StayUntilTheyAreForgotten) {
    auto crumbs = open();
    const Crumbs::Scope call(crumbs.get(), "source demo 1", "parse");
    EXPECT_EQ(open()->left_behind().size(), 1U);
    auto next = open();
    EXPECT_EQ(next->left_behind().size(), 1U);
    next->forget_left_behind();
    EXPECT_TRUE(next->left_behind().empty());
    EXPECT_TRUE(open()->left_behind().empty());
}

TEST_F(CrumbsTest, OfTheProcessBeforeAreNoCallsInProgress) {
    auto crumbs = open();
    const Crumbs::Scope call(crumbs.get(), "source demo 1", "parse");
    EXPECT_FALSE(open()->longest_call(clock_.steady_ms() + 60'000));
}

TEST_F(CrumbsTest, TellTheCallThatBeganFirst) {
    auto crumbs = open();
    EXPECT_FALSE(crumbs->longest_call(clock_.steady_ms()));
    const Crumbs::About about("snes/Game.sfc");
    const Crumbs::Scope outer(crumbs.get(), "scanner archive", "list");
    clock_.advance(500);
    const Crumbs::Scope inner(crumbs.get(), "source demo 1", "parse");
    clock_.advance(1000);
    const auto longest = crumbs->longest_call(clock_.steady_ms());
    ASSERT_TRUE(longest);
    EXPECT_EQ(longest->component, "scanner archive");
    EXPECT_EQ(longest->ms, 1500);
}

TEST_F(CrumbsTest, AreAboutTheInnermostEntry) {
    const Crumbs::About outer("snes");
    {
        const Crumbs::About inner("snes/Game.sfc");
        EXPECT_EQ(Crumbs::About::current(), "snes/Game.sfc");
    }
    EXPECT_EQ(Crumbs::About::current(), "snes");
}

TEST_F(CrumbsTest, KeepTheEndOfALongName) {
    const auto name = "é" + std::string(351, 'x');
    EXPECT_EQ(Crumbs::fitting(name), name.substr(2)); // 353 bytes: é does not fit whole
    EXPECT_EQ(Crumbs::fitting("short"), "short");
}

TEST_F(CrumbsTest, OfAFileThatHoldsSomethingElseAreNone) {
    for (const auto& bytes : {std::string("hello"), std::string(100'000, '\xff')}) {
        folder_.write("state/crumbs", bytes);
        EXPECT_TRUE(open()->left_behind().empty());
    }
}

TEST_F(CrumbsTest, WithSizesThatAreNonsenseAreReadWithinTheirSlot) {
    auto crumbs = open();
    const Crumbs::Scope call(crumbs.get(), "source demo 1", "parse");
    auto bytes = folder_.read("state/crumbs");
    const auto at = bytes.find("source demo 1");
    bytes.replace(at - 28, 12, 12, '\xff'); // the three sizes
    folder_.write("state/crumbs", bytes);
    const auto left = open()->left_behind();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].component.size(), 96U);
}

TEST_F(CrumbsTest, OfManyThreadsDoNotMix) {
    constexpr std::size_t k_threads = Crumbs::k_slots + 8; // the last find no slot
    auto crumbs = open();
    std::latch all(k_threads + 1);
    std::latch seen(1);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < k_threads; ++i) {
        threads.emplace_back([&, i] {
            const auto name = std::to_string(i);
            for (int j = 0; j < 100; ++j) {
                const Crumbs::About about(name);
                const Crumbs::Scope call(crumbs.get(), name, name);
            }
            const Crumbs::About about(name);
            const Crumbs::Scope call(crumbs.get(), name, name);
            all.arrive_and_wait();
            seen.wait();
        });
    }
    for (int i = 0; i < 100; ++i) {
        if (const auto longest = crumbs->longest_call(clock_.steady_ms())) {
            EXPECT_EQ(longest->component, longest->entry);
        }
    }
    all.arrive_and_wait();
    const auto left = open()->left_behind();
    seen.count_down();
    EXPECT_EQ(left.size(), Crumbs::k_slots);
    for (const auto& crumb : left) {
        EXPECT_EQ(crumb.component, crumb.entry);
    }
}
