#include <curateur/support/json.hpp>

#include <gtest/gtest.h>

namespace json = curateur::json;

TEST(Json, ReadingWhatIsNotThereYieldsNothing) {
    const auto read = json::parse(R"({"a":{"b":"text"},"n":17,"null":null})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->root()["a"]["b"].text(), "text");
    EXPECT_EQ(read->root()["n"].text(), "17");
    EXPECT_EQ(read->root()["x"]["y"]["z"].text(), "");
    EXPECT_FALSE(read->root()["null"]);
    EXPECT_FALSE(read->root()["a"]["b"].natural());
}

TEST(Json, ATrailingCommaIsForgiven) {
    const auto read = json::parse("{\"medias\":[1,2],\n\t\t}");
    ASSERT_TRUE(read) << read.error().message;
    int count = 0;
    read->root()["medias"].each([&](json::View) { ++count; });
    EXPECT_EQ(count, 2);
}

TEST(Json, ALoneBackslashIsText) {
    const auto read = json::parse(R"({"a":"C:\games \u00e9 \n \"q\" \uZZ"})");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->root()["a"].text(), "C:\\games \xC3\xA9 \n \"q\" \\uZZ");
}

TEST(Json, AControlCharacterInATextIsForgiven) {
    const auto read = json::parse("\xEF\xBB\xBF{\"a\":\"x\ny\"}");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->root()["a"].text(), "x\ny");
}

TEST(Json, AListMayBeAnArrayAnObjectOfObjectsOrOneObject) {
    const auto read =
        json::parse(R"({"a":[{"t":1},{"t":2}],"o":{"7":{"t":1},"8":{"t":2}},"s":{"t":3},"e":{}})");
    ASSERT_TRUE(read);
    const auto sum = [&](const char* key) {
        std::string out;
        read->root()[key].each([&](json::View item) { out += item["t"].text(); });
        return out;
    };
    EXPECT_EQ(sum("a"), "12");
    EXPECT_EQ(sum("o"), "12");
    EXPECT_EQ(sum("s"), "3");
    EXPECT_EQ(sum("e"), "");
}

TEST(Json, HostileNestingCostsNoStack) {
    const std::string deep(2000000, '[');
    EXPECT_FALSE(json::parse(deep));
    EXPECT_TRUE(json::parse(deep + std::string(deep.size(), ']')));
}

TEST(Json, WhatCannotBeRepairedIsMalformed) {
    for (const char* text : {"", "{", "no", "{\"a\":\"", "{\"a\":\"\\", "[1}"}) {
        const auto read = json::parse(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, curateur::Errc::malformed);
    }
}
