// Media that are of no use any more, moved away and brought back.
#include "support/end_to_end.hpp"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Clean : public EndToEnd {
protected:
    void SetUp() override {
        for (const char* const name : {"Zebra Run", "Comet Quest", "Mango Duel", "Tower Climb"}) {
            add_game("nes", std::string(name) + " (USA).nes");
        }
        serve();
        ASSERT_EQ(run().exit, 0);
        whole_ = tree();
    }

    [[nodiscard]] fs::path rom() const { return roms() / "nes" / "Zebra Run (USA).nes"; }

    [[nodiscard]] fs::path cover() const { return medium("nes", "covers/Zebra Run (USA).png"); }

    [[nodiscard]] fs::path shot() const { return medium("nes", "screenshots/Zebra Run (USA).png"); }

    [[nodiscard]] fs::path replaced() const {
        return state() / "curateur" / "default" / "replaced";
    }

    // One ROM of four is missing: less than the threshold lets pass.
    Outcome clean(std::vector<std::string> arguments = {}, const Environment& more = {}) {
        arguments.insert(arguments.begin(), "clean");
        auto settings = more;
        settings.emplace("CURATEUR_SCRAPING__GAMELIST_INTEGRITY_THRESHOLD", "0.5");
        return run_bare(arguments, settings);
    }

    Outcome undo(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), {"undo", "--media"});
        return run_bare(arguments);
    }

    Tree whole_;
    Environment covers_only_ = {{"CURATEUR_MEDIA__MEDIA_TYPES", "cover"}};
};

TEST_F(Clean, FindsNothingInALibraryThatIsWanted) {
    const auto ran = clean({"--json"});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    ASSERT_EQ(events_of(ran.out).size(), 1U) << ran.out;
    EXPECT_EQ(events_of(ran.out)[0].number("moved"), 0U);
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Clean, MovesTheMediaOfAGameThatIsGoneAndUndoBringsThemBack) {
    fs::remove(rom());
    const auto size = fs::file_size(cover()) + fs::file_size(shot());
    const auto ran = clean({"--json"});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    const auto events = events_of(ran.out);
    ASSERT_EQ(events.size(), 3U) << ran.out;
    EXPECT_EQ(events[0]["path"], cover().string());
    EXPECT_EQ(events[0]["status"], "moved");
    EXPECT_EQ(events[0]["reason"], "its game is gone: Zebra Run (USA).nes");
    EXPECT_EQ(events[2].number("bytes"), size);
    EXPECT_FALSE(fs::exists(cover()));
    EXPECT_TRUE(fs::exists(events[0]["to"]));
    EXPECT_TRUE(events[0]["to"].ends_with(cover().string())) << "below its own path";
    EXPECT_EQ(tree().size(), whole_.size() - 2) << "nothing else was touched";

    const auto undone = undo();
    EXPECT_EQ(undone.exit, 0) << undone.out << undone.err;
    EXPECT_TRUE(same_trees(tree(), whole_));
    EXPECT_TRUE(tree_of(replaced()).empty());
    EXPECT_EQ(run_bare({"validate"}).exit, 0) << "they are ours again";
}

TEST_F(Clean, MovesKindsThatAreNotWantedAnyMore) {
    const auto ran = clean({}, covers_only_);
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("screenshot is not wanted any more"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("4 media files moved away"), std::string::npos) << ran.out;
    EXPECT_FALSE(fs::exists(shot()));
    EXPECT_TRUE(fs::exists(cover()));
    const auto before = asked();
    EXPECT_EQ(run({}, covers_only_).exit, 0);
    EXPECT_EQ(asked(), before);
}

TEST_F(Clean, OnlyTellsInADryRun) {
    fs::remove(rom());
    const auto times = times_of(frontend());
    const auto ran = clean({"--dry-run"}, covers_only_);
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("5 media files would be moved away"), std::string::npos) << ran.out;
    EXPECT_EQ(times_of(frontend()), times);
    EXPECT_FALSE(fs::exists(replaced()));
    EXPECT_NE(undo({"--dry-run"}).out.find("8 media files would be moved away"), std::string::npos)
        << "what the run put there is the last change";
    EXPECT_EQ(times_of(frontend()), times);
}

TEST_F(Clean, LeavesASystemThatLooksUnmounted) {
    fs::rename(roms() / "nes", roms() / "away");
    fs::create_directory(roms() / "nes");
    const auto ran = clean();
    EXPECT_EQ(ran.exit, 3);
    EXPECT_TRUE(same_trees(tree(), whole_)) << ran.out;
    fs::copy(roms() / "away" / "Mango Duel (USA).nes", roms() / "nes");
    const auto most = clean();
    EXPECT_EQ(most.exit, 3);
    EXPECT_NE(most.err.find("looks unmounted"), std::string::npos) << most.err;
    fs::remove(gamelist_file("nes"));
    EXPECT_EQ(clean().exit, 3) << "whatever becomes of the gamelist";
    EXPECT_EQ(clean({"--force-system"}).exit, 0);
    EXPECT_EQ(tree().size(), 2U);
}

TEST_F(Clean, LeavesWhatSomebodyChangedAndWhatIsNotOurs) {
    fs::remove(rom());
    std::ofstream(cover(), std::ios::binary) << "the user's own";
    const auto theirs = medium("nes", "fanart/Zebra Run (USA).png");
    fs::create_directories(theirs.parent_path());
    std::ofstream(theirs) << "also";
    fs::last_write_time(shot(), fs::file_time_type::clock::now());
    const auto events = events_of(clean({"--json"}).out);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0]["status"], "left");
    EXPECT_EQ(events[1]["status"], "moved") << "the bytes are ours, whatever the time";
    EXPECT_TRUE(fs::exists(cover()));
    EXPECT_TRUE(fs::exists(theirs));
    EXPECT_FALSE(fs::exists(shot()));
}

TEST_F(Clean, LeavesWhatAnotherDumpOfTheGameStillShows) {
    fs::rename(rom(), rom().parent_path() / "kept");
    add_rom("nes", "Zebra Run (USA).zip", "PK");
    const auto ran = clean();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_TRUE(fs::exists(cover())) << ran.out;
}

TEST_F(Clean, LooksAtTheChosenSystemsOnly) {
    fs::remove(rom());
    add_rom("snes", "x.sfc", "x");
    EXPECT_EQ(clean({"--systems", "snes"}).exit, 0);
    EXPECT_TRUE(fs::exists(cover()));
}

TEST_F(Clean, IsPartOfARunIfTheUserWantsSo) {
    auto settings = covers_only_;
    settings.emplace("CURATEUR_MEDIA__CLEAN_MISMATCHED_MEDIA", "true");
    EXPECT_EQ(run({}, settings).exit, 0);
    EXPECT_FALSE(fs::exists(shot()));
    EXPECT_EQ(tree_of(replaced()).size(), 4U);
    EXPECT_EQ(undo().exit, 0);
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Clean, IsNoPartOfARunThatIsOnlyAboutSomeKinds) {
    EXPECT_EQ(
        run({"--media-types", "cover"}, {{"CURATEUR_MEDIA__CLEAN_MISMATCHED_MEDIA", "true"}}).exit,
        0);
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Clean, LeavesWhatItCannotMove) {
    fs::remove(rom());
    std::ofstream(replaced()) << "in the way";
    const auto ran = clean();
    EXPECT_EQ(ran.exit, 3);
    EXPECT_NE(ran.out.find("cannot be made"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("2 failed"), std::string::npos) << ran.out;
    EXPECT_TRUE(same_trees(tree(), whole_));
    EXPECT_EQ(run_bare({"validate"}).exit, 0) << "they are ours still";
}

TEST_F(Clean, CopiesToAnotherFileSystem) {
    const auto elsewhere = fs::path("/dev/shm") / ("curateur-clean-" + std::to_string(::getpid()));
    std::error_code ignored;
    if (!fs::create_directory(elsewhere, ignored)) {
        GTEST_SKIP() << "there is no second file system to write to";
    }
    fs::create_directory_symlink(elsewhere, replaced());
    fs::remove(rom());
    const auto ran = clean();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_FALSE(fs::exists(cover()));
    EXPECT_EQ(tree_of(elsewhere).size(), 2U);
    for (const char* const point : {"file_copied", "moved_back"}) {
        EXPECT_NE(run_bare({"undo", "--media"}, {{"CURATEUR_FAULT", point}}).exit, 0);
    }
    EXPECT_EQ(undo().exit, 0);
    EXPECT_TRUE(same_trees(tree(), whole_));
    EXPECT_EQ(tree_of(elsewhere).size(), 0U);
    fs::remove_all(elsewhere);
}

TEST_F(Clean, EndsAtAFullDiskWithEverythingAtOneOfItsPlaces) {
    fs::create_directory(replaced());
    if (::mount("none", replaced().c_str(), "tmpfs", 0, "size=4k") != 0) {
        GTEST_SKIP() << "no file system can be mounted here";
    }
    const auto ran = clean({}, {{"CURATEUR_MEDIA__MEDIA_TYPES", "manual"}});
    const auto away = tree_of(replaced());
    const auto left = tree();
    const auto undone = undo();
    ::umount(replaced().c_str());
    EXPECT_EQ(ran.exit, 4) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("No space left on device"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("1 failed"), std::string::npos) << "it is not tried again and again";
    EXPECT_GT(away.size(), 0U);
    EXPECT_EQ(away.size() + left.size(), whole_.size());
    EXPECT_EQ(undone.exit, 0) << undone.out << undone.err;
    EXPECT_TRUE(same_trees(tree(), whole_));
}

TEST_F(Clean, SaysWhatCannotBeMovedAndGoesOn) {
    fs::remove(rom());
    const auto folder = cover().parent_path();
    const bool is_mounted = ::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) == 0;
    if (is_mounted) {
        EXPECT_EQ(
            ::mount(nullptr, folder.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr),
            0);
    } else if (::geteuid() == 0) {
        GTEST_SKIP() << "root writes to everything, and nothing can be mounted here";
    } else {
        ::chmod(folder.c_str(), 0555);
    }
    const auto ran = clean();
    const auto away = tree_of(replaced());
    if (is_mounted) {
        ::umount(folder.c_str());
    }
    ::chmod(folder.c_str(), 0755);
    EXPECT_EQ(ran.exit, 3);
    EXPECT_NE(ran.out.find("cannot be moved"), std::string::npos) << ran.out;
    EXPECT_TRUE(fs::exists(cover()));
    EXPECT_FALSE(fs::exists(shot()));
    EXPECT_EQ(away.size(), 1U) << "no copy is left of what stays";
}

TEST_F(Clean, LosesNothingWhereverItIsKilled) {
    for (const char* const point : {"move_intended", "moved_away"}) {
        for (const char* const at : {":1", ":2"}) {
            fs::rename(rom(), rom().string() + ".gone");
            EXPECT_NE(clean({}, {{"CURATEUR_FAULT", std::string(point) + at}}).exit, 0);
            EXPECT_EQ(clean().exit, 0) << "recovers, and goes on";
            EXPECT_FALSE(fs::exists(cover()));
            EXPECT_FALSE(fs::exists(shot()));
            EXPECT_EQ(tree_of(replaced()).size(), 2U) << point << at;
            EXPECT_EQ(undo().exit, 0);
            if (!fs::exists(cover()) || !fs::exists(shot())) {
                EXPECT_EQ(undo().exit, 0) << "of the one that was killed";
            }
            fs::rename(rom().string() + ".gone", rom());
            ASSERT_TRUE(same_trees(tree(), whole_)) << point << at;
        }
    }
    EXPECT_EQ(run_bare({"validate"}).exit, 0);
}

TEST_F(Clean, ComesBackWhereverUndoingIsKilled) {
    for (const char* const point : {"return_intended", "moved_back"}) {
        fs::rename(rom(), rom().string() + ".gone");
        ASSERT_EQ(clean().exit, 0);
        EXPECT_NE(run_bare({"undo", "--media"}, {{"CURATEUR_FAULT", point}}).exit, 0);
        EXPECT_EQ(undo().exit, 0);
        fs::rename(rom().string() + ".gone", rom());
        ASSERT_TRUE(same_trees(tree(), whole_)) << point;
    }
    EXPECT_EQ(run_bare({"validate"}).exit, 0);
}

using Undo = Clean;

TEST_F(Undo, MovesAwayWhatTheLastRunPutThere) {
    std::ofstream(cover(), std::ios::app) << "the user's pen";
    const auto ran = undo();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("7 media files moved away"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("1 left alone"), std::string::npos) << ran.out;
    EXPECT_TRUE(fs::exists(cover()));
    EXPECT_FALSE(fs::exists(shot()));
    EXPECT_EQ(tree_of(replaced()).size(), 7U);
    EXPECT_NE(gamelist("nes"), "") << "documents stay";
}

TEST_F(Undo, BringsBackWhatSomebodyChangedMeanwhileAsTheirs) {
    fs::remove(rom());
    ASSERT_EQ(clean().exit, 0);
    const auto kept = replaced() / tree_of(replaced()).begin()->first;
    const std::string theirs(fs::file_size(kept), 'x');
    std::ofstream(kept, std::ios::binary) << theirs;
    EXPECT_EQ(undo().exit, 0);
    EXPECT_EQ(folder_.read(fs::relative(cover(), folder_.path()).string()), theirs);
    EXPECT_NE(clean().out.find("was changed by somebody"), std::string::npos);
    EXPECT_TRUE(fs::exists(cover()));
}

TEST_F(Undo, LeavesAPlaceThatSomebodyTook) {
    fs::remove(rom());
    ASSERT_EQ(clean().exit, 0);
    const auto theirs = medium("nes", "covers/Zebra Run (USA).jpg");
    std::ofstream(theirs) << "the user's own";
    const auto ran = undo();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_FALSE(fs::exists(cover())) << "it would hide theirs";
    EXPECT_TRUE(fs::exists(shot()));
    EXPECT_NE(ran.out.find("another file has its place"), std::string::npos) << ran.out;
}

TEST_F(Undo, GoesOneFurtherBackEachTimeUntilNothingIsLeft) {
    fs::remove(rom());
    ASSERT_EQ(clean().exit, 0);
    EXPECT_NE(undo().out.find("2 put back"), std::string::npos);
    EXPECT_NE(undo().out.find("8 media files moved away"), std::string::npos);
    const auto last = undo();
    EXPECT_EQ(last.exit, 0);
    EXPECT_NE(last.out.find("No change of media is left"), std::string::npos) << last.out;
}

TEST_F(Undo, OfDocumentsIsNotInThisVersion) {
    const auto ran = run_bare({"undo"});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_NE(ran.err.find("curateur undo --media"), std::string::npos) << ran.err;
}

} // namespace
} // namespace curateur::test
