// Titles made comparable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::match {

// A title as words: lower case, Latin accents off, punctuation off, articles off, "&" as "and".
// Other scripts keep their letters. "The Legend of Zelda : A Link to the Past" and "Legend of
// Zelda, The - A Link to the Past" give the same words.
[[nodiscard]] std::vector<std::string> words_of(std::string_view title);

// The number a word stands for: digits, or a Roman numeral up to 39; -1 for anything else. "x", "v"
// and "i" alone count: whether they are meant as numbers is for the comparison to find out.
[[nodiscard]] int number_of(std::string_view word);

// The titles of a double title: "Rockman ~ Mega Man" is both. One element for a plain title.
[[nodiscard]] std::vector<std::string_view> alternatives_of(std::string_view title);

} // namespace curateur::match
