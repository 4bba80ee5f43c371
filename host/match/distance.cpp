#include "match/distance.hpp"

#include "match/title.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace curateur::match {
namespace {

// What the kinds of difference cost. The accept distances are .15, .30 and .50 (verify.hpp): one
// number that differs refuses a match even leniently; one word too many in the file's name refuses
// it normally; a missing subtitle alone passes.
constexpr double k_other_number = 0.6;
constexpr double k_word_not_in_answer = 0.2;
constexpr double k_word_not_in_name = 0.05;
constexpr double k_spelling = 0.04;

using Words = std::vector<std::string>;

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

bool is_same(std::string_view a, std::string_view b) {
    return a == b || (number_of(a) >= 0 && number_of(a) == number_of(b));
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
    const double slips = take_common(left, right, is_slip);
    common += slips;
    const double total = weight_of(ours) + weight_of(theirs);
    const double apart = std::max(0.0, 1.0 - common / total);
    if (apart > 0.005)
        distance.add(apart, "words not in common");
    if (slips > 0)
        distance.add(k_spelling, "spelling");
    const bool numbers = std::any_of(left.begin(), left.end(), is_number) ||
                         std::any_of(right.begin(), right.end(), is_number);
    if (numbers)
        distance.add(k_other_number, "another number");
    else if (!left.empty())
        distance.add(k_word_not_in_answer, "the answer lacks \"" + joined(left, " ") + "\"");
    else if (!right.empty())
        distance.add(k_word_not_in_name, "the file name lacks \"" + joined(right, " ") + "\"");
    return distance;
}

} // namespace

void Distance::add(double penalty, std::string why) {
    penalties_.push_back({penalty, std::move(why)});
}

double Distance::value() const {
    return std::accumulate(penalties_.begin(),
                           penalties_.end(),
                           0.0,
                           [](double sum, const Penalty& penalty) { return sum + penalty.cost; });
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
    const Words whole_ours = words_of(ours);
    const Words whole_theirs = words_of(theirs);
    Distance best = plain_distance(whole_ours, whole_theirs);
    for (const std::string_view a : alternatives_of(ours)) {
        for (const std::string_view b : alternatives_of(theirs)) {
            Distance candidate = plain_distance(words_of(a), words_of(b));
            if (candidate.value() < best.value())
                best = std::move(candidate);
        }
    }
    return best;
}

} // namespace curateur::match
