#include "desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

core::Option with_default(core::Option option, const std::string& fallback) {
    option.fallback = fallback;
    return option;
}

// A source with an option of every type.
Declared every_type() {
    Declared made;
    made.id = "every";
    made.options = {with_default(option(CUR_OPT_STRING, "text"), "plain # text"),
                    option(CUR_OPT_INT, "count"),
                    option(CUR_OPT_NUMBER, "share"),
                    with_default(option(CUR_OPT_BOOL, "flag"), "true"),
                    option(CUR_OPT_ENUM, "choice"),
                    with_default(option(CUR_OPT_STRING_LIST, "list"), "[a, b]"),
                    option(CUR_OPT_PATH, "folder"),
                    option(CUR_OPT_URL, "url"),
                    with_default(option(CUR_OPT_MAP, "map"), "{a: b}")};
    made.options[1].min = 1;
    made.options[1].max = 9;
    made.options[4].choices = {"one", "two"};
    return made;
}

TEST(Plugins, GetTheirDefaults) {
    Desk desk;
    desk.declared.push_back(every_type());
    const auto settings = desk.good().find(Part::source, "every")->settings;
    EXPECT_THAT(settings.values,
                ElementsAre(Pair("flag", ElementsAre("true")),
                            Pair("list", ElementsAre("a", "b")),
                            Pair("text", ElementsAre("plain # text"))));
    EXPECT_THAT(settings.maps, ElementsAre(Pair("map", ElementsAre(Pair("a", "b")))));
}

TEST(Plugins, GetEveryTypeTheUserSet) {
    Desk desk;
    desk.declared.push_back(every_type());
    desk.write("sources:\n"
               "  every: {text: 007, count: 3, share: 0.5, flag: off, choice: ONE, list: [c],\n"
               "    folder: ~/x, url: \"http://127.0.0.1:80/\", map: {k: v}}\n");
    const auto settings = desk.good().find(Part::source, "every")->settings;
    EXPECT_THAT(settings.values.at("text"), ElementsAre("007"));
    EXPECT_THAT(settings.values.at("count"), ElementsAre("3"));
    EXPECT_THAT(settings.values.at("share"), ElementsAre("0.5"));
    EXPECT_THAT(settings.values.at("flag"), ElementsAre("false"));
    EXPECT_THAT(settings.values.at("choice"), ElementsAre("one"));
    EXPECT_THAT(settings.values.at("list"), ElementsAre("c"));
    EXPECT_THAT(settings.values.at("folder").front(), testing::EndsWith("/x"));
    EXPECT_THAT(settings.values.at("folder").front(), testing::StartsWith("/"));
    EXPECT_THAT(settings.values.at("url"), ElementsAre("http://127.0.0.1:80/"));
    EXPECT_THAT(settings.maps.at("map"), ElementsAre(Pair("k", "v")));
}

TEST(Plugins, AreCheckedByWhatTheyDeclare) {
    struct Refused {
        const char *yaml, *says;
    };

    Desk desk;
    desk.declared.push_back(every_type());
    for (const auto& [yaml, says] : std::vector<Refused>{
             {"{count: 10}", ".count: \"10\" does not fit; use a whole number from 1 to 9"},
             {"{share: much}", ".share: \"much\" does not fit; use a number"},
             {"{flag: 2}", ".flag: \"2\" does not fit; use true or false"},
             {"{choice: three}", ".choice: \"three\" does not fit; use one of one and two"},
             {"{list: a}", ".list: \"a\" does not fit; use a list: [a, b]"},
             {"{url: example.org}",
              ".url: is no address; use one such as https://example.org/path"},
             {"{url: \"https://ann:pw@example.org\"}",
              ".url: is no address; use one such as https://example.org/path"},
             {"{map: [a]}", ".map: a list does not fit; use a section of names and texts"},
             {"{coun: 1}", ".coun: there is no such option; did you mean \"count\"?"},
             {"[]", ": is not a section; put its options below it, indented"}}) {
        desk.write(std::string("sources: {every: ") + yaml + "}");
        EXPECT_EQ(desk.complaint(), std::string("own.yaml:1: sources.every") + says);
    }
}

TEST(Plugins, ThatRequireSomethingGetItOnlyWhenTheyAreUsed) {
    Desk desk;
    desk.declared[0].options.push_back(option(CUR_OPT_STRING, "key", CUR_OPT_REQUIRED));
    EXPECT_EQ(desk.complaint(), "nothing");
    desk.write("scraping: {sources: [games]}");
    EXPECT_EQ(desk.complaint(),
              "own.yaml: sources.games.key: is required; set it in the configuration or by "
              "CURATEUR_SOURCES__GAMES__KEY");
    EXPECT_EQ(desk.complaint(Need::look), "nothing");
    desk.inputs.environment = {{"CURATEUR_GAMES__KEY", "k"}};
    EXPECT_EQ(desk.complaint(), "nothing");
}

TEST(Plugins, SecretsAreNamedAndStandInNoMessage) {
    Desk desk;
    EXPECT_THAT(desk.good().find(Part::source, "games")->secrets, ElementsAre("user_password"));
    desk.declared[0].options.push_back(option(CUR_OPT_INT, "pin", CUR_OPT_SECRET));
    desk.declared[0].options.push_back(option(CUR_OPT_ENUM, "word", CUR_OPT_SECRET));
    desk.write("games: {pin: sesame, word: sesame, user_password: [sesame]}\n");
    EXPECT_THAT(desk.complaint(), Not(HasSubstr("sesame")));
    EXPECT_THAT(desk.complaint(), HasSubstr("sources.games.pin: what stands there"));
}

TEST(Plugins, ASecretMayStandInAFileOfItsOwn) {
    Desk desk;
    desk.folder.write("pw", "sesame\n");
    desk.write("games: {user_password_file: pw}\n");
    EXPECT_THAT(desk.good().find(Part::source, "games")->settings.values.at("user_password"),
                ElementsAre("sesame"));
    desk.write("games: {user_password_file: gone}\n");
    EXPECT_EQ(desk.complaint(),
              "own.yaml:1: sources.games.user_password_file: there is no file gone; correct the "
              "path, or remove the line");
    desk.write("games: {user_password_file: pw, user_password: x}\n");
    EXPECT_EQ(desk.complaint(),
              "own.yaml:1: sources.games.user_password: is set a second time; keep one of them");
}

TEST(Plugins, ASourceMayStandAtTheTopButNotTwice) {
    Desk desk;
    desk.write("sources: {games: {user_id: ann}}\ngames: {user_id: bob}\n");
    EXPECT_EQ(desk.complaint(),
              "own.yaml:2: sources.games.user_id: is set a second time; keep one of them");
}

TEST(Plugins, ThatAreNotInstalledAreANoteUnlessTheNameIsASlip) {
    Desk desk;
    desk.write("sources: {elsewhere: {key: 1}}\n");
    ASSERT_EQ(desk.good().notes.size(), 1U);
    EXPECT_EQ(desk.short_names(desk.good().notes[0]),
              "own.yaml:1: sources.elsewhere: it is not installed; this section is not used");
    desk.write("sources: {gamess: {}}\n");
    EXPECT_EQ(desk.complaint(),
              "own.yaml:1: sources.gamess: it is not installed; did you mean \"games\"?");
}

TEST(Plugins, ThatAreChosenHaveToBeInstalled) {
    Desk desk;
    desk.inputs.flags = {{"scraping.outputs", {"batcera"}, "--output"}};
    EXPECT_EQ(desk.complaint(),
              "--output: scraping.outputs: \"batcera\" is no output that is installed; there is "
              "lists");
    EXPECT_EQ(desk.complaint(Need::look), "nothing");
}

TEST(Plugins, GetWhatTheHostUnderstandsBesideTheirOwn) {
    Desk desk;
    desk.write("games: {platforms: {snes-hacks: 4}}\n"
               "outputs: {lists: {metadata_dir: \"{rom_dir}\", media_dir: \"art/{system}\"}}\n");
    const auto loaded = desk.good();
    EXPECT_THAT(loaded.find(Part::source, "games")->platforms,
                ElementsAre(Pair("snes-hacks", "4")));
    EXPECT_EQ(loaded.find(Part::output, "lists")->metadata_dir, "{rom_dir}");
    EXPECT_EQ(loaded.find(Part::output, "lists")->media_dir,
              (desk.folder.path() / "art/{system}").string());
    desk.write("outputs: {lists: {media_dir: \"{medai}/x\"}}\n");
    EXPECT_THAT(desk.complaint(), HasSubstr("holds braces that are no token"));
}

TEST(Plugins, ADeprecatedOptionIsANote) {
    Desk desk;
    desk.declared[0].options.push_back(option(CUR_OPT_STRING, "old", CUR_OPT_DEPRECATED));
    desk.declared[0].options.back().doc = "use user_id";
    desk.write("games: {old: x}\n");
    ASSERT_EQ(desk.good().notes.size(), 1U);
    EXPECT_EQ(desk.short_names(desk.good().notes[0]),
              "own.yaml:1: sources.games.old: will go: use user_id");
}

TEST(Plugins, LaterLayersWinOptionByOption) {
    Desk desk;
    desk.write("games: {user_id: ann, user_password: a}\n");
    desk.inputs.environment = {{"CURATEUR_SOURCES__GAMES__USER_ID", "bob"}};
    const auto values = desk.good().find(Part::source, "games")->settings.values;
    EXPECT_THAT(values.at("user_id"), ElementsAre("bob"));
    EXPECT_THAT(values.at("user_password"), ElementsAre("a"));
}

} // namespace
} // namespace curateur::config
