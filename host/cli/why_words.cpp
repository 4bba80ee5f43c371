// The words in which it is told.
#include "cli/show_why.hpp"
#include "platform/clock.hpp"

#include <algorithm>
#include <array>

namespace curateur::cli {

namespace {

using Because = pipeline::Lookups::Because;
using State = pipeline::MediaWork::Place::State;

constexpr std::size_t k_longest_value = 60; // letters of a value that stands somewhere

std::string in_quotes(const std::string& text) {
    return "\"" + text + "\"";
}

} // namespace

std::string when(std::int64_t unix_ms, std::int64_t now_unix_ms) {
    constexpr std::int64_t k_minute = 60'000;
    const auto minutes = (now_unix_ms - unix_ms) / k_minute;
    auto text = platform::local_time(unix_ms);
    if (minutes < 0) {
        return text;
    }
    const auto many = [](std::int64_t count, const char* what) {
        return std::to_string(count) + " " + what + (count == 1 ? "" : "s") + " ago";
    };
    constexpr std::int64_t k_hour = 60, k_day = 24 * k_hour;
    return text + " (" +
           (minutes < 1            ? std::string("just now")
            : minutes < 2 * k_hour ? many(minutes, "minute")
            : minutes < 2 * k_day  ? many(minutes / k_hour, "hour")
                                   : many(minutes / k_day, "day")) +
           ")";
}

std::size_t letters_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

// Its first letters, in one line.
std::string shortened(std::string text, std::size_t most) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (letters_in(text) <= most) {
        return text;
    }
    std::size_t end = 0;
    for (std::size_t letters = 0; letters < most; ++end) {
        letters += (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return text.substr(0, text.rfind(' ', end)) + " …";
}

std::string sentence_of(Because because) {
    constexpr std::array<std::string_view, 13> k_sentences{
        "is asked by the number that you pinned",
        "is asked anew: what was known is not what you say now",
        "is asked once more, as every source is (--update)",
        "is asked: it never was",
        "is asked again: it failed the last time",
        "is asked again: its last answer is more than 30 days old",
        "is asked for the title: it was not searched for yet",
        "is asked once more: the nearest game is near enough now",
        "is not asked: what its record lacks, it does not have",
        "is not asked: it was since this update began",
        "is not asked again before",
        "is not asked again before",
        "is not asked: nothing that it could know is missing"};
    return std::string(k_sentences.at(static_cast<std::size_t>(because)));
}

std::string sentence_of(const merge::FieldVerdict& verdict) {
    const auto stands = shortened(verdict.mine.value_or(""), k_longest_value);
    switch (verdict.row) {
    case merge::Row::fills:
        return "is not there yet; the next run writes it";
    case merge::Row::refreshes:
        return "curateur's " + in_quotes(stands) + "; the next run writes the new value";
    case merge::Row::agrees:
        return verdict.base ? "stands there, curateur's" : "stands there; counts as curateur's";
    case merge::Row::edited:
        return "you changed it to " + in_quotes(stands) + "; it stays";
    case merge::Row::cleared:
        return "you removed it; it stays so";
    case merge::Row::foreign:
        return "yours or another tool's " + in_quotes(stands) + "; it stays";
    case merge::Row::overrules:
        return (verdict.mine ? "yours, " + in_quotes(stands) : "removed by you") +
               "; the next run overwrites it (scraping.merge_strategy)";
    case merge::Row::stays:
        return !verdict.mine ? "unset"
                             : in_quotes(stands) + (verdict.mine == verdict.base
                                                        ? ", curateur's; it stays"
                                                        : ", not curateur's; it stays");
    case merge::Row::removes:
        return "of another game: " + in_quotes(stands) + "; the next run removes it";
    case merge::Row::locked:
        return "locked: " + (verdict.mine ? in_quotes(stands) : "unset") + " stays";
    case merge::Row::forced:
        return "you set it; the next run sees to it";
    }
    return {};
}

std::string_view name_of(pipeline::WhyRom::Scope scope) {
    constexpr std::array<std::string_view, 5> k_names{
        "in_scope", "no_game", "filtered", "ignored", "not_listed"};
    return k_names.at(static_cast<std::size_t>(scope));
}

std::string_view name_of(const pipeline::WhySource& source) {
    constexpr std::array<std::string_view, 4> k_names{"have", "absent", "failed", "undecided"};
    return source.lookup ? k_names.at(static_cast<std::size_t>(source.lookup->state))
                         : "never_asked";
}

std::string_view name_of(Because because) {
    constexpr std::array<std::string_view, 13> k_names{"pinned",
                                                       "decided_anew",
                                                       "update",
                                                       "not_asked",
                                                       "failed",
                                                       "expired",
                                                       "to_be_searched",
                                                       "decidable",
                                                       "has_record",
                                                       "updated",
                                                       "answered",
                                                       "open_choice",
                                                       "complete"};
    return k_names.at(static_cast<std::size_t>(because));
}

std::string_view name_of(pipeline::WhyEvidence::Freshness freshness) {
    constexpr std::array<std::string_view, 3> k_names{"current", "changed", "unsure"};
    return k_names.at(static_cast<std::size_t>(freshness));
}

std::string_view name_of(merge::Row row) {
    constexpr std::array<std::string_view, 11> k_names{"fills",
                                                       "refreshes",
                                                       "agrees",
                                                       "edited",
                                                       "cleared",
                                                       "foreign",
                                                       "overrules",
                                                       "stays",
                                                       "removes",
                                                       "locked",
                                                       "forced"};
    return k_names.at(static_cast<std::size_t>(row));
}

std::string_view name_of(State state) {
    constexpr std::array<std::string_view, 6> k_names{
        "not_wanted", "locked", "no_place", "missing", "bad", "there"};
    return k_names.at(static_cast<std::size_t>(state));
}

std::string_view owner_of(const pipeline::WhyMedium& medium) {
    return medium.file.empty() ? "" : medium.is_ours ? "curateur" : "user";
}

std::vector<std::string> ways_of(std::uint32_t lookups) {
    std::vector<std::string> ways;
    for (const auto& [bit, word] : {std::pair(core::lookup_id, "number"),
                                    {core::lookup_hash, "digest"},
                                    {core::lookup_serial, "serial"},
                                    {core::lookup_file, "file"},
                                    {core::lookup_name, "title"}}) {
        if ((lookups & bit) != 0) {
            ways.emplace_back(word);
        }
    }
    return ways;
}

} // namespace curateur::cli
