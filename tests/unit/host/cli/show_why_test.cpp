#include "cli/show_why.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace curateur::cli {
namespace {

using merge::Row;
using pipeline::Lookups;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

pipeline::Why a_game() {
    pipeline::Why why;
    why.rom.system = "nes";
    why.rom.key = "A.nes";
    why.rom.is_known = why.has_library = true;
    pipeline::WhySource source;
    source.source = "src";
    source.obstacle = "it rests";
    why.sources.push_back(source);
    return why;
}

TEST(ShowWhy, FitsIntoEightyColumnsInAnyScript) {
    auto why = a_game();
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += "\u3072\u3089\u304C\u306A ";
    }
    why.fields.push_back({"name", false, {{text, "src", "1", "jp", "ja", "only value"}}, {}, {}});
    std::istringstream lines(text_of(why));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(letters_in(line), 80U) << line;
    }
}

TEST(ShowWhy, LetsNoNameSteerTheTerminal) {
    auto why = a_game();
    why.rom.key = "A\x1B[2J.nes";
    EXPECT_THAT(text_of(why), Not(HasSubstr("\x1B")));
    EXPECT_THAT(json_of(why), Not(HasSubstr("\x1B")));
}

TEST(ShowWhy, TellsAtMostThreeRivalsAndHowManyMoreThereAre) {
    auto why = a_game();
    pipeline::WhyField field;
    field.field = "name";
    field.chosen = {{"A", "src", "1", "us", "", "first"}};
    for (const auto* const name : {"B", "C", "D", "E", "F", "A"}) {
        field.rivals.push_back({name, "src", "1", "eu", "", "later"});
    }
    why.fields.push_back(field);
    const auto text = text_of(why);
    EXPECT_THAT(text, HasSubstr("not \"D\": later"));
    EXPECT_THAT(text, Not(HasSubstr("not \"E\"")));
    EXPECT_THAT(text, HasSubstr("nor 2 more")); // the last says the same as the one that was taken
    EXPECT_THAT(json_of(why), HasSubstr("\"text\":\"F\""));
}

TEST(ShowWhy, ShowsWhatLiesInAPlaceAndWhoseItIs) {
    auto why = a_game();
    pipeline::WhyMedium medium;
    medium.kind = "cover";
    medium.state = pipeline::MediaWork::Place::State::there;
    medium.file = "/media/A.png";
    EXPECT_EQ(owner_of(medium), "user");
    why.media.push_back(medium);
    EXPECT_THAT(text_of(why), HasSubstr("yours, or another tool's; it stays"));
}

TEST(ShowWhy, HasADifferentWordForEveryReasonToAskOrNot) {
    std::set<std::string_view> words;
    std::size_t count = 0;
    for (auto because = Lookups::Because::pinned; because <= Lookups::Because::complete;
         because = static_cast<Lookups::Because>(static_cast<int>(because) + 1)) {
        words.insert(name_of(because));
        EXPECT_FALSE(sentence_of(because).empty());
        ++count;
    }
    EXPECT_EQ(words.size(), count);
}

TEST(ShowWhy, SaysWhoseAValueIs) {
    const auto told = [](Row row, std::optional<std::string> mine) {
        merge::FieldVerdict verdict;
        verdict.row = row;
        verdict.mine = std::move(mine);
        return sentence_of(verdict);
    };
    EXPECT_EQ(told(Row::edited, "x"), "you changed it to \"x\"; it stays");
    EXPECT_EQ(told(Row::cleared, std::nullopt), "you removed it; it stays so");
    EXPECT_EQ(told(Row::foreign, "x"), "yours or another tool's \"x\"; it stays");
    EXPECT_EQ(told(Row::locked, std::nullopt), "locked: unset stays");
}

TEST(ShowWhy, NamesTheWaysOfAsking) {
    EXPECT_THAT(ways_of(core::lookup_hash | core::lookup_name), ElementsAre("digest", "title"));
    EXPECT_TRUE(ways_of(0).empty());
}

TEST(ShowWhy, ShortensBetweenWordsAndKeepsLetters) {
    EXPECT_EQ(shortened("one\ntwo", 10), "one two");
    EXPECT_EQ(shortened("\u00E9\u00E9\u00E9 \u00E9\u00E9\u00E9 x", 6), "\u00E9\u00E9\u00E9 \u2026");
}

} // namespace
} // namespace curateur::cli
