#include "tags/tags.hpp"

#include "tags/words.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace curateur::tags {
namespace {

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

template <std::size_t n>
std::string_view code_of(const std::array<Word, n>& words, std::string_view text) {
    const auto* const found =
        std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.text == text; });
    return found == words.end() ? "" : found->code;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "USA, Europe", "USA-Europe" (TOSEC), "JU", "UE" (GoodTools). The first such tag counts: later
// ones look like it by chance, "(USA) (B)" is a side or a version.
bool take_regions(Tags& tags, std::string_view tag) {
    if (!tags.regions.empty()) {
        return false;
    }
    std::vector<std::string> found;
    const auto add_code = [&](std::string_view codes) {
        for (const auto code : split(codes, ',')) {
            add(found, code);
        }
    };
    for (const auto part : split(tag, tag.find(',') != std::string_view::npos ? ',' : '-')) {
        const auto codes = code_of(k_regions, part);
        if (codes.empty()) {
            found.clear();
            break;
        }
        add_code(codes);
    }
    if (found.empty() && tag.size() <= 4 && tag.find_first_not_of("UEJBK") == tag.npos &&
        tag.find_first_of("UEJ") != tag.npos) {
        for (const char& letter : tag) {
            add_code(code_of(k_regions, std::string_view(&letter, 1)));
        }
    }
    tags.regions = std::move(found);
    return !tags.regions.empty();
}

// "En,Fr,De", "En+Fr", TOSEC's "en-fr"; "En-US" and "Zh-Hant" are one language.
bool take_languages(Tags& tags, std::string_view tag) {
    std::vector<std::string> found;
    std::string text(tag);
    std::replace(text.begin(), text.end(), '+', ',');
    if (tag == lower(tag)) {
        std::replace(text.begin(), text.end(), '-', ',');
    }
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

// "Disc 2", "Disk 1 of 3 Side B", "CD1", "Disc B". A side or a tape counts where no disc is named.
bool take_disc(Tags& tags, std::string_view tag) {
    const auto text = lower(tag);
    for (const std::string_view word : {"disc ", "disk ", "cd ", "cd", "side ", "tape ", "part "}) {
        if (!text.starts_with(word)) {
            continue;
        }
        const auto rest = std::string_view(text).substr(word.size());
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        const bool is_alone = error == std::errc() && end == rest.data() + rest.size();
        const bool is_of = error == std::errc() && end != rest.data() + rest.size() && *end == ' ';
        if (word != "cd" && rest.size() == 1 && rest[0] >= 'a' && rest[0] <= 'h') {
            number = static_cast<std::uint32_t>(rest[0] - 'a' + 1);
        } else if (!is_of && (!is_alone || word == "part ")) {
            continue;
        }
        const bool is_disc = word != "side " && word != "tape ";
        tags.disc = is_disc || tags.disc == 0 ? number : tags.disc;
        return true;
    }
    return false;
}

// "Beta", "Beta 2", "Alt 1", "demo-playable", "Hack by Ann".
bool take_status(Tags& tags, std::string_view tag) {
    const auto text = lower(tag);
    auto code = code_of(k_statuses, text);
    if (code.empty()) {
        const auto end = text.find_first_of(" -,");
        code = code_of(k_statuses, std::string_view(text).substr(0, end));
    }
    if (!code.empty()) {
        add(tags.status, code);
    }
    return !code.empty();
}

// "[!]", "[b1]", "[h1C]", "[cr Fairlight]", "[T+Fre]": what is in brackets tells of the dump.
bool take_flag(Tags& tags, std::string_view tag) {
    if (tag.starts_with("T+") || tag.starts_with("T-")) {
        add(tags.status, "translated");
        return true;
    }
    const auto end = std::min(tag.find_first_of(" 0123456789"), tag.size());
    auto code = code_of(k_flags, tag.substr(0, end));
    if (code.empty() && lower(tag) == "bios") {
        code = "bios";
    }
    if (!code.empty()) {
        add(tags.status, code);
    }
    return !code.empty();
}

bool take_revision(Tags& tags, std::string_view tag) {
    const auto text = lower(tag);
    if (text.starts_with("rev ")) {
        tags.revision = std::string(tag.substr(4));
    } else if (text.size() > 1 && text[0] == 'v' && is_digit(text[1])) {
        tags.revision = std::string(tag.substr(1));
    } else if (text.starts_with("rev") && text.size() > 3 && is_digit(text[3])) {
        tags.revision = std::string(tag.substr(3));
    } else {
        return false;
    }
    return true;
}

// "1987", "1991-05-02"; TOSEC's "19xx" says nothing.
bool take_year(Tags& tags, std::string_view tag) {
    int year = 0;
    const auto* const end = tag.data() + std::min<std::size_t>(tag.size(), 4);
    const auto read = std::from_chars(tag.data(), end, year);
    const bool is_date = tag.size() == 4 || (tag.size() > 4 && tag[4] == '-');
    if (read.ec != std::errc() || read.ptr != end || !is_date || year < 1970 || year > 2100) {
        return false;
    }
    tags.year = year;
    return true;
}

void take(Tags& tags, std::string_view tag, bool in_brackets) {
    if (tag.empty() || (in_brackets && take_flag(tags, tag))) {
        return;
    }
    // TOSEC writes languages in lower case where a region would be upper: "(de)" against "(DE)".
    const bool is_lower_pair = tag.size() == 2 && tag == lower(tag);
    if ((!is_lower_pair && take_regions(tags, tag)) || take_languages(tags, tag) ||
        take_disc(tags, tag) || take_revision(tags, tag) || take_status(tags, tag) ||
        take_year(tags, tag)) {
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
        take(tags, trimmed(name.substr(1, end - 1)), open == '[');
        name.remove_prefix(end + 1);
        if (title.ends_with(' ') && name.starts_with(' ')) {
            name.remove_prefix(1);
        }
    }
    tags.title = std::string(trimmed(title));
    return tags;
}

} // namespace curateur::tags
