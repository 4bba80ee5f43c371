// "curateur identify", and what a run does not ask for.
#include "support/end_to_end.hpp"

#include <algorithm>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class IdentifyVerb : public EndToEnd {};

TEST_F(IdentifyVerb, NeedsNoConfiguration) {
    add_rom("snes", "Super Game (Europe).smc", std::string(512, '\0') + std::string(32768, 'x'));
    const auto file = roms() / "snes" / "Super Game (Europe).smc";
    const auto before = tree_of(folder_.path());
    auto child = Child({CURATEUR_PROGRAM, "identify", "--json", file.string()},
                       {{"HOME", "/nonexistent"}},
                       "/",
                       folder_.path() / "streams" / "identify");
    const auto ran = child.wait();
    EXPECT_EQ(ran.exit, 0) << ran.err;
    const auto events = events_of(ran.out);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0]["status"], "identified");
    EXPECT_EQ(events[0]["system"], "snes");
    EXPECT_NE(events[0]["evidence"].find("\"of\":\"payload\""), std::string::npos);
    EXPECT_EQ(events[1].number("bytes_read"), events[0].number("bytes_read"));
    fs::remove_all(folder_.path() / "streams" / "identify");
    EXPECT_TRUE(same_trees(before, tree_of(folder_.path()))); // it leaves nothing behind
}

TEST_F(IdentifyVerb, LooksAtAFolderAsAScanWould) {
    add_rom("psx", "Saga (Disc 1).bin", "1");
    add_rom("psx", "Saga.m3u", "Saga (Disc 1).bin\n");
    add_rom("psx", "notes.txt", "no ROM");
    add_rom("psx", "Other.m3u/Other.m3u", "disc.bin\n");
    add_rom("psx", "Other.m3u/disc.bin", "2");
    add_rom("arcade", "neogeo.zip", "x");
    std::map<std::string, std::string> seen;
    for (const auto& event : events_of(run_bare({"identify", "--json", roms().string()}).out)) {
        if (event["event"] == "identify") {
            seen[fs::path(event["path"]).lexically_relative(roms()).string()] = event["status"];
        }
    }
    EXPECT_EQ(seen,
              (std::map<std::string, std::string>{{"arcade/neogeo.zip", "skipped"},
                                                  {"psx/Other.m3u", "identified"},
                                                  {"psx/Saga (Disc 1).bin", "skipped"},
                                                  {"psx/Saga.m3u", "identified"}}));
}

TEST_F(IdentifyVerb, EndsWith3WhenAFileCannotBeReadAndSaysWhich) {
    add_rom("nes", "Game.nes", "x");
    const auto ran = run_bare(
        {"identify", (roms() / "nes/gone.nes").string(), (roms() / "nes/Game.nes").string()});
    EXPECT_EQ(ran.exit, 3);
    EXPECT_NE(ran.out.find("gone.nes: cannot be opened"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("1 identified"), std::string::npos) << ran.out;
    EXPECT_EQ(run_bare({"identify", "--system", "snez", "a"}).exit, 2);
}

TEST_F(IdentifyVerb, ABiosIsNotAskedForAndSaysSo) {
    add_rom("arcade", "neogeo.zip", "x");
    serve();
    const auto events = run_json();
    const auto entry = std::find_if(
        events.begin(), events.end(), [](const auto& one) { return one["event"] == "entry"; });
    ASSERT_NE(entry, events.end());
    EXPECT_EQ((*entry)["status"], "skipped");
    EXPECT_EQ((*entry)["reason"], "no_game");
    EXPECT_NE((*entry)["detail"].find("BIOS"), std::string::npos);
    EXPECT_EQ(asked(), 0U);
}

} // namespace
} // namespace curateur::test
