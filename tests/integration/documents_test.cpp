// What becomes of gamelists: what is the user's stays, what changes is what has to.
#include "support/end_to_end.hpp"

#include <tinyxml2.h>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

// The lines of one game.
std::string block_of(const std::string& list, const std::string& path) {
    const auto at = list.find("<path>./" + path + "</path>");
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = list.rfind('\n', list.rfind("<game", at)) + 1;
    const auto end = list.find("</game>\n", at) + 8;
    return list.substr(begin, end - begin);
}

std::string without(std::string list, const std::string& path) {
    const auto block = block_of(list, path);
    return block.empty() ? list : list.erase(list.find(block), block.size());
}

std::string element(const std::string& block, const std::string& name) {
    const auto begin = block.find("<" + name + ">");
    const auto end = block.find("</" + name + ">");
    return begin == std::string::npos
               ? ""
               : block.substr(begin + name.size() + 2, end - begin - name.size() - 2);
}

class Documents : public EndToEnd {
protected:
    [[nodiscard]] std::string block(const std::string& path) const {
        return block_of(gamelist("nes"), path);
    }

    // Runs again and expects that nothing is asked or written.
    void expect_nothing_to_do() {
        const auto before = asked();
        const auto times = times_of(frontend());
        const auto again = run();
        EXPECT_EQ(again.exit, 0) << again.out << again.err;
        EXPECT_EQ(asked(), before);
        EXPECT_EQ(times_of(frontend()), times);
    }
};

constexpr const char* k_two_roots = R"xml(<?xml version="1.0"?>
<!-- mine -->
<alternativeEmulator>
	<label>Mesen</label>
</alternativeEmulator>
<gameList>
	<provider>
		<System>nes</System>
	</provider>
	<game id="4711" source="SomeSite">
		<path>./Alpha Quest (USA).nes</path>
		<name>Alpha Quest &amp; Friends</name>
		<desc>First paragraph.

Second one with &lt;angle&gt; brackets.</desc>
		<playcount>12</playcount>
		<mytool:x xmlns:mytool="urn:x">kept</mytool:x>
	</game>
	<!-- twice, the second one counts -->
	<game>
		<path>./Beta [b1].nes</path>
		<name>Beta</name>
		<desc><![CDATA[Raw <markup> & ampersand]]></desc>
	</game>
	<game>
		<path>./Beta [b1].nes</path>
		<name>Beta (duplicate entry, wins on load)</name>
	</game>
	<game>
		<path>./gone/Missing ROM.nes</path>
		<name>Missing ROM</name>
		<favorite>true</favorite>
	</game>
	<game>
		<path>./Empty Values.nes</path>
		<name/>
		<desc></desc>
		<rating>0</rating>
		<players>unknown</players>
	</game>
	<folder>
		<path>./multi</path>
		<name>Multi disc</name>
	</folder>
</gameList>
)xml";

const Environment k_stale_entries{{"CURATEUR_SCRAPING__GAMELIST_INTEGRITY_THRESHOLD", "0.5"}};

TEST_F(Documents, AGameIsAddedAndNoOtherLineChanges) {
    for (const char* const listed :
         {"Alpha Quest (USA).nes", "Beta [b1].nes", "Empty Values.nes"}) {
        add_rom("nes", listed, std::string("unknown to the service: ") + listed);
    }
    add_game("nes", "Zebra Run (USA).nes");
    put_gamelist("nes", k_two_roots);
    serve();
    const auto ran = run({}, k_stale_entries);
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "name"), "Zebra Run");
    EXPECT_EQ(without(gamelist("nes"), "Zebra Run (USA).nes"), k_two_roots);
}

TEST_F(Documents, AListedGameIsFilledInAndOnlyItsLinesChange) {
    add_game("nes", "Empty Values.nes", R"("developer": "Ann & Co")");
    add_rom("nes", "Alpha Quest (USA).nes", "unknown");
    add_rom("nes", "Beta [b1].nes", "unknown, too");
    put_gamelist("nes", k_two_roots);
    serve();
    run({}, k_stale_entries);
    EXPECT_EQ(element(block("Empty Values.nes"), "developer"), "Ann &amp; Co");
    EXPECT_EQ(without(gamelist("nes"), "Empty Values.nes"),
              without(k_two_roots, "Empty Values.nes"));
}

TEST_F(Documents, TheListOfTheReferenceFileChangesOnlyWhereAGameIsAdded) {
    const auto file = fs::path(CURATEUR_SOURCE) / "../shared/data/composed/esde_two_roots.xml";
    if (!fs::exists(file)) {
        GTEST_SKIP() << file << " is not there";
    }
    const auto list = read_whole(file);
    for (const char* const listed :
         {"Alpha Quest (USA).zip", "Beta [b1].zip", "Empty Values.zip"}) {
        add_rom("nes", listed, "no archive");
    }
    add_game("nes", "Zebra Run (USA).nes");
    put_gamelist("nes", list);
    serve();
    const auto ran = run({}, {{"CURATEUR_SCRAPING__GAMELIST_INTEGRITY_THRESHOLD", "0"}});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_FALSE(block("Zebra Run (USA).nes").empty());
    EXPECT_EQ(without(gamelist("nes"), "Zebra Run (USA).nes"), list);
}

// One broken list beside a good one.
class Broken : public Documents,
               public ::testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(Broken, ListIsNotWrittenNamedWithItsLineAndCostsNoRequest) {
    const auto& [list, line] = GetParam();
    add_game("nes", "Zebra Run (USA).nes");
    add_game("snes", "Comet Quest (USA).sfc");
    put_gamelist("nes", list);
    serve();
    const auto ran = run();
    EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
    EXPECT_EQ(gamelist("nes"), list);
    EXPECT_NE(ran.err.find("nes/gamelist.xml:" + std::string(line)), std::string::npos) << ran.err;
    EXPECT_NE(gamelist("snes").find("Comet Quest"), std::string::npos);
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
    EXPECT_FALSE(fs::exists(frontend() / "downloaded_media" / "nes"));
}

INSTANTIATE_TEST_SUITE_P(
    OfEveryKind,
    Broken,
    ::testing::Values(std::pair("<?xml version=\"1.0\"?>\n<gameList>\n\t<game>\n\t\t<path>./Zebra",
                                "4"),
                      std::pair("<?xml "
                                "version=\"1.0\"?>\n<gameList>\n\t<game>\n\t\t<path>./a\x01.nes</"
                                "path>\n\t</game>\n</gameList>\n",
                                "4"),
                      std::pair("<?xml version=\"1.0\"?>\n", "1")));

TEST_F(Documents, AUsersEditSurvivesAnUpdateAndOtherValuesAreUpdated) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    run();
    const auto old_desc = element(block("Comet Quest (USA).nes"), "desc");
    edit_gamelist("nes", "<name>Zebra Run</name>", "<name>My Zebra</name>");
    const auto desc = element(block("Zebra Run (USA).nes"), "desc");
    edit_gamelist("nes", "<desc>" + desc + "</desc>", "<desc>Mine.</desc>");
    seed_ = "2"; // the service tells other stories now
    serve();
    const auto ran = run({"--update"});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "name"), "My Zebra");
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "desc"), "Mine.");
    EXPECT_NE(element(block("Comet Quest (USA).nes"), "desc"), old_desc);
    expect_nothing_to_do();
}

// The list is written in between, with the edit in it: that does not make the edit a word of ours.
TEST_F(Documents, AUsersEditSurvivesEveryUpdate) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    run();
    edit_gamelist("nes", "<name>Zebra Run</name>", "<name>My Zebra</name>");
    for (const char* const seed : {"2", "3", "4"}) {
        const auto before = gamelist("nes");
        seed_ = seed;
        serve();
        run({"--update"});
        EXPECT_EQ(element(block("Zebra Run (USA).nes"), "name"), "My Zebra");
        EXPECT_NE(gamelist("nes"), before);
    }
}

TEST_F(Documents, AnEditGivesWayWhenTheUserSaysSo) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    run();
    edit_gamelist("nes", "<name>Zebra Run</name>", "<name>My Zebra</name>");
    edit_gamelist("nes", "</game>", "\t<favorite>true</favorite>\n\t</game>");
    run({"--merge-strategy", "refresh_metadata"});
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "name"), "Zebra Run");
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "favorite"), "true");
}

TEST_F(Documents, AClearedFieldStaysCleared) {
    add_game("nes", "Zebra Run (USA).nes", R"("developer": "Ann")");
    serve();
    run();
    edit_gamelist("nes", "\t\t<developer>Ann</developer>\n", "");
    expect_nothing_to_do();
    run({"--update"});
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "developer"), "");
}

TEST_F(Documents, ADeletedListIsRebuiltWithoutARequest) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    run();
    const auto list = gamelist("nes");
    const auto before = asked();
    fs::remove(gamelist_file("nes"));
    EXPECT_EQ(run().exit, 0);
    EXPECT_EQ(gamelist("nes"), list);
    EXPECT_EQ(asked(), before);
    expect_nothing_to_do();
}

TEST_F(Documents, ADeletedEntryIsWrittenAgain) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    run();
    const auto entry = block("Comet Quest (USA).nes");
    edit_gamelist("nes", entry, "");
    const auto before = asked();
    run();
    EXPECT_EQ(block("Comet Quest (USA).nes"), entry);
    EXPECT_EQ(asked(), before);
}

TEST_F(Documents, ValuesOfAnotherToolStayAndBlanksAreFilled) {
    add_game("nes", "Zebra Run (USA).nes", R"("developer": "Ann")");
    const std::string list = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gameList>\n  <game>\n"
                             "    <path>./Zebra Run (USA).nes</path>\n    <name>ZEBRA RUN</name>\n"
                             "    <desc>Of another tool.</desc>\n    <thumbnail />\n"
                             "    <developer />\n    <kidgame />\n  </game>\n</gameList>\n";
    put_gamelist("nes", list);
    serve();
    const auto ran = run();
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "name"), "ZEBRA RUN");
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "desc"), "Of another tool.");
    EXPECT_EQ(element(block("Zebra Run (USA).nes"), "developer"), "Ann");
    EXPECT_NE(ran.out.find("2 values that curateur did not write were kept"), std::string::npos)
        << ran.out;
    expect_nothing_to_do();
}

// As ES-DE saves: the first entry of the path goes, a new one with what ES-DE knows comes last,
// comments are lost, everything is printed anew.
void save_as_the_frontend(const fs::path& file, const std::string& path) {
    tinyxml2::XMLDocument document;
    ASSERT_EQ(document.LoadFile(file.c_str()), tinyxml2::XML_SUCCESS);
    for (auto* node = document.FirstChild(); node != nullptr;) {
        auto* const next = node->NextSibling();
        if (node->ToComment() != nullptr) {
            document.DeleteChild(node);
        }
        node = next;
    }
    auto* const list = document.FirstChildElement("gameList");
    for (auto* game = list->FirstChildElement("game"); game != nullptr;
         game = game->NextSiblingElement("game")) {
        if (path != game->FirstChildElement("path")->GetText()) {
            continue;
        }
        auto* const saved = list->InsertNewChildElement("game");
        for (const char* const known : {"path",
                                        "name",
                                        "sortname",
                                        "desc",
                                        "rating",
                                        "releasedate",
                                        "developer",
                                        "publisher",
                                        "genre",
                                        "players",
                                        "favorite"}) {
            if (const auto* const from = game->FirstChildElement(known);
                from != nullptr && from->GetText() != nullptr) {
                saved->InsertNewChildElement(known)->SetText(from->GetText());
            }
        }
        saved->InsertNewChildElement("playcount")->SetText(13);
        saved->InsertNewChildElement("lastplayed")->SetText("20250102T030405");
        list->DeleteChild(game);
        break;
    }
    ASSERT_EQ(document.SaveFile(file.c_str()), tinyxml2::XML_SUCCESS);
}

TEST_F(Documents, TheFrontendsOwnSaveIsNoEdit) {
    add_game("nes", "Zebra Run (USA).nes", R"("rating": 15, "players": "1-2", "genres": ["7"])");
    add_game("nes",
             "Comet Quest (USA).nes",
             R"("synopsis": {"en": "Two lines.\r\n\r\n \"Quotes\" & <angles>  "})");
    serve();
    run();
    save_as_the_frontend(gamelist_file("nes"), "./Comet Quest (USA).nes");
    const auto saved = gamelist("nes");
    ASSERT_NE(saved.find("<playcount>13"), std::string::npos);
    expect_nothing_to_do();
    EXPECT_EQ(gamelist("nes"), saved);
    // Values that were saved by the frontend are still ours to update.
    const auto old = element(block("Zebra Run (USA).nes"), "desc");
    seed_ = "2";
    serve();
    run({"--update"});
    EXPECT_NE(element(block("Zebra Run (USA).nes"), "desc"), old);
    EXPECT_NE(gamelist("nes").find("<playcount>13"), std::string::npos);
}

TEST_F(Documents, AnUnmountedSystemIsLeftAlone) {
    for (int i = 0; i < 10; ++i) {
        add_game("nes", "Game " + std::to_string(i) + " (USA).nes");
    }
    serve();
    run();
    const auto list = gamelist("nes");
    for (int i = 1; i < 10; ++i) {
        fs::remove(roms() / "nes" / ("Game " + std::to_string(i) + " (USA).nes"));
    }
    const auto before = asked();
    const auto ran = run({"--update"});
    EXPECT_EQ(ran.exit, 3) << ran.out;
    EXPECT_NE(ran.err.find("9 of 10 listed ROMs are missing"), std::string::npos) << ran.err;
    EXPECT_EQ(asked(), before);
    EXPECT_EQ(gamelist("nes"), list);
}

TEST_F(Documents, AUsersOwnCoverStaysAndStaysVisible) {
    add_game("nes", "Zebra Run (USA).nes");
    const auto mine = medium("nes", "covers/Zebra Run (USA).jpg");
    fs::create_directories(mine.parent_path());
    std::ofstream(mine) << "my own picture";
    serve();
    run();
    run({"--update"});
    EXPECT_EQ(read_whole(mine), "my own picture");
    EXPECT_FALSE(fs::exists(medium("nes", "covers/Zebra Run (USA).png")));
    EXPECT_TRUE(fs::exists(medium("nes", "screenshots/Zebra Run (USA).png")));
}

TEST_F(Documents, TwoRomsOfOneStemShareTheirMediaWithoutFighting) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Zebra Run (USA).unf", R"("name": "Another Zebra")");
    serve();
    const auto ran = run();
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(asked("jeuInfos.php"), 2U);
    expect_nothing_to_do();
}

// The same collection on another file system: every file is a new one with the old times.
TEST_F(Documents, ARemountWithOtherInodesReadsNoRom) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    run();
    const auto rom = roms() / "nes" / "Zebra Run (USA).nes";
    const auto written = fs::last_write_time(rom);
    const auto size = fs::file_size(rom);
    fs::remove(rom);
    add_rom(
        "nes", "Zebra Run (USA).nes", std::string(size, 'x')); // would be noticed if it were read
    fs::last_write_time(rom, written);
    expect_nothing_to_do();
}

TEST_F(Documents, OtherTimesOfTheSameBytesAskNothing) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    run();
    const auto rom = roms() / "nes" / "Zebra Run (USA).nes";
    fs::last_write_time(rom, fs::last_write_time(rom) - std::chrono::hours(1));
    expect_nothing_to_do();
}

} // namespace
} // namespace curateur::test
