#include <curateur/support/html_text.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace html = curateur::html;

TEST(HtmlText, EntitiesBecomeCharacters) {
    EXPECT_EQ(
        html::decode_entities("&quot;R&amp;D&quot; &#039;a&#x26;b &eacute;&copy;&euro;&nbsp;x"),
        "\"R&D\" 'a&b \xC3\xA9\xC2\xA9\xE2\x82\xAC x");
}

TEST(HtmlText, AnAmpersandThatBeginsNoEntityStays) {
    EXPECT_EQ(html::decode_entities("Run & Jump &; &nosuch; &#; &#xD800; &#99999999; &"),
              "Run & Jump &; &nosuch; &#; &#xD800; &#99999999; &");
}

TEST(HtmlText, TheTableIsSorted) {
    EXPECT_TRUE(std::is_sorted(std::begin(html::k_entities),
                               std::end(html::k_entities),
                               [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(HtmlText, PlainTextDecodesTwiceAndKeepsLines) {
    EXPECT_EQ(html::plain_text(" Run &amp;quot;fast&amp;quot;.\r\nNow\r\n\x01 "),
              "Run \"fast\".\nNow");
}

TEST(HtmlText, PlainLineIsOneLineWithSingleSpaces) {
    EXPECT_EQ(html::plain_line(" Nintendo&nbsp;of\r\n  America "), "Nintendo of America");
}

TEST(HtmlText, BytesThatAreNotUtf8AreLatin1) {
    EXPECT_EQ(html::to_utf8("acc\xE9s \xC3\xA9"), "acc\xC3\xA9s \xC3\xA9");
}
