// SIGKILL at any instant: what is lost is at most what was in flight, and nothing of ours is taken
// for the user's afterwards.
#include "support/end_to_end.hpp"

#include <tinyxml2.h>

#include <iostream>
#include <random>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

constexpr int k_killed = 128 + SIGKILL;

class Kill : public EndToEnd {
protected:
    // What an uninterrupted life comes to: a first run, and an update when the service tells other
    // stories and has other pictures.
    void live_once() {
        serve(service_arguments_);
        const auto began = std::chrono::steady_clock::now();
        ASSERT_EQ(run().exit, 0);
        whole_run_ = std::chrono::steady_clock::now() - began;
        needed_ = asked();
        first_ = tree();
        serve_others();
        ASSERT_EQ(run({"--update"}).exit, 0);
        updated_ = tree();
        ASSERT_FALSE(same_trees(first_, updated_));
    }

    void begin_again() {
        fs::remove_all(frontend());
        fs::remove_all(state());
        seed_ = "1";
        serve(service_arguments_);
        at_start_ = asked();
    }

    void serve_others() {
        seed_ = "2";
        serve(service_arguments_);
    }

    void expect_whole_lists() const {
        for (const char* const system : {"nes", "snes", "psx"}) {
            if (fs::exists(gamelist_file(system))) {
                tinyxml2::XMLDocument document;
                EXPECT_EQ(document.LoadFile(gamelist_file(system).c_str()), tinyxml2::XML_SUCCESS);
                EXPECT_NE(document.FirstChildElement("gameList"), nullptr);
            }
        }
    }

    // After the kills: the run goes through, the next one has nothing to do, and an update finds
    // that every value and every picture is ours.
    void expect_a_whole_life(int kills) {
        const auto resumed = run();
        EXPECT_EQ(resumed.exit, 0) << resumed.out << resumed.err;
        EXPECT_TRUE(same_trees(first_, tree()));
        // At each kill: what was in flight, and media that had come and were being checked and put
        // in place (at most twice as many as may be in flight).
        EXPECT_LE(asked() - at_start_, needed_ + 3 * static_cast<std::size_t>(kills * threads_));
        lost_ += asked() - at_start_ - needed_;
        const auto before = asked();
        const auto times = times_of(frontend());
        EXPECT_EQ(run().exit, 0);
        EXPECT_EQ(asked(), before);
        EXPECT_EQ(times_of(frontend()), times);
        serve_others();
        const auto update = run({"--update"});
        EXPECT_EQ(update.exit, 0) << update.out << update.err;
        EXPECT_TRUE(same_trees(updated_, tree()));
    }

    std::vector<std::string> service_arguments_;
    std::chrono::steady_clock::duration whole_run_{};
    std::size_t needed_ = 0, at_start_ = 0, lost_ = 0;
    Tree first_, updated_;
};

TEST_F(Kill, ThirtyTimesAtRandomInstants) {
    constexpr int k_rounds = CURATEUR_KILL_ROUNDS; // 10, fewer under sanitizers
    constexpr int k_kills = 3;                     // a round
    const char* const given = std::getenv("CURATEUR_TEST_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    std::cout << "CURATEUR_TEST_SEED=" << seed << "\n";
    RecordProperty("seed", std::to_string(seed));
    std::mt19937 chance(seed);

    for (const char* const system : {"nes", "psx", "snes"}) {
        for (int i = 1; i <= 8; ++i) {
            add_game(system,
                     "Game Number " + std::to_string(i) +
                         (*system == 'n'   ? " (USA).nes"
                          : *system == 'p' ? " (USA).iso"
                                           : " (USA).sfc"));
        }
    }
    service_arguments_ = {"--latency-ms", "4"};
    live_once();
    if (HasFatalFailure()) {
        return;
    }
    const auto third =
        std::chrono::duration_cast<std::chrono::milliseconds>(whole_run_).count() / k_kills;
    std::uniform_int_distribution<std::int64_t> instant(1, std::max<std::int64_t>(third, 2));
    int killed = 0;
    for (int round = 0; round < k_rounds; ++round) {
        begin_again();
        int kills = 0;
        while (kills < k_kills) {
            auto child = start({"--source", "screenscraper", "--output", "esde"});
            if (child.ends_within(std::chrono::milliseconds(instant(chance)))) {
                break; // it was faster
            }
            child.signal(SIGKILL);
            ++kills;
            EXPECT_EQ(child.wait().exit, k_killed);
            expect_whole_lists();
            settle();
        }
        killed += kills;
        expect_a_whole_life(kills);
    }
    std::cout << killed << " kills, " << lost_ << " requests more than " << k_rounds << " x "
              << needed_ << "\n";
    EXPECT_GE(killed, k_rounds * k_kills * 2 / 3);
}

TEST_F(Kill, AtEveryStepOfWritingAndPlacing) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    add_game("snes", "Amber Garden (USA).sfc");
    live_once();
    if (HasFatalFailure()) {
        return;
    }
    int step = 1;
    for (;; ++step) {
        begin_again();
        const auto ended = run({}, {{"CURATEUR_FAULT", "any:" + std::to_string(step)}});
        if (ended.exit == 0) {
            break; // there are no more
        }
        SCOPED_TRACE("step " + std::to_string(step));
        ASSERT_EQ(ended.exit, k_killed);
        expect_whole_lists();
        settle();
        expect_a_whole_life(1);
    }
    std::cout << step - 1 << " steps\n";
    EXPECT_GE(step, 3 * 2 * 3 + 2 * 5); // three a medium, five a list
}

// The update of a list that is there, with a user's edit in it.
class KillAt : public Kill, public ::testing::WithParamInterface<const char*> {};

TEST_P(KillAt, LeavesTheOldListOrTheNewOneAndTheUsersEditInIt) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    run();
    edit_gamelist("nes", "<name>Zebra Run</name>", "<name>My Zebra</name>");
    const auto old = gamelist("nes");
    serve_others();
    ASSERT_EQ(run({"--update"}, {{"CURATEUR_FAULT", GetParam()}}).exit, k_killed);
    const auto between = gamelist("nes");
    settle();
    EXPECT_EQ(run({"--update"}).exit, 0);
    const auto updated = gamelist("nes");
    EXPECT_TRUE(between == old || between == updated);
    EXPECT_NE(updated, old);
    EXPECT_NE(updated.find("My Zebra"), std::string::npos);
    seed_ = "3"; // all but the edit is still ours
    serve();
    EXPECT_EQ(run({"--update"}).exit, 0);
    const auto again = gamelist("nes");
    EXPECT_EQ(count_of(again, "<desc>"), 2U);
    EXPECT_NE(again, updated);
    EXPECT_NE(again.find("My Zebra"), std::string::npos);
    for (std::size_t at = updated.find("<desc>"); at != std::string::npos;
         at = updated.find("<desc>", at + 1)) {
        const auto desc = updated.substr(at, updated.find("</desc>", at) - at);
        EXPECT_EQ(again.find(desc), std::string::npos) << desc;
    }
}

INSTANTIATE_TEST_SUITE_P(EachStep,
                         KillAt,
                         ::testing::Values("document_open",
                                           "document_intended",
                                           "document_written",
                                           "document_renamed",
                                           "document_promoted",
                                           "asset_intended",
                                           "asset_synced",
                                           "asset_moved"));

} // namespace
} // namespace curateur::test
