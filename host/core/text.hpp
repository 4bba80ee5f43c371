// Small questions about words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::core {

// The same but for the case of ASCII letters.
[[nodiscard]] bool same_letters(std::string_view left, std::string_view right);

// What the user may have meant: the one of known that takes the fewest edits, at most a third of
// the word's length; "": none comes near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& known);

// "one, two, three".
[[nodiscard]] std::string comma_list(const std::vector<std::string>& parts);

// Names come from strangers: what is no UTF-8, and what could steer a terminal, becomes U+FFFD.
// kept: the control characters below a blank stay, for JSON, which escapes them.
enum class Controls { replaced, kept };
[[nodiscard]] std::string printable(std::string_view text, Controls controls = Controls::replaced);

// A number that another text hardly has; below 2^40, so that a few can be added up with times.
[[nodiscard]] std::int64_t mark_of(std::string_view text);

} // namespace curateur::core
