#include "cli/evidence_words.hpp"

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

template <std::size_t n, class Enum>
std::string_view word_of(const std::array<std::string_view, n>& words, Enum value) {
    const auto at = static_cast<std::size_t>(value);
    return at < n ? words.at(at) : "";
}

// "us,eu" → "us", "eu"
std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        words.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return words;
}

} // namespace

std::string_view name_of(core::Of of) {
    constexpr std::array<std::string_view, 8> k_of{
        "", "file", "member", "payload", "track", "container", "largest", "disc_data"};
    return word_of(k_of, of);
}

std::string_view name_of(core::Form form) {
    constexpr std::array<std::string_view, 5> k_forms{"", "rom", "disc", "folder", "set"};
    return word_of(k_forms, form);
}

void put_evidence(report::JsonObject& json, const core::Evidence& evidence) {
    json.text("of", name_of(evidence.of));
    json.text("name", evidence.name);
    if (evidence.size) {
        json.number("size", *evidence.size);
    }
    json.text("crc32", evidence.crc32);
    json.text("md5", evidence.md5);
    json.text("sha1", evidence.sha1);
    json.text("serial", evidence.serial);
    json.list("regions", words_of(evidence.regions));
    json.list("languages", words_of(evidence.languages));
    json.number("disc", evidence.disc);
}

} // namespace curateur::cli
