#include "match/ranking.hpp"

#include "match/title.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace curateur::match {
namespace {

constexpr double k_other_name_here = 0.35; // in the file's region the game has another name
constexpr double k_other_year = 0.1, k_other_decade = 0.35;
constexpr double k_same_size = -0.1;
constexpr double k_tie = 0.04; // two games nearer to each other than this: nobody can tell

template <class List, class Word>
bool has(const List& list, const Word& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

struct Names {
    std::optional<Distance> any, here;
    std::string text; // of any
};

bool is_latin(std::string_view title) {
    const auto words = words_of(title);
    return std::all_of(words.begin(), words.end(), [](const std::string& word) {
        return static_cast<unsigned char>(word.front()) < 0x80;
    });
}

// Nearest of all names, and of those under which the game was sold where the file is from.
Names nearest_names(const core::Record& record, const Subject& subject) {
    Names names;
    for (const core::Value& value : record.values) {
        if (value.field != "name")
            continue;
        const Distance distance = title_distance(subject.title, value.text);
        if (!names.any || distance.value() < names.any->value()) {
            names.any = distance;
            names.text = value.text;
        }
        // A name in another script says nothing of how the file should be called.
        if (has(subject.regions, value.region) && is_latin(value.text) == is_latin(subject.title) &&
            (!names.here || distance.value() < names.here->value()))
            names.here = distance;
    }
    return names;
}

int number_at_front(std::string_view text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() ? number : 0;
}

std::string first_year(const core::Record& record) {
    int first = 0;
    for (const core::Value& value : record.values) {
        const int year = value.field == "release_date" ? number_at_front(value.text) : 0;
        first = year > 0 && (first == 0 || year < first) ? year : first;
    }
    return first > 0 ? std::to_string(first) : "";
}

// A year apart may be another region's release; many years are another game of the same name.
void add_year(Distance& distance, const core::Record& record, int year) {
    std::optional<int> apart;
    for (const core::Value& value : record.values) {
        const int theirs = value.field == "release_date" ? number_at_front(value.text) : 0;
        if (theirs > 0 && year > 0)
            apart = std::min(apart.value_or(theirs), std::abs(theirs - year));
    }
    constexpr int k_same_release = 1, k_remake = 5;
    if (apart.value_or(0) >= k_remake)
        distance.add(k_other_decade, "years apart");
    else if (apart.value_or(0) > k_same_release)
        distance.add(k_other_year, "another year");
}

std::string stem_of(std::string_view name) {
    std::string stem(name.substr(0, name.rfind('.')));
    std::transform(stem.begin(), stem.end(), stem.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return stem;
}

bool has_dump_of_this_name(const core::Record& record, const Subject& subject) {
    return std::any_of(record.dumps.begin(), record.dumps.end(), [&](const core::Dump& dump) {
        return std::any_of(
            subject.evidence.begin(), subject.evidence.end(), [&](const core::Evidence& ours) {
                return !ours.name.empty() && stem_of(ours.name) == stem_of(dump.evidence.name);
            });
    });
}

bool has_dump_of_this_size(const core::Record& record, const Subject& subject) {
    return std::any_of(record.dumps.begin(), record.dumps.end(), [&](const core::Dump& dump) {
        return dump.evidence.size &&
               std::any_of(subject.evidence.begin(), subject.evidence.end(), [&](const auto& ours) {
                   return ours.size == dump.evidence.size;
               });
    });
}

Ranked rank(const core::Record& record, const Subject& subject) {
    Ranked ranked;
    ranked.record = &record;
    ranked.year = first_year(record);
    Names names = nearest_names(record, subject);
    ranked.name = names.text;
    if (has_dump_of_this_name(record, subject)) {
        ranked.distance.add(0, "a dump has this very name");
        return ranked;
    }
    if (!names.any) {
        ranked.distance.add(1, "it has no name to compare with");
        return ranked;
    }
    ranked.distance = *std::move(names.any);
    if (names.here && names.here->value() > ranked.distance.value() + k_tie)
        ranked.distance.add(k_other_name_here, "another name in the file's region");
    add_year(ranked.distance, record, subject.year);
    if (ranked.distance.value() > 0 && has_dump_of_this_size(record, subject))
        ranked.distance.add(k_same_size, "a dump has this very size");
    return ranked;
}

} // namespace

void decide(Choice& choice, double accept) {
    Verdict& verdict = choice.verdict;
    verdict = {};
    if (choice.ranked.empty()) {
        verdict.reason = "the search found no game of this platform";
        return;
    }
    const Ranked& best = choice.ranked.front();
    verdict.distance = best.distance.value();
    const std::string compared = "\"" + best.name + "\", distance " + best.distance.explain();
    if (verdict.distance > accept) {
        verdict.reason = "none of the games that the search found is near enough: " + compared;
    } else if (choice.ranked.size() > 1 &&
               choice.ranked[1].distance.value() < verdict.distance + k_tie) {
        verdict.reason = "two games are as near: " + compared + "; \"" + choice.ranked[1].name +
                         "\", distance " + choice.ranked[1].distance.explain();
    } else {
        verdict.accepted = true;
        verdict.how = How::search;
        verdict.reason = "the nearest of the games that the search found: " + compared;
    }
}

Choice choose(const std::vector<core::Record>& records, const Subject& subject, double accept) {
    Choice choice;
    for (const core::Record& record : records) {
        if (!why_impossible(record, subject).empty())
            continue;
        if (auto verdict = verify_bytes(record, subject)) {
            choice.ranked = {rank(record, subject)};
            choice.verdict = *std::move(verdict);
            return choice;
        }
        choice.ranked.push_back(rank(record, subject));
    }
    std::stable_sort(choice.ranked.begin(), choice.ranked.end(), [](const auto& a, const auto& b) {
        return a.distance.value() < b.distance.value();
    });
    decide(choice, accept);
    return choice;
}

} // namespace curateur::match
