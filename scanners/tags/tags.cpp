#include "tags/tags.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace curateur::tags {
namespace {

struct Word {
    std::string_view text, code;
};

// No-Intro and Redump spell regions out; GoodTools uses letters, TOSEC two-letter codes.
constexpr std::array<Word, 53> k_regions{{
    {"USA", "us"},
    {"U", "us"},
    {"US", "us"},
    {"Europe", "eu"},
    {"E", "eu"},
    {"EU", "eu"},
    {"Japan", "jp"},
    {"J", "jp"},
    {"JP", "jp"},
    {"World", "wor"},
    {"W", "wor"},
    {"France", "fr"},
    {"F", "fr"},
    {"FR", "fr"},
    {"Germany", "de"},
    {"G", "de"},
    {"DE", "de"},
    {"Spain", "es"},
    {"S", "es"},
    {"ES", "es"},
    {"Italy", "it"},
    {"I", "it"},
    {"IT", "it"},
    {"UK", "gb"},
    {"United Kingdom", "gb"},
    {"GB", "gb"},
    {"Netherlands", "nl"},
    {"NL", "nl"},
    {"Sweden", "se"},
    {"SE", "se"},
    {"Korea", "kr"},
    {"K", "kr"},
    {"KR", "kr"},
    {"China", "cn"},
    {"CN", "cn"},
    {"Brazil", "br"},
    {"B", "br"},
    {"BR", "br"},
    {"Australia", "au"},
    {"A", "au"},
    {"AU", "au"},
    {"Canada", "ca"},
    {"CA", "ca"},
    {"Asia", "asi"},
    {"Taiwan", "tw"},
    {"Russia", "ru"},
    {"Poland", "pl"},
    {"Portugal", "pt"},
    {"Greece", "gr"},
    {"Denmark", "dk"},
    {"Norway", "no"},
    {"Finland", "fi"},
    {"Latin America", "ame"},
}};

constexpr std::array<std::string_view, 24> k_languages{
    "en", "fr", "de", "es", "it", "nl", "sv", "no", "da", "fi", "pt", "ja",
    "zh", "ko", "ru", "pl", "cs", "hu", "tr", "el", "ca", "hr", "sk", "ar"};

std::string lower(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" _");
    return from == std::string_view::npos
               ? ""
               : text.substr(from, text.find_last_not_of(" _") - from + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

void add(std::vector<std::string>& all, std::string_view code) {
    if (std::find(all.begin(), all.end(), code) == all.end()) {
        all.emplace_back(code);
    }
}

std::string_view region_of(std::string_view word) {
    const auto* const found = std::find_if(
        k_regions.begin(), k_regions.end(), [&](const Word& one) { return one.text == word; });
    return found == k_regions.end() ? "" : found->code;
}

// "USA, Europe", "USA-Europe" (TOSEC), "JU", "UE" (GoodTools).
bool take_regions(Tags& tags, std::string_view tag) {
    std::vector<std::string> found;
    for (const auto part : split(tag, tag.find(',') != std::string_view::npos ? ',' : '-')) {
        const auto code = region_of(part);
        if (code.empty()) {
            found.clear();
            break;
        }
        add(found, code);
    }
    if (found.empty() && tag.size() <= 3 &&
        tag.find_first_not_of("UEJ") == std::string_view::npos) {
        for (const char letter : tag) {
            add(found, region_of(std::string_view(&letter, 1)));
        }
    }
    for (const auto& code : found) {
        add(tags.regions, code);
    }
    return !found.empty();
}

// "En,Fr,De", "En+Fr", "en-fr", "En-US" is English.
bool take_languages(Tags& tags, std::string_view tag) {
    std::vector<std::string> found;
    std::string text(tag);
    std::replace(text.begin(), text.end(), '+', ',');
    for (const auto part : split(text, ',')) {
        const auto code = lower(part.substr(0, part.find('-')));
        if (std::find(k_languages.begin(), k_languages.end(), code) == k_languages.end()) {
            return false;
        }
        add(found, code);
    }
    for (const auto& code : found) {
        add(tags.languages, code);
    }
    return true;
}

bool take_disc(Tags& tags, std::string_view tag) {
    const auto text = lower(tag);
    for (const std::string_view word : {"disc ", "disk ", "cd ", "cd", "side ", "tape "}) {
        if (!text.starts_with(word)) {
            continue;
        }
        const auto rest = std::string_view(text).substr(word.size());
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error == std::errc() && (end == rest.data() + rest.size() || *end == ' ')) {
            tags.disc = number;
            return true;
        }
        if (word != "cd" && rest.size() == 1 && rest[0] >= 'a' && rest[0] <= 'h') {
            tags.disc = static_cast<std::uint32_t>(rest[0] - 'a' + 1);
            return true;
        }
    }
    return false;
}

bool take_revision(Tags& tags, std::string_view tag) {
    const auto text = lower(tag);
    if (text.starts_with("rev ")) {
        tags.revision = std::string(tag.substr(4));
    } else if (text.size() > 1 && text[0] == 'v' && text[1] >= '0' && text[1] <= '9') {
        tags.revision = std::string(tag.substr(1));
    } else if (text.starts_with("rev") && text.size() > 3 && text[3] >= '0' && text[3] <= '9') {
        tags.revision = std::string(tag.substr(3));
    } else {
        return false;
    }
    return true;
}

void take(Tags& tags, std::string_view tag) {
    if (tag.empty()) {
        return;
    }
    // TOSEC writes languages in lower case where a region would be upper: "(de)" against "(DE)".
    const bool lower_pair = tag.size() == 2 && tag == lower(tag);
    if ((!lower_pair && take_regions(tags, tag)) || take_languages(tags, tag) ||
        take_disc(tags, tag) || take_revision(tags, tag)) {
        return;
    }
    tags.others.emplace_back(tag);
}

} // namespace

Tags parse(std::string_view name) {
    Tags tags;
    std::string title;
    while (!name.empty()) {
        const char open = name.front();
        const char close = open == '(' ? ')' : open == '[' ? ']' : '\0';
        const auto end = close == '\0' ? std::string_view::npos : name.find(close);
        if (end == std::string_view::npos) {
            title += open == '_' ? ' ' : open;
            name.remove_prefix(1);
            continue;
        }
        take(tags, trimmed(name.substr(1, end - 1)));
        name.remove_prefix(end + 1);
        if (title.ends_with(' ') && name.starts_with(' ')) {
            name.remove_prefix(1);
        }
    }
    tags.title = std::string(trimmed(title));
    return tags;
}

} // namespace curateur::tags
