// --missing: only games that lack something are worked on.
#include "support/end_to_end.hpp"

#include <algorithm>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Missing : public EndToEnd {
protected:
    void SetUp() override {
        media_ = R"("box-2D", "manuel")";
        for (const auto* const name : {"Alpha", "Beta", "Gamma", "Delta"}) {
            add_game("nes", std::string(name) + " (USA).nes");
        }
        add_game("snes", "Comet Quest (USA).sfc");
        serve();
    }

    [[nodiscard]] fs::path manual(const std::string& name) const {
        return medium("nes", "manuals/" + name + " (USA).pdf");
    }

    std::vector<Event> run_with(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--media-types", "cover,manual"});
        return run_json(std::move(arguments));
    }

    static std::vector<std::string> paths_of(const std::vector<Event>& events) {
        std::vector<std::string> paths;
        for (const auto& event : events) {
            if (event["event"] == "entry") {
                paths.push_back(event["path"]);
            }
        }
        return paths;
    }
};

using Paths = std::vector<std::string>;

TEST_F(Missing, WorksOnTheGamesThatLackTheKindAndAsksForTheMediaAlone) {
    run_with({});
    const auto whole = tree();
    const auto lookups = asked("jeuInfos.php");
    const auto all = asked();
    fs::remove(manual("Alpha"));
    fs::remove(manual("Gamma"));
    const auto events = run_with({"--missing", "manual"});
    EXPECT_EQ(paths_of(events), (Paths{"./Alpha (USA).nes", "./Gamma (USA).nes"}));
    EXPECT_EQ(events.back().number("total"), 2U);
    EXPECT_EQ(events.back().number("scraped"), 2U);
    EXPECT_EQ(events.back().number("media_downloaded"), 2U);
    EXPECT_EQ(asked(), all + 2);
    EXPECT_EQ(asked("jeuInfos.php"), lookups);
    EXPECT_TRUE(same_trees(tree(), whole));
}

TEST_F(Missing, AKindThatIsNewIsFetchedForAll) {
    ASSERT_EQ(run({"--media-types", "cover"}).exit, 0);
    const auto all = asked();
    EXPECT_EQ(run_with({"--missing", "manual"}).back().number("media_downloaded"), 5U);
    EXPECT_EQ(asked(), all + 5);
}

TEST_F(Missing, WhatIsKnownNotToBeHadCostsNothing) {
    run_with({});
    const auto all = asked();
    const auto ran = run({"--media-types", "cover,manual,fanart", "--missing", "fanart"});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_EQ(asked(), all);
}

TEST_F(Missing, ADryRunListsThem) {
    run_with({});
    fs::remove(manual("Beta"));
    EXPECT_EQ(paths_of(run_with({"--missing", "manual", "--dry-run"})), Paths{"./Beta (USA).nes"});
    EXPECT_FALSE(fs::exists(manual("Beta")));
}

TEST_F(Missing, AFieldCountsAsWell) {
    ASSERT_EQ(run().exit, 0);
    auto list = gamelist("nes");
    const auto from = list.find("<desc>", list.find("./Beta (USA).nes"));
    const auto to = list.find("</desc>", from) + 7;
    ASSERT_NE(from, std::string::npos);
    put_gamelist("nes", list.erase(from, to - from));
    EXPECT_TRUE(paths_of(run_json({"--missing", "description"})).empty())
        << "the user emptied it, and wants it so";
    add_game("nes", "Epsilon (USA).nes");
    EXPECT_EQ(paths_of(run_json({"--missing", "description,manual"})),
              Paths{"./Epsilon (USA).nes"});
}

TEST_F(Missing, LeavesTheOthersInTheListAsTheyAre) {
    ASSERT_EQ(run().exit, 0);
    const auto before = gamelist("nes");
    fs::remove(medium("nes", "covers/Alpha (USA).png"));
    ASSERT_EQ(run({"--missing", "cover"}).exit, 0);
    EXPECT_EQ(gamelist("nes"), before);
    EXPECT_EQ(paths_of(run_json()).size(), 5U);
}

TEST_F(Missing, AWordThatIsNeitherIsAMistakeWithAGuess) {
    const auto ran = run({"--missing", "manuel,descripton"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("did you mean"), std::string::npos) << ran.err;
}

TEST_F(Missing, AKindThatNobodyWantsIsTold) {
    const auto ran = run({"--media-types", "cover", "--missing", "manual"});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_NE(ran.err.find("--missing manual: no output wants this kind"), std::string::npos)
        << ran.err;
}

} // namespace
} // namespace curateur::test
