// Titles made comparable.
#pragma once

#include <optional>
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

struct Split {
    std::string_view main, subtitle; // neither empty
};

// "Castlevania II - Simon's Quest", "Castlevania II: Simon's Quest": at the last such mark.
[[nodiscard]] std::optional<Split> split_at_subtitle(std::string_view title);

// "Aladdin" of "Disney's Aladdin", "Civilization" of "Sid Meier's Civilization"; what has no owner
// in front stays as it is.
[[nodiscard]] std::string_view without_owner(std::string_view title);

// "Super Game" of "0123 - Super Game", as sets of handheld games are numbered.
[[nodiscard]] std::string_view without_release_number(std::string_view title);

} // namespace curateur::match
