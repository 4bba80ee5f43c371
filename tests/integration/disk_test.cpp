// Disks that are full, that may only be read, that hold not every name.
#include "support/end_to_end.hpp"

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Disk : public EndToEnd {
protected:
    void SetUp() override {
        for (const char* const name : {"Amber", "Bronze", "Coral", "Denim", "Ebony"}) {
            add_game("nes", std::string(name) + " Trail (USA).nes");
        }
        serve();
    }

    // A run while the disk below folder fails in this way.
    Outcome run_on(const fs::path& folder, const std::string& how, const std::string& value) {
        return run({},
                   {{"LD_PRELOAD", CURATEUR_FAILING_DISK},
                    {"FAILING_DISK", folder.string()},
                    {"FAILING_DISK_" + how, value},
                    // A sanitizer wants to be the first library; it works behind this one too.
                    {"ASAN_OPTIONS", "handle_segv=0:halt_on_error=1:verify_asan_link_order=0"}});
    }

    // What a run on a disk that holds everything makes, in a home of its own.
    [[nodiscard]] Tree expected() {
        const auto kept = tree();
        fs::rename(frontend(), home() / "away");
        fs::rename(state(), folder_.path() / "state-away");
        EXPECT_EQ(run().exit, 0);
        auto made = tree();
        fs::remove_all(frontend());
        fs::remove_all(state());
        fs::rename(home() / "away", frontend());
        fs::rename(folder_.path() / "state-away", state());
        EXPECT_TRUE(same_trees(tree(), kept));
        return made;
    }

    void expect_no_leftovers() const {
        for (const auto& [path, bytes] : tree()) {
            EXPECT_FALSE(path.ends_with(".tmp")) << path;
        }
    }

    // The next run makes good what is missing, and asks for nothing twice.
    void expect_resumed(std::size_t lookups_left, std::size_t media_left) {
        expect_no_leftovers();
        const auto lookups = asked("jeuInfos.php");
        const auto media = asked("medium");
        const auto again = run();
        EXPECT_EQ(again.exit, 0) << again.out << again.err;
        EXPECT_EQ(asked("jeuInfos.php") - lookups, lookups_left);
        EXPECT_EQ(asked("medium") - media, media_left);
        EXPECT_TRUE(same_trees(tree(), expected()));
    }

    [[nodiscard]] fs::path media() const { return frontend() / "downloaded_media"; }

    [[nodiscard]] fs::path lists() const { return frontend() / "gamelists"; }

    [[nodiscard]] std::size_t media_there() const {
        std::size_t there = 0;
        for (const auto& [path, bytes] : tree()) {
            there += path.starts_with("downloaded_media") ? 1U : 0U;
        }
        return there;
    }
};

constexpr std::size_t k_games = 5, k_media = 10;

TEST_F(Disk, ThatIsFullOfMediaEndsTheRunWith4AndTheNextGoesOn) {
    const auto ran = run_on(media(), "ROOM", "12000");
    EXPECT_EQ(ran.exit, 4) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("No space left on device"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(media().string()), std::string::npos) << ran.err;
    const auto there = media_there();
    EXPECT_GT(there, 0U);
    EXPECT_LT(there, k_media);
    expect_resumed(k_games - asked("jeuInfos.php"), k_media - there);
}

TEST_F(Disk, ThatIsFullWhenTheListIsWrittenEndsTheRunWith4AndNothingIsAskedAgain) {
    const auto ran = run_on(lists(), "ROOM", "300");
    EXPECT_EQ(ran.exit, 4) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("No space left on device"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(gamelist_file("nes")));
    expect_resumed(0, 0);
}

TEST_F(Disk, ThatIsFullWhenAListIsReplacedKeepsTheOldOne) {
    ASSERT_EQ(run().exit, 0);
    const auto before = gamelist("nes");
    add_game("nes", "Fern Trail (USA).nes");
    serve();
    EXPECT_EQ(run_on(lists(), "ROOM", "300").exit, 4);
    EXPECT_EQ(gamelist("nes"), before);
    expect_resumed(0, 0);
}

TEST_F(Disk, ThatIsFullWhereCurateurRemembersEndsTheRunWith4) {
    const auto ran = run_on(state(), "ROOM", "200000");
    EXPECT_EQ(ran.exit, 4) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("disk is full"), std::string::npos) << ran.err;
    expect_no_leftovers();
    EXPECT_EQ(run().exit, 0);
    EXPECT_TRUE(same_trees(tree(), expected()));
}

TEST_F(Disk, WithLessRoomThanIsToBeKeptFreeGetsNoMedium) {
    const auto ran = run({}, {{"CURATEUR_MEDIA__KEEP_FREE_MB", "1000000000"}});
    EXPECT_EQ(ran.exit, 4) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("media.keep_free_mb"), std::string::npos) << ran.err;
    EXPECT_EQ(asked("medium"), 0U);
    expect_resumed(k_games - asked("jeuInfos.php"), k_media);
}

TEST_F(Disk, OfMediaThatMayOnlyBeReadEndsWith3AndTheListsAreWritten) {
    const auto ran = run_on(media(), "READ_ONLY", "1");
    EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
    EXPECT_NE((ran.out + ran.err).find("Read-only file system"), std::string::npos) << ran.err;
    EXPECT_EQ(count_of(gamelist("nes"), "<game>"), k_games);
    EXPECT_EQ(count_of(ran.err, "Read-only file system"), 2U) << "a folder is named once";
    EXPECT_EQ(asked("medium"), 0U);
    expect_resumed(0, k_media);
}

TEST_F(Disk, OfListsThatMayOnlyBeReadEndsWith3AndNothingIsAskedAgain) {
    const auto ran = run_on(lists(), "READ_ONLY", "1");
    EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
    EXPECT_NE((ran.out + ran.err).find("Read-only file system"), std::string::npos) << ran.err;
    expect_resumed(0, 0);
}

TEST_F(Disk, ThatMayOnlyBeReadWhereCurateurRemembersEndsWith1BeforeAnythingIsAsked) {
    const auto ran = run_on(state(), "READ_ONLY", "1");
    EXPECT_EQ(ran.exit, 1) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("Read-only file system"), std::string::npos) << ran.err;
    EXPECT_EQ(asked(), 0U);
}

TEST_F(Disk, ThatCannotHoldANameSaysSoAndTheOthersAreDone) {
    add_game("nes", "Quest: the Return (USA).nes");
    serve();
    const auto ran = run_on(media(), "FORBIDS", ":");
    EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
    EXPECT_NE((ran.out + ran.err).find("cannot hold a file of this name"), std::string::npos)
        << ran.out << ran.err;
    EXPECT_EQ(media_there(), k_media);
    EXPECT_EQ(asked("medium"), k_media) << "what cannot be kept is not asked for";
    EXPECT_EQ(count_of(gamelist("nes"), "<game>"), k_games + 1);
}

} // namespace
} // namespace curateur::test
