// Downloads that break off: the rest is asked for and nothing else, and whatever a server makes of
// that, the file that is placed is the one that was promised.
#include "simulator/media_store.hpp"
#include "support/end_to_end.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

class Resuming : public EndToEnd {
protected:
    void SetUp() override {
        media_ = R"("video")";
        game_ = add_game("nes", "Zebra Run (USA).nes");
        serve();
        ASSERT_GT(promised().size(), 3 * k_kept);
    }

    // The first answer breaks off after k_kept bytes; what comes of the next ones is told.
    void break_off(const std::string& how = "truncated", int times = 1) const {
        fault("{\"endpoint\": \"media\", \"break_at\": " + std::to_string(k_kept) +
              ", \"times\": " + std::to_string(times) + ", \"fault\": \"" + how + "\"}");
    }

    void then(const std::string& rule) const {
        fault("{\"endpoint\": \"media\", \"times\": 1, " + rule + "}");
    }

    Outcome run_films(const std::string& tries = "3") {
        return run({},
                   {{"CURATEUR_MEDIA__MEDIA_TYPES", "video"},
                    {"CURATEUR_API__MAX_RETRIES", tries},
                    {"CURATEUR_API__RETRY_BACKOFF_SECONDS", "0.01"},
                    {"CURATEUR_API__REQUEST_TIMEOUT", "1"}});
    }

    [[nodiscard]] std::string promised() const {
        return simulator::MediaStore(1, 0.2).body(
            {"mediaVideoJeu.php", "systemeid=3&jeuid=" + std::to_string(game_), "video", "mp4"});
    }

    [[nodiscard]] fs::path place() const { return medium("nes", "videos/Zebra Run (USA).mp4"); }

    // "whole" or the part that was asked for, and the status of each answer.
    [[nodiscard]] std::vector<std::string> asked_parts() const {
        std::vector<std::string> all;
        for (const auto& one : service_->requests()) {
            if (one.page.starts_with("media")) {
                all.push_back((one.range.empty() ? "whole" : one.range) + " " +
                              std::to_string(one.status));
            }
        }
        return all;
    }

    void expect_placed(const Outcome& ran) const {
        EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
        EXPECT_TRUE(read_whole(place()) == promised()) << ran.out << ran.err;
        EXPECT_EQ(tree_of(medium("nes", "videos")).size(), 1U) << "no temporary file is left";
    }

    static constexpr std::size_t k_kept = 700;
    static inline const std::string k_rest = "bytes=700-";
    std::uint64_t game_ = 0;
};

TEST_F(Resuming, AsksForTheRestAlone) {
    break_off();
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 206"}));
    const auto sent = service_->requests();
    EXPECT_EQ(sent.back().bytes, promised().size() - k_kept);
    EXPECT_TRUE(sent.back().complete);
}

TEST_F(Resuming, GoesOnAfterAReset) {
    break_off("reset_midway");
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 206"}));
}

// So few bytes that their speed is next to nothing at once.
TEST_F(Resuming, GoesOnAfterNothingMoreCame) {
    then(R"("break_at": 60, "fault": "stall")");
    expect_placed(run_films());
    settle(); // what was given up is logged when the service has noticed
    auto parts = asked_parts();
    std::sort(parts.begin(), parts.end());
    EXPECT_EQ(parts, (std::vector{"bytes=60- 206"s, "whole 200"s}));
}

TEST_F(Resuming, GoesOnAsOftenAsItBreaksOff) {
    break_off("truncated", 2);
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 206", "bytes=1400- 206"s}));
}

TEST_F(Resuming, CountsItsTriesAsAnyOther) {
    break_off("truncated", 9);
    const auto ran = run_films();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked_parts().size(), 3U);
    EXPECT_FALSE(fs::exists(place()));
    EXPECT_TRUE(tree_of(medium("nes", "videos")).empty()) << "no temporary file is left";
}

TEST_F(Resuming, CountsTheBytesThatCame) {
    ASSERT_EQ(run_films().exit, 0);
    const auto bytes_with = [&](const std::string& next) {
        fs::remove(place());
        break_off();
        if (!next.empty()) {
            then(next);
        }
        for (const auto& one : run_json({"--media-types", "video"},
                                        {{"CURATEUR_API__RETRY_BACKOFF_SECONDS", "0.01"}})) {
            if (one["event"] == "system_end") {
                EXPECT_EQ(one.number("requests"), 2U);
                return one.number("bytes");
            }
        }
        return std::uint64_t{0};
    };
    EXPECT_EQ(bytes_with(""), promised().size());
    EXPECT_EQ(bytes_with(R"("fault": "range_ignored")"), promised().size() + k_kept);
}

TEST_F(Resuming, IsNotTriedWhereRangesAreNotOffered) {
    control("/control/state", R"({"ranges": false})");
    break_off();
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, "whole 200"s}));
}

TEST_F(Resuming, TakesTheWholeIfThatIsWhatComes) {
    break_off();
    then(R"("fault": "range_ignored")");
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 200"}));
}

TEST_F(Resuming, TakesTheWholeOfAFileThatChanged) {
    break_off();
    then(R"("fault": "new_tag")");
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 200"}));
}

TEST_F(Resuming, BeginsAgainIfThePartIsRefused) {
    break_off();
    then(R"("fault": "range_refused")");
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 416", "whole 200"s}));
}

TEST_F(Resuming, BeginsAgainIfItIsAnotherPart) {
    for (const auto* const lie : {"range_shifted", "range_unmarked", "range_of_new"}) {
        SCOPED_TRACE(lie);
        fs::remove(place());
        const auto before = asked_parts().size();
        break_off();
        then("\"fault\": \""s + lie + "\"");
        expect_placed(run_films());
        const auto parts = asked_parts();
        ASSERT_EQ(parts.size(), before + 3);
        EXPECT_EQ(parts[before + 1], k_rest + " 206");
        EXPECT_EQ(parts[before + 2], "whole 200");
    }
}

TEST_F(Resuming, FetchesTheWholeOnceMoreIfThePartsDoNotMakeWhatWasPromised) {
    break_off();
    then(R"("fault": "range_spoilt")");
    break_off();
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(),
              (std::vector{"whole 200"s, k_rest + " 206", "whole 200"s, "whole 200"s}))
        << "and that is not put together of parts again";
}

TEST_F(Resuming, KeepsWhatIsThereWhileTheServiceRefuses) {
    break_off();
    then(R"("say": "threads")");
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, k_rest + " 429", k_rest + " 206"}));
}

TEST_F(Resuming, AppendsNoWordsOrPagesToAFile) {
    for (const auto* const rule :
         {R"("status": 500)", R"("fault": "html")", R"("status": 200, "say": "threads")"}) {
        SCOPED_TRACE(rule);
        fs::remove(place());
        break_off();
        then(rule);
        const auto before = asked_parts().size();
        expect_placed(run_films());
        EXPECT_EQ(asked_parts().size(), before + 3);
    }
}

TEST_F(Resuming, IsOfOneRunAndWhatAKilledOneLeftGoes) {
    break_off();
    {
        auto killed = start({},
                            {{"CURATEUR_MEDIA__MEDIA_TYPES", "video"},
                             {"CURATEUR_API__RETRY_BACKOFF_SECONDS", "1000"}});
        const auto kept = [&] {
            const auto there = tree_of(medium("nes", "videos"));
            return there.empty() ? 0 : there.begin()->second.size();
        };
        while (kept() < k_kept) {
            ASSERT_FALSE(killed.ends_within(std::chrono::milliseconds(1))) << killed.wait().err;
        }
        killed.signal(SIGKILL);
        EXPECT_EQ(killed.wait().exit, 128 + SIGKILL);
    }
    expect_placed(run_films());
    EXPECT_EQ(asked_parts(), (std::vector{"whole 200"s, "whole 200"s}));
}

TEST_F(Resuming, BelievesThatThereIsNoSuchMediumAnyMore) {
    break_off();
    then(R"("fault": "no_media")");
    EXPECT_EQ(run_films().exit, 0);
    EXPECT_EQ(asked_parts().size(), 2U);
    EXPECT_FALSE(fs::exists(place()));
}

} // namespace
} // namespace curateur::test
