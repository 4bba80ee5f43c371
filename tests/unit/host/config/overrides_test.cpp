#include "config/overrides.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* k_file = "overrides.yaml";

Overrides parsed(std::string_view text) {
    auto made = parse_overrides(text, k_file);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return made ? *std::move(made) : Overrides();
}

std::string mistakes_of(std::string_view text) {
    const auto made = parse_overrides(text, k_file);
    return made ? "" : made.error().message;
}

TEST(Overrides, SayWhatHoldsForAGame) {
    const auto made = parsed("- rom: snes/sub/Foo (USA).sfc\n"
                             "  pin: {screenscraper: 1234, other: abc}\n"
                             "  set: {name: Foo, genre: [A, B]}\n"
                             "  lock: [description, covers]\n"
                             "- rom: ./nes/Bar.nes\n"
                             "  ignore: true\n"
                             "- sha1: DA39A3EE5E6B4B0D3255BFEF95601890AFD80709\n"
                             "  lock: name\n");
    const auto foo = made.find("snes/sub/Foo (USA).sfc", {});
    EXPECT_EQ(foo.pins.at("screenscraper"), "1234");
    EXPECT_EQ(foo.pins.at("other"), "abc");
    EXPECT_THAT(foo.values.at("name"), ElementsAre("Foo"));
    EXPECT_THAT(foo.values.at("genre"), ElementsAre("A", "B"));
    EXPECT_THAT(foo.locked, ElementsAre("description", "cover"));
    EXPECT_TRUE(made.find("nes/Bar.nes", {}).ignored);
    EXPECT_TRUE(
        made.find("any/Name.bin", {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709"}).locks("name"));
    EXPECT_EQ(made.find("snes/Other.sfc", {}), GameOverride());
}

TEST(Overrides, OfAnEmptyFileAreNone) {
    EXPECT_EQ(parsed(""), Overrides());
    EXPECT_EQ(parsed("# nothing yet\n"), Overrides());
    const auto absent = read_overrides("/nonexistent/overrides.yaml");
    ASSERT_TRUE(absent);
    EXPECT_EQ(*absent, Overrides());
}

TEST(Overrides, OfOneGameInSeveralPlacesAddUpAndTheLaterWins) {
    const auto game = parsed("- rom: nes/A.nes\n  pin: {s: 1}\n  lock: [name]\n"
                             "- rom: nes/A.nes\n  pin: {s: 2}\n  ignore: true\n"
                             "- rom: nes/A.nes\n  ignore: false\n")
                          .find("nes/A.nes", {});
    EXPECT_EQ(game.pins.at("s"), "2");
    EXPECT_TRUE(game.locks("name"));
    EXPECT_FALSE(game.ignored);
}

TEST(Overrides, TellEveryMistakeWithItsLineAndWhatToDo) {
    struct Row {
        const char *text, *says;
    };

    for (const Row& row : {
             Row{"a: b\n", "overrides.yaml:1: is not a list"},
             {"- nes/A.nes\n", "overrides.yaml:1: is no game"},
             {"- pin: {s: 1}\n", "overrides.yaml:1: needs either rom"},
             {"- rom: A.nes\n  ignore: true\n", "overrides.yaml:1: rom: \"A.nes\" has no system"},
             {"- rom: nes/A.nes\n", "overrides.yaml:1: says nothing of the game"},
             {"- rom: nes/A.nes\n  pim: {s: 1}\n",
              "overrides.yaml:2: pim: is not known here; did you mean \"pin\"?"},
             {"- rom: nes/A.nes\n  pin: 1\n", "overrides.yaml:2: pin: needs a source"},
             {"- rom: nes/A.nes\n  pin: {s: }\n", "overrides.yaml:2: pin.s: needs the source's id"},
             {"- rom: nes/A.nes\n  ignore: 3\n", "overrides.yaml:2: ignore: is true or false"},
             {"- rom: nes/A.nes\n  set: {namee: A}\n",
              "overrides.yaml:2: set.namee: is no field; did you mean \"name\"?"},
             {"- rom: nes/A.nes\n  set: {name: [A, B]}\n", "set.name: needs one text"},
             {"- rom: nes/A.nes\n  lock: [coverr]\n", "did you mean \"cover\"?"},
             {"- sha1: abc\n  ignore: true\n", "overrides.yaml:1: sha1: is no SHA-1"},
             {"- rom: nes/A.nes\n  ignore: true\n  ignore: true\n", "a second time"},
         })
        EXPECT_THAT(mistakes_of(row.text), HasSubstr(row.says)) << row.text;
    EXPECT_THAT(mistakes_of("- rom: A\n  ignore: true\n- rom: nes/B\n  lock: x\n"),
                testing::AllOf(HasSubstr(":1: "), HasSubstr(":4: ")));
    EXPECT_THAT(mistakes_of("- rom: [\n"), HasSubstr("is not YAML"));
}

TEST(Overrides, AreAppendedBehindWhatTheUserWrote) {
    const std::string before = "# my games\n  - rom: nes/A.nes # yes\n    ignore: true";
    const auto after = with_pin(before, k_file, "snes/\"B\".sfc", "s", "7");
    ASSERT_TRUE(after) << after.error().message;
    EXPECT_EQ(*after, before + "\n  - rom: \"snes/\\\"B\\\".sfc\"\n    pin: {\"s\": \"7\"}\n");
    EXPECT_EQ(parsed(*after).find("snes/\"B\".sfc", {}).pins.at("s"), "7");
}

TEST(Overrides, StartAFileThatIsNotThere) {
    const auto made = with_ignored("", k_file, "nes/A.nes");
    ASSERT_TRUE(made);
    EXPECT_EQ(*made, "- rom: \"nes/A.nes\"\n  ignore: true\n");
}

TEST(Overrides, PinAnIgnoredGameIntoViewAgain) {
    const auto made = with_pin("- rom: nes/A.nes\n  ignore: true\n", k_file, "nes/A.nes", "s", "7");
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_FALSE(parsed(*made).find("nes/A.nes", {}).ignored);
}

TEST(Overrides, AreNotAppendedWhereThatWouldBreakTheFile) {
    for (const char* const text :
         {"[{rom: nes/A.nes, ignore: true}]\n", "- rom: nes/A.nes\n  ignore: true\n...\n"}) {
        const auto made = with_ignored(text, k_file, "nes/B.nes");
        ASSERT_FALSE(made) << *made;
        EXPECT_THAT(made.error().message, HasSubstr("put these lines into its list:\n- rom: "));
    }
    const auto wrong = with_ignored("- rom: A\n  ignore: true\n", k_file, "nes/B.nes");
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, HasSubstr("has no system"));
}

TEST(Overrides, AreMarkedByWhatShapesDocuments) {
    const auto mark = [](const char* text) {
        return parsed(text).find("nes/A.nes", {}).mark();
    };
    EXPECT_EQ(mark("- rom: nes/A.nes\n  pin: {s: 1}\n"), 0);
    EXPECT_NE(mark("- rom: nes/A.nes\n  set: {name: A}\n"),
              mark("- rom: nes/A.nes\n  set: {name: B}\n"));
    EXPECT_NE(mark("- rom: nes/A.nes\n  lock: name\n"), 0);
}

} // namespace
} // namespace curateur::config
