#include "match/distance.hpp"

#include "match/romaji.hpp"
#include "match/title.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <numeric>
#include <optional>

namespace curateur::match {
namespace {

// What the kinds of difference cost. The accept distances are .15, .30 and .50 (verify.hpp): a
// number that differs refuses a match even leniently; one telling word too many on either side
// refuses it normally; a dropped subtitle passes where a number says which game of a series it is.
// Measured with the labelled set of docs/matching.md.
constexpr double k_other_number = 0.6, k_first_number = 0.1;
constexpr double k_telling_word = 0.31;
constexpr double k_light_word = 0.02; // "and", "of", "version"
constexpr double k_spelling = 0.04, k_romanisation = 0.03, k_word_breaks = 0.02;
constexpr double k_initials = 0.4;
constexpr double k_release_number = 0.02, k_owner = 0.1, k_reading = 0.05;
constexpr double k_subtitle_dropped = 0.12, k_subtitle_dropped_unnumbered = 0.35;
constexpr double k_edition_dropped = 0.45;
constexpr double k_subtitle_alone = 0.2, k_weak_subtitle_alone = 0.45;
constexpr double k_series_apart = 0.8;  // main titles
constexpr double k_series_share = 0.35; // of what the main titles differ, when the subtitles agree

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 30> k_light{
    "and", "of", "in", "on",  "to",  "for", "with", "at",  "et",      "und",
    "y",   "no", "de", "der", "die", "le",  "la",   "les", "el",      "das",
    "du",  "e",  "he", "o",   "wo",  "wa",  "ga",   "ni",  "version", "ver"};

// Subtitles and words of subtitles that many games share, or that tell one edition of a game from
// another.
constexpr std::array<std::string_view, 34> k_common{
    "edition",    "version",  "ver",      "special", "deluxe",      "dx",          "plus",
    "turbo",      "champion", "game",     "movie",   "video",       "official",    "collection",
    "pack",       "volume",   "vol",      "part",    "episode",     "chapter",     "remix",
    "remastered", "complete", "ultimate", "arcade",  "anniversary", "limited",     "collectors",
    "directors",  "cut",      "gold",     "demo",    "beta",        "championship"};

bool is_light(const std::string& word) {
    return std::find(k_light.begin(), k_light.end(), word) != k_light.end();
}

bool is_common(const std::string& word) {
    return std::find(k_common.begin(), k_common.end(), word) != k_common.end();
}

std::string joined(const Words& words, std::string_view separator) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty())
            text += separator;
        text += word;
    }
    return text;
}

double weight_of(const Words& words) {
    return std::accumulate(
        words.begin(), words.end(), 0.0, [](double sum, const std::string& word) {
            return sum + static_cast<double>(word.size());
        });
}

// One letter more, less, other, or two swapped; only in words long enough for it to be a slip.
bool is_slip(std::string_view a, std::string_view b) {
    if (a.size() > b.size())
        std::swap(a, b);
    if (a.size() < 5 || b.size() - a.size() > 1 || number_of(a) >= 0)
        return false;
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin());
    const auto at = static_cast<std::size_t>(differ.first - a.begin());
    if (at == a.size())
        return true;
    if (a.size() != b.size())
        return a.substr(at) == b.substr(at + 1);
    const bool swapped = at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
                         a.substr(at + 2) == b.substr(at + 2);
    return swapped || a.substr(at + 1) == b.substr(at + 1);
}

// The same, or the same number; '98 is 1998.
bool is_same(std::string_view a, std::string_view b) {
    if (a == b)
        return true;
    const int left = number_of(a);
    const int right = number_of(b);
    const auto is_year = [](int year) {
        return year >= 1970 && year < 2050;
    };
    return left >= 0 && right >= 0 &&
           (left == right || (is_year(left) && b.size() == 2 && left % 100 == right) ||
            (is_year(right) && a.size() == 2 && right % 100 == left));
}

// Romanised in two ways; too short words may be anything.
bool is_same_sound(std::string_view a, std::string_view b) {
    constexpr std::size_t k_shortest = 3;
    return std::max(a.size(), b.size()) >= k_shortest && folded(a) == folded(b);
}

// Takes the words that have a partner out of both lists; the weight of what was common.
template <class Equal>
double take_common(Words& ours, Words& theirs, Equal&& equal) {
    double common = 0;
    for (auto word = ours.begin(); word != ours.end();) {
        const auto partner =
            std::find_if(theirs.begin(), theirs.end(), [&](const std::string& other) {
                return equal(*word, other);
            });
        if (partner == theirs.end()) {
            ++word;
            continue;
        }
        common += static_cast<double>(word->size() + partner->size());
        theirs.erase(partner);
        word = ours.erase(word);
    }
    return common;
}

// "x" and "i" alone are words unless they met a number.
bool is_number(const std::string& word) {
    return number_of(word) >= 0 && (word.size() > 1 || (word[0] >= '0' && word[0] <= '9'));
}

bool has_number(const Words& words) {
    return std::any_of(words.begin(), words.end(), is_number);
}

// "smb3" of "super mario bros 3".
bool are_initials(const std::string& word, const Words& title) {
    constexpr std::size_t k_fewest = 3;
    std::string initials;
    for (const std::string& one : title)
        if (!is_light(one))
            initials += is_number(one) ? std::to_string(number_of(one)) : one.substr(0, 1);
    return initials.size() >= k_fewest && word == initials;
}

// What is left of both titles when all that agrees is taken out.
void add_leftovers(Distance& distance, const Words& ours, const Words& theirs) {
    Words left;
    Words right;
    std::size_t light = 0;
    for (const auto& [from, to] : {std::pair(&ours, &left), std::pair(&theirs, &right)})
        for (const std::string& word : *from)
            is_light(word) ? static_cast<void>(++light) : to->push_back(word);
    if (light > 0)
        distance.add(k_light_word * static_cast<double>(light), "small words");
    if (has_number(left) || has_number(right)) {
        const auto* const only = left.empty() && right.size() == 1   ? &right.front()
                                 : right.empty() && left.size() == 1 ? &left.front()
                                                                     : nullptr;
        const bool is_first = only != nullptr && number_of(*only) == 1;
        distance.add(is_first ? k_first_number : k_other_number,
                     is_first ? "only one is called the first" : "another number");
    } else if (!left.empty()) {
        distance.add(k_telling_word, "the answer lacks \"" + joined(left, " ") + "\"");
    } else if (!right.empty()) {
        distance.add(k_telling_word, "the file name lacks \"" + joined(right, " ") + "\"");
    }
}

Distance plain_distance(const Words& ours, const Words& theirs) {
    Distance distance;
    if (ours.empty() || theirs.empty()) {
        distance.add(1.0, "nothing to compare");
        return distance;
    }
    if (joined(ours, "") == joined(theirs, ""))
        return distance;
    Words left = ours;
    Words right = theirs;
    double common = take_common(left, right, is_same);
    const double sounds = take_common(left, right, is_same_sound);
    const double slips = take_common(left, right, is_slip);
    common += sounds + slips;
    if (!left.empty() && !right.empty() && is_same_sound(joined(left, ""), joined(right, ""))) {
        common += weight_of(left) + weight_of(right);
        left.clear();
        right.clear();
        distance.add(k_word_breaks, "words divided otherwise");
    }
    const double apart = std::max(0.0, 1.0 - common / (weight_of(ours) + weight_of(theirs)));
    const bool telling = std::any_of(left.begin(), left.end(), std::not_fn(is_light)) ||
                         std::any_of(right.begin(), right.end(), std::not_fn(is_light));
    if (telling && apart > 0.005)
        distance.add(apart, "words not in common");
    if (sounds > 0)
        distance.add(k_romanisation, "romanised otherwise");
    if (slips > 0)
        distance.add(k_spelling, "spelling");
    add_leftovers(distance, left, right);
    if (distance.value() > k_initials &&
        ((ours.size() == 1 && are_initials(ours.front(), theirs)) ||
         (theirs.size() == 1 && are_initials(theirs.front(), ours)))) {
        distance = {};
        distance.add(k_initials, "initials only");
    }
    return distance;
}

// A title, or what may stand for it.
struct Form {
    Words words;
    double cost = 0;
    std::string why;
    bool is_part = false; // the main title or the subtitle alone
};

// At its end a single letter is a number, too: "Dragon Quest V".
bool is_numbered(const Words& main) {
    return has_number(main) || (main.size() > 1 && number_of(main.back()) >= 0);
}

// What it costs to let the main title alone stand for the whole. The subtitle of a numbered game
// says nothing new; without a number it tells one game of a series from another.
double cost_of_dropping(const Words& subtitle, const Words& main) {
    if (std::any_of(subtitle.begin(), subtitle.end(), is_common))
        return k_edition_dropped;
    return is_numbered(main) ? k_subtitle_dropped : k_subtitle_dropped_unnumbered;
}

// And the subtitle alone: it has to be one that no other game is likely to have.
double cost_of_subtitle_alone(const Words& subtitle) {
    const auto telling = std::count_if(subtitle.begin(), subtitle.end(), [](const auto& word) {
        return !is_light(word) && !is_common(word);
    });
    return telling >= 2 && !has_number(subtitle) ? k_subtitle_alone : k_weak_subtitle_alone;
}

void add_forms(std::vector<Form>& forms, std::string_view title, bool is_ours) {
    const Form whole{words_of(title), 0, "", false};
    forms.push_back(whole);
    if (const auto name = without_release_number(title); is_ours && name.size() < title.size())
        forms.push_back({words_of(name), k_release_number, "release number", false});
    if (const auto name = without_owner(title); name.size() < title.size())
        forms.push_back({words_of(name), k_owner, "whose it is", false});
    if (const auto read = romanised(title); read != title)
        forms.push_back({words_of(read), k_reading, "by its reading", false});
    if (const auto split = split_at_subtitle(title)) {
        auto main = words_of(split->main);
        auto subtitle = words_of(split->subtitle);
        const std::string whose = is_ours ? "the answer" : "the file name";
        forms.push_back({main, cost_of_dropping(subtitle, main), whose + " has no subtitle", true});
        forms.push_back(
            {subtitle, cost_of_subtitle_alone(subtitle), whose + " is the subtitle alone", true});
    }
}

std::vector<Form> forms_of(std::string_view title, bool is_ours) {
    std::vector<Form> forms;
    const auto alternatives = alternatives_of(title);
    if (alternatives.size() != 1)
        forms.push_back({words_of(title), 0, "", false});
    for (const std::string_view alternative : alternatives)
        add_forms(forms, alternative, is_ours);
    return forms;
}

void take_nearer(Distance& best, Distance candidate) {
    if (candidate.value() < best.value())
        best = std::move(candidate);
}

bool have_other_numbers(Words ours, Words theirs) {
    static_cast<void>(take_common(ours, theirs, is_same));
    return has_number(ours) || has_number(theirs);
}

// "Zelda - A Link to the Past" and "The Legend of Zelda - A Link to the Past": a subtitle that two
// games hardly share, and main titles that are not far apart.
std::optional<Distance> by_subtitle(std::string_view ours, std::string_view theirs) {
    const auto left = split_at_subtitle(ours);
    const auto right = split_at_subtitle(theirs);
    if (!left || !right)
        return std::nullopt;
    const Words subtitle = words_of(left->subtitle);
    const Words our_main = words_of(left->main);
    const Words their_main = words_of(right->main);
    const Distance subtitles = plain_distance(subtitle, words_of(right->subtitle));
    const Distance mains = plain_distance(our_main, their_main);
    if (cost_of_subtitle_alone(subtitle) > k_subtitle_alone || subtitles.value() > k_spelling ||
        mains.value() <= 0 || mains.value() > k_series_apart ||
        have_other_numbers(our_main, their_main))
        return std::nullopt;
    Distance distance = subtitles;
    distance.add(k_series_share * mains.value(), "the main titles, with the same subtitle");
    return distance;
}

} // namespace

void Distance::add(double penalty, std::string why) {
    penalties_.push_back({penalty, std::move(why)});
}

double Distance::value() const {
    return std::max(
        0.0,
        std::accumulate(
            penalties_.begin(), penalties_.end(), 0.0, [](double sum, const Penalty& penalty) {
                return sum + penalty.cost;
            }));
}

std::string Distance::explain() const {
    const auto number = [](double value) {
        char text[32];
        (void)std::snprintf(text, sizeof text, "%.2f", value);
        return std::string(text);
    };
    std::vector<Penalty> sorted = penalties_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Penalty& a, const Penalty& b) {
        return a.cost > b.cost;
    });
    std::string text = number(value());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        text += (i == 0 ? " (" : ", ") + sorted[i].why + " " + number(sorted[i].cost);
    return sorted.empty() ? text : text + ")";
}

Distance title_distance(std::string_view ours, std::string_view theirs) {
    Distance best;
    best.add(2.0, "nothing in common");
    for (const Form& left : forms_of(ours, true)) {
        for (const Form& right : forms_of(theirs, false)) {
            if (left.is_part && right.is_part)
                continue;
            Distance candidate = plain_distance(left.words, right.words);
            for (const Form* const form : {&left, &right})
                if (form->cost > 0)
                    candidate.add(form->cost, form->why);
            take_nearer(best, std::move(candidate));
        }
    }
    if (auto candidate = by_subtitle(ours, theirs))
        take_nearer(best, *std::move(candidate));
    return best;
}

} // namespace curateur::match
