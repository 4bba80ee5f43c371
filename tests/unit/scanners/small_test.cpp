#include "hash/hash.hpp"
#include "playlist/playlist.hpp"
#include "registry/registry.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;
using Keys = std::vector<std::string>;

TEST(Playlist, MembersAreKeysBelowTheRoot) {
    EXPECT_EQ(playlist::members("disc1.cue\r\n./disc2.cue\n", "sub/Game.m3u"),
              (Keys{"sub/disc1.cue", "sub/disc2.cue"}));
}

TEST(Playlist, LeavesOutCommentsAndLabels) {
    EXPECT_EQ(playlist::members("\xEF\xBB\xBF#EXTM3U\n\na.adf|Disk A\n", "g.m3u"), (Keys{"a.adf"}));
}

TEST(Playlist, LeavesOutWhatLiesOutside) {
    EXPECT_EQ(playlist::members("../../x.cue\n/abs/y.cue\n../up.cue\n", "sub/g.m3u"),
              (Keys{"up.cue"}));
}

TEST(Hash, GivesAllDigestsInOneRead) {
    const test::TempFolder folder;
    const auto digests = hash::digest_file(folder.write("a", "123456789"), {});
    ASSERT_TRUE(digests);
    EXPECT_EQ(digests->crc32, "cbf43926");
    EXPECT_EQ(digests->md5, "25f9e794323b453885f5181f1b624d0b");
    EXPECT_EQ(digests->sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
    EXPECT_EQ(digests->size, 9U);
}

TEST(Hash, StopsWhenTold) {
    const test::TempFolder folder;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(hash::digest_file(folder.write("a", "1"), stop.get_token()).error().code,
              Errc::cancelled);
}

TEST(Hash, NamesAFileThatIsGone) {
    EXPECT_EQ(hash::digest_file("/nowhere/a", {}).error().code, Errc::io);
}

TEST(Registry, KnowsMediaByTheFrontendsNames) {
    ASSERT_NE(registry::find_media("covers"), nullptr);
    EXPECT_EQ(registry::find_media("covers")->name, "cover");
    EXPECT_EQ(registry::find_media("nonsense"), nullptr);
}

TEST(Registry, KnowsARegionsParent) {
    ASSERT_NE(registry::find_region("uk"), nullptr);
    EXPECT_EQ(registry::find_region("uk")->code, "gb");
    EXPECT_EQ(registry::find_region("fr")->parent, "eu");
}

TEST(Registry, TakesASystemsOwnPlatformWhenItsTagAgrees) {
    EXPECT_EQ(registry::platform_of("n64dd", {"n64"}), "n64dd");
    EXPECT_EQ(registry::platform_of("n64dd", {"snes"}), "snes");
    EXPECT_EQ(registry::platform_of("snes-hacks", {"snes"}), "snes");
    EXPECT_EQ(registry::platform_of("mine", {}), "");
}

TEST(Registry, KnowsWhichFieldsAreLists) {
    ASSERT_NE(registry::find_field("genre"), nullptr);
    EXPECT_EQ(registry::find_field("genre")->type, "list");
}

TEST(Playlist, TellsWhichLinesItLeftOut) {
    const auto listed = playlist::read("..\\..\\x.cue\nCD\\y.cue\n", "sub/g.m3u");
    EXPECT_EQ(listed.refused, (Keys{"..\\..\\x.cue"}));
    EXPECT_EQ(listed.members, (Keys{"sub/CD/y.cue"}));
}
