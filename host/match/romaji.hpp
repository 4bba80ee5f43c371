// Japanese titles made comparable with their romanisations.
#pragma once

#include <string>
#include <string_view>

namespace curateur::match {

// Kana as Hepburn writes them, "ぷよぷよ" as "puyopuyo"; everything else stays. The mark of a long
// vowel is dropped: folded() makes long vowels short anyway.
[[nodiscard]] std::string romanised(std::string_view title);

// A lower-case word or title with the ways to romanise the same sound made one: "shi" and "si",
// "ou" and "o", "mb" and "nb", "wo" and "o". Words of other languages change as well: what is
// equal only when folded is similar, not the same.
[[nodiscard]] std::string folded(std::string_view lower_case);

} // namespace curateur::match
