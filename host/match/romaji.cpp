#include "match/romaji.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace curateur::match {
namespace {

// U+3041 to U+3096, hiragana; katakana stand 0x60 further on. Small letters are in upper case.
constexpr std::array<std::string_view, 0x3097 - 0x3041> k_kana{
    "A",  "a",  "I",   "i",  "U",   "u",   "E",  "e",   "O",  "o",  "ka", "ga", "ki", "gi", "ku",
    "gu", "ke", "ge",  "ko", "go",  "sa",  "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
    "ta", "da", "chi", "ji", "TSU", "tsu", "zu", "te",  "de", "to", "do", "na", "ni", "nu", "ne",
    "no", "ha", "ba",  "pa", "hi",  "bi",  "pi", "fu",  "bu", "pu", "he", "be", "pe", "ho", "bo",
    "po", "ma", "mi",  "mu", "me",  "mo",  "YA", "ya",  "YU", "yu", "YO", "yo", "ra", "ri", "ru",
    "re", "ro", "WA",  "wa", "wi",  "we",  "wo", "n",   "vu", "KA", "KE"};
constexpr std::uint32_t k_first_hiragana = 0x3041, k_first_katakana = 0x30A1;
constexpr std::string_view k_long_mark = "\u30fc";
constexpr std::size_t k_bytes = 3; // of a kana in UTF-8

// The kana at the start; "": there is none.
std::string_view kana_at(std::string_view text) {
    if (text.size() < k_bytes || static_cast<std::uint8_t>(text[0]) != 0xE3)
        return "";
    const std::uint32_t code = 0x3000U | ((static_cast<std::uint8_t>(text[1]) & 0x3FU) << 6U) |
                               (static_cast<std::uint8_t>(text[2]) & 0x3FU);
    for (const auto first : {k_first_hiragana, k_first_katakana})
        if (code >= first && code - first < k_kana.size())
            return k_kana.at(code - first);
    return "";
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// A small letter changes the sound before it: "ki" and a small "ya" are "kya", "fu" and "a" "fa".
void append_small(std::string& out, std::string_view small) {
    if (!out.empty() && std::string_view("aiueo").find(out.back()) != std::string_view::npos) {
        const bool glides = small.size() == 2;
        const char vowel = out.back();
        out.pop_back();
        const bool hushes = out.ends_with("sh") || out.ends_with("ch") || out.ends_with("j");
        if (glides && vowel == 'i' && hushes)
            small.remove_prefix(1); // "sha", not "shya"
        else if (!glides && out.empty())
            out += 'w'; // "u" and a small "i" are "wi"
    }
    std::transform(small.begin(), small.end(), std::back_inserter(out), lower);
}

struct Sound {
    std::string_view from, to;
};

// In this order: what a row makes, a later one may fold further.
constexpr std::array<Sound, 22> k_sounds{{
    {"sh", "sy"},  {"syi", "si"}, {"ch", "ty"}, {"tyi", "ti"}, {"tsu", "tu"}, {"j", "zy"},
    {"zyi", "zi"}, {"di", "zi"},  {"du", "zu"}, {"dz", "z"},   {"fu", "hu"},  {"yy", "y"},
    {"wo", "o"},   {"mb", "nb"},  {"mm", "nm"}, {"mp", "np"},  {"ou", "o"},   {"oo", "o"},
    {"uu", "u"},   {"aa", "a"},   {"ii", "i"},  {"ee", "e"},
}};

} // namespace

std::string romanised(std::string_view title) {
    std::string out;
    bool doubles = false;
    while (!title.empty()) {
        const std::string_view sound = kana_at(title);
        if (sound.empty()) {
            const bool is_mark = title.starts_with(k_long_mark);
            out.append(is_mark ? "" : title.substr(0, 1));
            title.remove_prefix(is_mark ? k_bytes : 1);
            continue;
        }
        title.remove_prefix(k_bytes);
        if (sound == "TSU") {
            doubles = true;
            continue;
        }
        if (sound.front() >= 'A' && sound.front() <= 'Z') {
            append_small(out, sound);
            continue;
        }
        if (doubles)
            out += sound.front() == 'c' ? 't' : sound.front(); // "matchi"
        doubles = false;
        out += sound;
    }
    return out;
}

std::string folded(std::string_view lower_case) {
    std::string text(lower_case);
    for (const Sound& sound : k_sounds)
        for (auto at = text.find(sound.from); at != std::string::npos;
             at = text.find(sound.from, at + sound.to.size()))
            text.replace(at, sound.from.size(), sound.to);
    return text;
}

} // namespace curateur::match
