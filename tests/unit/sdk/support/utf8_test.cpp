#include <curateur/support/utf8.hpp>

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace curateur {
namespace {

TEST(Utf8, WhatIsNoCharacterIsNotUtf8) {
    for (const std::string_view bytes : {"\xC3",             // cut short
                                         "\x80",             // nothing leads
                                         "\xC0\x80",         // overlong
                                         "\xE0\x80\x80",     // overlong
                                         "\xED\xA0\x80",     // half of a surrogate pair
                                         "\xF4\x90\x80\x80", // above U+10FFFF
                                         "Pok\xE9mon"}) {    // Latin-1
        EXPECT_FALSE(is_utf8(bytes)) << bytes;
    }
}

TEST(Utf8, WhatIsAppendedIsUtf8) {
    constexpr std::array<std::pair<std::uint32_t, std::string_view>, 4> k_cases{
        {{0x41, "A"}, {0xE9, "é"}, {0x30DD, "ポ"}, {0x1F3AE, "🎮"}}};
    for (const auto& [code, wanted] : k_cases) {
        std::string text;
        append_utf8(text, code);
        EXPECT_EQ(text, wanted);
        EXPECT_TRUE(is_utf8(text));
    }
}

} // namespace
} // namespace curateur
