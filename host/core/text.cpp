#include "core/text.hpp"

#include <curateur/support/utf8.hpp>

#include <algorithm>
#include <numeric>

namespace curateur::core {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Levenshtein's distance, case apart.
std::size_t edits(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const auto changed = diagonal + (lower(left[i]) == lower(right[j]) ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

bool same_letters(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    std::string best;
    auto fewest = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const auto& one : known) {
        if (const auto distance = edits(word, one); distance < fewest) {
            fewest = distance;
            best = one;
        }
    }
    return best;
}

std::int64_t mark_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    return static_cast<std::int64_t>(hash >> 24U);
}

std::string printable(std::string_view text, Controls controls) {
    constexpr std::string_view k_replacement = "\xEF\xBF\xBD";
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto length = utf8_length(text);
        const auto byte = static_cast<unsigned char>(text.front());
        const bool is_c0 = byte < 0x20;
        const bool is_c1 = byte == 0x7F || (byte == 0xC2 && length == 2 && text[1] < '\xA0');
        const bool is_good = length > 0 && !is_c1 && !(is_c0 && controls == Controls::replaced);
        const auto taken = std::max<std::size_t>(length, 1);
        out += is_good ? text.substr(0, taken) : k_replacement;
        text.remove_prefix(taken);
    }
    return out;
}

std::string comma_list(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

} // namespace curateur::core
