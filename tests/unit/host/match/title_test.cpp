#include "match/title.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::match {
namespace {

using testing::ElementsAre;

TEST(Title, LosesCasePunctuationAndArticles) {
    EXPECT_THAT(words_of("The Legend of Zelda : A Link to the Past"),
                ElementsAre("legend", "of", "zelda", "link", "to", "past"));
    EXPECT_EQ(words_of("Legend of Zelda, The - A Link to the Past"),
              words_of("The Legend of Zelda: A Link to the Past"));
}

TEST(Title, LosesAccentsButKeepsOtherScripts) {
    EXPECT_THAT(words_of("Pok\u00e9mon \u00c6on"), ElementsAre("pokemon", "aeon"));
    EXPECT_THAT(words_of("\u30bc\u30eb\u30c0\u306e\u4f1d\u8aac"),
                ElementsAre("\u30bc\u30eb\u30c0\u306e\u4f1d\u8aac"));
}

TEST(Title, ReadsApostrophesAndInitialsAsNothingAndAmpersandAsAnd) {
    EXPECT_THAT(words_of("Dr. Mario's"), ElementsAre("dr", "marios"));
    EXPECT_THAT(words_of("H.E.R.O."), ElementsAre("hero"));
    EXPECT_THAT(words_of("Sonic & Knuckles"), ElementsAre("sonic", "and", "knuckles"));
}

TEST(Title, KeepsATitleThatIsAllArticles) {
    EXPECT_THAT(words_of("The The"), ElementsAre("the", "the"));
}

TEST(Title, SurvivesBytesThatAreNotUtf8) {
    EXPECT_FALSE(words_of("abc\xff\xc3").empty());
}

TEST(Title, KnowsNumbersInDigitsAndProperRomanNumerals) {
    struct Numeral {
        const char* word;
        int number;
    };

    for (const Numeral& row : {Numeral{"7", 7},
                               {"vii", 7},
                               {"iv", 4},
                               {"xiv", 14},
                               {"iiii", -1},
                               {"mix", -1},
                               {"civil", -1},
                               {"", -1},
                               {"2000", 2000},
                               {"x", 10},
                               {"99999999", -1}})
        EXPECT_EQ(number_of(row.word), row.number) << row.word;
}

} // namespace
} // namespace curateur::match
