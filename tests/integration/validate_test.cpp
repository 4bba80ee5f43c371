// The media that are there, looked at again.
#include "support/end_to_end.hpp"

#include <algorithm>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Validate : public EndToEnd {
protected:
    void SetUp() override {
        add_game("nes", "Zebra Run (USA).nes");
        add_game("snes", "Comet Quest (USA).sfc");
        serve();
        ASSERT_EQ(run().exit, 0);
        whole_ = tree();
        before_ = asked();
    }

    [[nodiscard]] fs::path cover() const { return medium("nes", "covers/Zebra Run (USA).png"); }

    // As a failing disk does it: same size, same time.
    static void damage(const fs::path& file) {
        const auto time = fs::last_write_time(file);
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(100);
        bytes << "damage";
        bytes.close();
        fs::last_write_time(file, time);
    }

    static void replace(const fs::path& file, const std::string& bytes) {
        std::ofstream(file, std::ios::binary) << bytes;
    }

    Outcome validate(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "validate");
        return run_bare(arguments);
    }

    std::vector<Event> told() { return events_of(validate({"--json"}).out); }

    Tree whole_;
    std::size_t before_ = 0;
};

TEST_F(Validate, FindsNothingInALibraryThatIsWhole) {
    for (const char* const level : {"--json", "--strict"}) {
        const auto ran = validate({level});
        EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    }
    EXPECT_EQ(told().back()["event"], "media_end");
    EXPECT_EQ(told().back().number("checked"), 4U);
    EXPECT_EQ(told().back().number("bad"), 0U);
    EXPECT_EQ(asked(), before_);
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Validate, NamesWhatIsDamagedAndTheNextRunFetchesItAgain) {
    damage(cover());
    const auto damaged = folder_.read(fs::relative(cover(), folder_.path()).string());
    const auto ran = validate({"--json"});
    EXPECT_EQ(ran.exit, 3);
    const auto events = events_of(ran.out);
    ASSERT_EQ(events.size(), 2U) << ran.out;
    EXPECT_EQ(events[0]["path"], cover().string());
    EXPECT_EQ(events[0]["status"], "bad");
    EXPECT_EQ(events[0]["reason"], "the picture is damaged (a checksum is wrong)");
    EXPECT_EQ(events[1].number("wanted"), 1U);
    EXPECT_EQ(asked(), before_) << "it asks nobody";

    EXPECT_EQ(run().exit, 0);
    EXPECT_EQ(asked(), before_ + 1) << "one medium, no lookup";
    EXPECT_TRUE(same_trees(tree(), whole_));
    EXPECT_EQ(validate().exit, 0);
    const auto kept = tree_of(state() / "curateur" / "default" / "replaced");
    ASSERT_EQ(kept.size(), 1U) << "the damaged one is not thrown away";
    EXPECT_EQ(kept.begin()->second, damaged);
}

TEST_F(Validate, WhatIsGoneIsFetchedAgain) {
    fs::remove(cover());
    EXPECT_EQ(told().front()["status"], "missing");
    EXPECT_EQ(run().exit, 0);
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Validate, AFolderThatIsNotThereLosesNothing) {
    const auto covers = cover().parent_path();
    fs::rename(covers, covers.string() + ".away");
    EXPECT_EQ(told().front()["status"], "unreadable");
    fs::rename(covers.string() + ".away", covers);
    EXPECT_EQ(validate().exit, 0);
    EXPECT_EQ(run().exit, 0);
    EXPECT_EQ(asked(), before_);
}

TEST_F(Validate, ABadFileThatTheUserPutThereIsToldAndStays) {
    replace(cover(), "no picture");
    const auto events = told();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0]["status"], "changed");
    EXPECT_EQ(events[0].number("wanted"), 0U);
    EXPECT_EQ(validate().exit, 0);
    EXPECT_EQ(run().exit, 0);
    EXPECT_EQ(asked(), before_);
    EXPECT_EQ(folder_.read(fs::relative(cover(), folder_.path()).string()), "no picture");
}

TEST_F(Validate, LooksAtTheChosenSystemsOnly) {
    damage(cover());
    EXPECT_EQ(validate({"--systems", "snes"}).exit, 0);
    EXPECT_EQ(validate({"--systems", "nes"}).exit, 3);
}

TEST_F(Validate, ModeSkipLooksAtTheMediaInsteadOfAsking) {
    damage(cover());
    const auto ran = run({}, {{"CURATEUR_SCRAPING__SCRAPE_MODE", "skip"}});
    EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("a checksum is wrong"), std::string::npos) << ran.err;
    EXPECT_EQ(asked(), before_);
    EXPECT_EQ(run().exit, 0);
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Validate, TakesNoRoms) {
    EXPECT_EQ(validate({"x.nes"}).exit, 2);
}

} // namespace
} // namespace curateur::test
