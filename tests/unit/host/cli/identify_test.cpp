#include "cli/guess_system.hpp"
#include "cli/show_identified.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::cli {

namespace {

using testing::HasSubstr;
using testing::Not;

std::string guess(const std::string& path, const std::string& named = "") {
    const auto guesser = SystemGuesser::create(named);
    const auto guess = guesser->of(path);
    return (guess.system == nullptr ? "?" : guess.system->name) + " in " + guess.root.string();
}

TEST(GuessSystem, GoesByTheNearestFolderThatIsNamedAsASystemIs) {
    EXPECT_EQ(guess("/roms/snes/sub/Game.zip"), "snes in /roms/snes");
    EXPECT_EQ(guess("/roms/gb/gbc/Game.zip"), "gbc in /roms/gb/gbc");
    EXPECT_EQ(guess("/roms/SNES/Game.zip"), "snes in /roms/SNES");
    EXPECT_EQ(guess("/roms/gb/Game.nes"), "gb in /roms/gb"); // a folder is somebody's decision
}

TEST(GuessSystem, GoesByTheSuffixWhereOneSystemIsMeantByIt) {
    EXPECT_EQ(guess("/here/Game.nes"), "nes in /here");
    EXPECT_EQ(guess("/here/Game.GB"), "gb in /here");
    EXPECT_EQ(guess("/here/Game.smc"), "snes in /here");
    EXPECT_EQ(guess("/here/Game.a78"), "atari7800 in /here");
    EXPECT_EQ(guess("/here/Game.zip"), "? in /here");
    EXPECT_EQ(guess("/here/Game.iso"), "? in /here");
    EXPECT_EQ(guess("/here/Game"), "? in /here");
}

TEST(GuessSystem, DoesWhatItIsTold) {
    EXPECT_EQ(guess("/roms/gb/Game.zip", "nes"), "nes in /roms/gb");
    EXPECT_EQ(guess("/roms/nes/sub/Game.zip", "nes"), "nes in /roms/nes");
    EXPECT_THAT(SystemGuesser::create("snez").error().message, HasSubstr("did you mean \"snes\"?"));
}

Inspected found() {
    Inspected one;
    one.path = "roms/Game (USA) (Rev 1) [b1].sfc";
    one.file_name = "Game (USA) (Rev 1) [b1].sfc";
    one.system = "snes";
    one.system_by = "its suffix";
    one.platform = "snes";
    core::Evidence evidence;
    evidence.of = core::Of::payload;
    evidence.name = one.file_name;
    evidence.size = 32768;
    evidence.crc32 = "00112233";
    evidence.regions = "us,eu";
    one.identified.evidence = {evidence};
    one.identified.rules = {"digests of its payload"};
    one.identified.notes = {"odd"};
    one.identified.bytes_read = 33280;
    one.identified.bytes_unpacked = 40000;
    one.finding = finding_of(one.identified);
    return one;
}

TEST(ShowIdentified, TellsWhichBytesByWhichRuleAtWhichCost) {
    const auto text = text_of(found());
    for (const auto* const part : {": identified\n",
                                   "snes (by its suffix)",
                                   "title       Game\n",
                                   "revision    1\n",
                                   "tags        bad\n",
                                   "payload     Game (USA) (Rev 1) [b1].sfc, 32768 bytes\n",
                                   "crc32     00112233\n",
                                   "because     digests of its payload\n",
                                   "note        odd\n",
                                   "read        33280 bytes, unpacked 40000\n"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

TEST(ShowIdentified, IsOneObjectALine) {
    EXPECT_EQ(json_of(found()),
              "{\"event\":\"identify\",\"path\":\"roms/Game (USA) (Rev 1) [b1].sfc\","
              "\"status\":\"identified\",\"reason\":\"\",\"system\":\"snes\",\"system_by\":\"its "
              "suffix\",\"platform\":\"snes\",\"title\":\"Game\",\"regions\":[\"us\"],"
              "\"languages\":[],\"disc\":0,\"revision\":\"1\",\"tags\":[\"bad\"],"
              "\"other_tags\":[],\"form\":\"rom\",\"evidence\":[{\"of\":\"payload\",\"name\":"
              "\"Game (USA) (Rev 1) [b1].sfc\",\"size\":32768,\"crc32\":\"00112233\",\"md5\":\"\","
              "\"sha1\":\"\",\"serial\":\"\",\"regions\":[\"us\",\"eu\"],\"languages\":[],"
              "\"disc\":0}],\"rules\":[\"digests of its payload\"],\"notes\":[\"odd\"],"
              "\"bytes_read\":33280,\"bytes_unpacked\":40000}\n");
}

TEST(ShowIdentified, KnowsByNameOnlyWhatHasNoDigestAndNoCode) {
    auto one = found().identified;
    one.evidence.front().crc32.clear();
    EXPECT_EQ(finding_of(one), Finding::name_only);
    one.evidence.front().serial = "SLUS-01234";
    EXPECT_EQ(finding_of(one), Finding::identified);
    one.evidence.front().serial.clear();
    one.form = core::Form::set;
    EXPECT_EQ(finding_of(one), Finding::identified);
}

TEST(ShowIdentified, LetsNoNameSteerTheTerminalOrBreakTheJson) {
    auto one = found();
    one.path = "a\x1B[2J\n\xC2\x9B"
               "b\xFF\xC3\xA9.sfc";
    const auto text = text_of(one);
    EXPECT_THAT(text, HasSubstr("a\xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBD"));
    EXPECT_THAT(text, HasSubstr("\xEF\xBF\xBD\xC3\xA9.sfc"));
    EXPECT_THAT(json_of(one), Not(HasSubstr("\xFF")));
    EXPECT_THAT(json_of(one), Not(HasSubstr("\x1B")));
}

} // namespace
} // namespace curateur::cli
