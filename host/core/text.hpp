// Small questions about words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::core {

// The same but for the case of ASCII letters.
[[nodiscard]] bool same_letters(std::string_view left, std::string_view right);

// What the user may have meant: the one of known that takes the fewest edits, at most a third of
// the word's length; "": none comes near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& known);

} // namespace curateur::core
