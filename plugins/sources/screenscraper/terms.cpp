// SPDX-License-Identifier: MIT
#include "terms.hpp"

namespace screenscraper {
namespace {

// Latin letters without their marks: the search compares plain ones.
std::string folded(std::string_view text) {
    // U+00C0 to U+00FF, one character each
    static constexpr std::string_view k_letters =
        "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (code == 0xC3 && (next & 0xC0U) == 0x80) {
            out += k_letters[next & 0x3FU];
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

bool is_the(std::string_view word) {
    return word.size() == 3 && (word[0] | 0x20) == 't' && (word[1] | 0x20) == 'h' &&
           (word[2] | 0x20) == 'e';
}

} // namespace

Terms terms_of(std::string_view title) {
    std::string text = folded(title.substr(0, title.find('~')));
    for (const std::string_view article : {", The", ", A", ", An"}) {
        const auto at = text.find(article);
        const auto end = at + article.size();
        if (at != std::string::npos && (end == text.size() || text.compare(end, 2, " -") == 0))
            text.erase(at, article.size());
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    Terms terms;
    for (const std::string_view mark : {" - ", " : ", ": "}) {
        const auto at = text.rfind(mark);
        if (at == std::string::npos || at == 0)
            continue;
        terms.part = text.substr(at + mark.size());
        break;
    }
    const auto last = text.rfind(' ');
    if (terms.part.empty() && last != std::string::npos &&
        text.find_first_not_of("IVX0123456789", last + 1) == std::string::npos)
        terms.part = text.substr(0, last); // "III" may be "3" there
    terms.whole = text;
    return terms;
}

std::size_t search_weight(std::string_view term) {
    std::string rest;
    while (!term.empty()) {
        const auto end = term.find(' ');
        const std::string_view word = term.substr(0, end);
        if (!is_the(word))
            rest += word;
        term = end == std::string_view::npos ? std::string_view() : term.substr(end + 1);
    }
    while (!rest.empty() && rest.back() == '+')
        rest.pop_back();
    return rest.size();
}

} // namespace screenscraper
