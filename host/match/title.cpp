#include "match/title.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace curateur::match {
namespace {

// U+00C0 to U+017F without their accents, two letters where it takes two. Codepoints that are no
// letters map to a blank.
constexpr std::array<std::string_view, 0x180 - 0xC0> k_latin = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // C0
    "d", "n", "o",  "o",  "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "ss", // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // E0
    "d", "n", "o",  "o",  "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "y",  // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",  // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",  // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",  // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",  // 170
};

struct Codepoint {
    std::uint32_t value;
    std::size_t bytes;
};

// The codepoint at the start of valid UTF-8; a stray byte counts as itself.
Codepoint decode(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint8_t>(text[i]);
    };
    const std::uint32_t first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || length > text.size() || first < 0xC0)
        return {first, 1};
    std::uint32_t value = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        value = (value << 6U) | (byte(i) & 0x3FU);
    return {value, length};
}

bool is_ascii_word(std::uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// General punctuation and symbols, CJK punctuation, the fullwidth forms of ASCII punctuation.
bool is_foreign_punctuation(std::uint32_t c) {
    return (c >= 0x80 && c < 0xC0) || (c >= 0x2000 && c < 0x2C00) || (c >= 0x3000 && c <= 0x3004) ||
           (c >= 0x3008 && c <= 0x3020) || c == 0x30FB || (c >= 0xFF01 && c <= 0xFF0F);
}

void append(std::string& out, const Codepoint& c, std::string_view bytes) {
    const std::uint32_t lower = c.value >= 'A' && c.value <= 'Z' ? c.value + ('a' - 'A') : c.value;
    if (lower < 0x80) {
        if (is_ascii_word(lower))
            out += static_cast<char>(lower);
        else if (lower == '&')
            out += " and ";
        else if (lower != '\'' &&
                 lower != '.') // "Dr. Mario's" is "dr marios", "H.E.R.O." is "hero"
            out += ' ';
    } else if (c.value >= 0xC0 && c.value < 0x180) {
        out += k_latin.at(c.value - 0xC0);
    } else if (c.value == 0x2019) { // the typographic apostrophe
        return;
    } else if (c.value == 0xB9 || c.value == 0xB2 || c.value == 0xB3) { // "Alien³"
        out += c.value == 0xB9 ? " 1" : c.value == 0xB2 ? " 2" : " 3";
    } else if (is_foreign_punctuation(c.value)) {
        out += ' ';
    } else {
        out += bytes;
    }
}

bool is_article(std::string_view word) {
    return word == "the" || word == "a" || word == "an";
}

} // namespace

std::vector<std::string> words_of(std::string_view title) {
    std::string plain;
    for (std::string_view rest = title; !rest.empty();) {
        const Codepoint c = decode(rest);
        append(plain, c, rest.substr(0, c.bytes));
        rest.remove_prefix(c.bytes);
    }
    std::vector<std::string> all;
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < plain.size()) {
        const std::size_t start = plain.find_first_not_of(' ', at);
        if (start == std::string::npos)
            break;
        at = std::min(plain.find(' ', start), plain.size());
        all.push_back(plain.substr(start, at - start));
        if (!is_article(all.back()))
            words.push_back(all.back());
    }
    return words.empty() ? all : words; // "The The" keeps its name
}

int number_of(std::string_view word) {
    if (word.empty() || word.size() > 7)
        return -1;
    if (std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        int value = 0;
        for (const char c : word)
            value = value * 10 + (c - '0');
        return value;
    }
    // Roman numerals in their one proper spelling, so that "civil" and "mix" stay words.
    static constexpr std::array<std::string_view, 4> k_tens = {"", "x", "xx", "xxx"};
    static constexpr std::array<std::string_view, 10> k_ones = {
        "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    for (int tens = 3; tens >= 0; --tens) {
        const std::string_view prefix = k_tens.at(static_cast<std::size_t>(tens));
        if (word.substr(0, prefix.size()) != prefix)
            continue;
        const auto* const one = std::find(k_ones.begin(), k_ones.end(), word.substr(prefix.size()));
        if (one != k_ones.end())
            return tens * 10 + static_cast<int>(one - k_ones.begin());
    }
    return -1;
}

std::vector<std::string_view> alternatives_of(std::string_view title) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= title.size();) {
        const std::size_t end = std::min(title.find('~', at), title.size());
        const std::string_view part = title.substr(at, end - at);
        if (part.find_first_not_of(' ') != std::string_view::npos)
            parts.push_back(part);
        at = end + 1;
    }
    return parts;
}

std::optional<Split> split_at_subtitle(std::string_view title) {
    std::optional<Split> last;
    for (const std::string_view mark : {" - ", ": ", " : ", " \u2013 ", " \u2014 ", "\uff1a"}) {
        const std::size_t at = title.rfind(mark);
        if (at == std::string_view::npos || at == 0 || at + mark.size() == title.size())
            continue;
        const std::size_t main = title.substr(0, at).find_last_not_of(' ');
        if (main != std::string_view::npos && (!last || at > last->main.size()))
            last = Split{title.substr(0, main + 1), title.substr(at + mark.size())};
    }
    return last;
}

std::string_view without_owner(std::string_view title) {
    std::size_t words = 0;
    for (std::size_t at = title.find(' '); at != std::string_view::npos && words < 3;
         at = title.find(' ', at + 1), ++words) {
        const std::string_view before = title.substr(0, at);
        if (before.ends_with("'s") || before.ends_with("s'") || before.ends_with("\u2019s"))
            return title.substr(at + 1);
    }
    return title;
}

std::string_view without_release_number(std::string_view title) {
    constexpr std::size_t k_digits = 4;
    constexpr std::string_view k_mark = " - ";
    const bool is_numbered = title.size() > k_digits + k_mark.size() &&
                             std::all_of(title.begin(),
                                         title.begin() + k_digits,
                                         [](char c) { return c >= '0' && c <= '9'; }) &&
                             title.substr(k_digits, k_mark.size()) == k_mark;
    return is_numbered ? title.substr(k_digits + k_mark.size()) : title;
}

} // namespace curateur::match
