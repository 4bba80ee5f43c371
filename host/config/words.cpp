#include "config/words.hpp"

#include "config/deadline.hpp"
#include "core/text.hpp"
#include "registry/registry.hpp"

#include <algorithm>
#include <array>

namespace curateur::config {

namespace {

constexpr std::size_t k_listed = 20; // more names are no help in a message

Error no_such(const std::string& word,
              const std::string& what,
              const std::vector<std::string>& known) {
    return Error{Errc::invalid, "\"" + word + "\" is no " + what + suggestion(word, known)};
}

Result<std::string> media_of(const std::string& word, const std::vector<Declared>* plugins) {
    std::vector<std::string> known;
    if (const auto* kind = registry::find_media(word)) {
        return std::string(kind->name);
    }
    for (const auto& kind : registry::media_kinds()) {
        known.emplace_back(kind.name);
    }
    if (plugins == nullptr) {
        return word;
    }
    for (const auto& plugin : *plugins) {
        for (const auto& [code, kind] : plugin.media_codes) {
            if (code == word) {
                return kind;
            }
            known.push_back(code);
        }
    }
    // The codes serve the guess, the kinds the list.
    const auto near = core::nearest(word, known);
    known.resize(registry::media_kinds().size());
    return Error{Errc::invalid,
                 "\"" + word + "\" is no kind of media" +
                     (near.empty() ? "; there are " + listed(known) : did_you_mean(near))};
}

Result<std::string> media_or_field_of(const std::string& word,
                                      const std::vector<Declared>* plugins) {
    if (registry::find_field(word) != nullptr) {
        return word;
    }
    if (auto kind = media_of(word, plugins)) {
        return kind;
    }
    std::vector<std::string> known;
    for (const auto& kind : registry::media_kinds()) {
        known.emplace_back(kind.name);
    }
    for (const auto& field : registry::fields()) {
        known.emplace_back(field.name);
    }
    const auto near = core::nearest(word, known);
    return Error{Errc::invalid,
                 "\"" + word + "\" is no kind of media and no field" +
                     (near.empty() ? "; there are " + listed(known) : did_you_mean(near))};
}

Result<std::string>
plugin_of(Part part, const std::string& word, const std::vector<Declared>* plugins) {
    if (plugins == nullptr) {
        return word;
    }
    std::vector<std::string> known;
    for (const auto& plugin : *plugins) {
        if (plugin.part == part) {
            known.push_back(plugin.id);
        }
    }
    if (std::find(known.begin(), known.end(), word) != known.end()) {
        return word;
    }
    const std::string what = part == Part::source ? "source" : "output";
    return known.empty()
               ? Error{Errc::invalid,
                       "\"" + word + "\" is not installed, nor is any other " + what +
                           "; \"curateur plugins list\" says where plugins are looked for"}
               : no_such(word, what + " that is installed", known);
}

Result<std::string> name_of(const std::string& word) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    if (word.size() > 64 || word.starts_with('.') || !std::all_of(word.begin(), word.end(), fits)) {
        return Error{Errc::invalid,
                     "\"" + word +
                         "\" cannot name a directory; use letters, digits, \"-\", \"_\" and \".\""};
    }
    return word;
}

Result<std::string> language_of(std::string word) {
    std::replace(word.begin(), word.end(), '_', '-');
    if (!registry::is_language(word)) {
        return Error{Errc::invalid,
                     "\"" + word + "\" is no language; use a code such as en, de, ja or zh-Hant"};
    }
    return word;
}

Result<std::string> region_of(const std::string& word) {
    if (const auto* region = registry::find_region(word)) {
        return std::string(region->code);
    }
    // Codes are too short to be guessed from one another; names are not.
    for (const auto& region : registry::regions()) {
        if (core::same_letters(region.name, word)) {
            return Error{Errc::invalid,
                         "\"" + word + "\" is no code of a region" +
                             did_you_mean(std::string(region.code))};
        }
    }
    return Error{Errc::invalid,
                 "\"" + word + "\" is no region; use codes such as wor, eu, us, jp, " +
                     "or of a country: de, fr, gb"};
}

Result<std::string> platform_of(const std::string& word) {
    if (registry::find_platform(word) != nullptr) {
        return word;
    }
    std::vector<std::string> known;
    for (const auto& platform : registry::platforms()) {
        known.emplace_back(platform.id);
    }
    return no_such(word, "platform", known);
}

// "{gamelists}/{system}", "~/lists/{system}".
Result<std::string> place_of(const std::string& word) {
    static const std::vector<std::string> tokens{"system", "roms", "rom_dir", "media", "gamelists"};
    for (std::size_t at = 0; at < word.size();) {
        const auto brace = word.find_first_of("{}", at);
        if (brace == std::string::npos) {
            break;
        }
        const auto end = word.find('}', brace);
        const auto token =
            end == std::string::npos ? word : word.substr(brace + 1, end - brace - 1);
        if (word[brace] == '}' || end == std::string::npos ||
            std::find(tokens.begin(), tokens.end(), token) == tokens.end()) {
            return Error{Errc::invalid,
                         "\"" + word + "\" holds braces that are no token; there are {system}, " +
                             "{roms}, {rom_dir}, {media} and {gamelists}"};
        }
        at = end + 1;
    }
    return word;
}

} // namespace

std::string did_you_mean(const std::string& word) {
    return "; did you mean \"" + word + "\"?";
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    }
    return text;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
    const auto near = core::nearest(word, known);
    if (!near.empty()) {
        return did_you_mean(near);
    }
    const std::string there = known.size() == 1 ? "; there is " : "; there are ";
    return known.empty() || known.size() > k_listed ? "" : there + listed(known);
}

Result<std::string>
word_of(Words words, const std::string& word, const std::vector<Declared>* plugins) {
    switch (words) {
    case Words::any:
    case Words::variant: // what it may be depends on the kind: variant_of
        return word;
    case Words::name:
        return name_of(word);
    case Words::language:
        return language_of(word);
    case Words::region:
        return region_of(word);
    case Words::platform:
        return platform_of(word);
    case Words::media:
        return media_of(word, plugins);
    case Words::media_or_field:
        return media_or_field_of(word, plugins);
    case Words::source:
    case Words::priority:
        return plugin_of(Part::source, word, plugins);
    case Words::output:
        return plugin_of(Part::output, word, plugins);
    case Words::place:
        return place_of(word);
    case Words::deadline: {
        CURATEUR_CHECK(deadline_of(word));
        return word;
    }
    }
    return word;
}

Result<std::string> variant_of(const std::string& kind, const std::string& word) {
    const auto* const row = registry::find_media(kind);
    std::vector<std::string> known;
    if (row != nullptr) {
        known.assign(row->variants.begin(), row->variants.end());
    }
    if (known.empty()) {
        return Error{Errc::invalid, kind + " has no variants; remove \"" + word + "\""};
    }
    if (std::find(known.begin(), known.end(), word) != known.end()) {
        return word;
    }
    return no_such(word, "variant of " + kind, known);
}

Result<std::string> priority_of(const std::string& word, const std::vector<Declared>* plugins) {
    constexpr std::string_view k_media = "media.";
    if (word == "default" || registry::find_field(word) != nullptr) {
        return word;
    }
    if (word.starts_with(k_media)) {
        CURATEUR_TRY(const auto kind, media_of(word.substr(k_media.size()), plugins));
        return std::string(k_media) + kind;
    }
    std::vector<std::string> known{"default"};
    for (const auto& field : registry::fields()) {
        known.emplace_back(field.name);
    }
    for (const auto& kind : registry::media_kinds()) {
        known.push_back(std::string(k_media) + std::string(kind.name));
    }
    return no_such(word, "field and no \"media.\" and a kind", known);
}

} // namespace curateur::config
