#include "match/romaji.hpp"

#include <gtest/gtest.h>

namespace curateur::match {
namespace {

TEST(Romaji, ReadsKanaAndLeavesTheRest) {
    struct Pair {
        const char *kana, *read;
    };

    for (const Pair& row : {Pair{"ぷよぷよ", "puyopuyo"},
                            {"がんばれゴエモン", "ganbaregoemon"},
                            {"にっぽん", "nippon"},
                            {"まっちゃ", "matcha"},
                            {"きょうと", "kyouto"},
                            {"しゃ ちょ じゅ", "sha cho ju"},
                            {"ファイト", "faito"},
                            {"パーティ", "pati"},
                            {"ウィザード", "wizado"},
                            {"北斗の拳 2", "北斗no拳 2"},
                            {"Plain", "Plain"},
                            {"", ""}})
        EXPECT_EQ(romanised(row.kana), row.read) << row.kana;
}

TEST(Romaji, SurvivesCutAndStrayBytes) {
    EXPECT_EQ(romanised("\xe3\x81"), "\xe3\x81");
    EXPECT_EQ(romanised("\xe3\xff\xfe x"), "\xe3\xff\xfe x");
}

TEST(Romaji, FoldsTheWaysToRomaniseASound) {
    struct Pair {
        const char *one, *other;
    };

    for (const Pair& row : {Pair{"shinbun", "simbun"},
                            {"toukyou", "tokyo"},
                            {"chikyuu", "tikyu"},
                            {"tsunami", "tunami"},
                            {"juudou", "zyuudo"},
                            {"fuji", "huzi"}})
        EXPECT_EQ(folded(row.one), folded(row.other)) << row.one;
}

} // namespace
} // namespace curateur::match
