// Text of anybody's, put where it can do no harm: into HTML, a script's data, a link, a shell.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace curateur::report {

// For an element's text or a quoted attribute. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string html_text(std::string_view text);

// A JSON string, with its quotes, that may stand in a <script>: nothing in it ends one.
[[nodiscard]] std::string script_text(std::string_view text);

// A path as a URL's: every byte but the unreserved ones and '/' is percent-encoded.
[[nodiscard]] std::string url_path(std::string_view path);

// One word of a POSIX shell; $'...' for bytes that a terminal would not show.
[[nodiscard]] std::string shell_word(std::string_view text);

// The template with each {{name}} replaced; values are not looked into. A name without a value
// vanishes.
[[nodiscard]] std::string filled(std::string_view page,
                                 const std::map<std::string, std::string, std::less<>>& values);

// "12 345", with narrow spaces.
[[nodiscard]] std::string grouped(std::uint64_t number);

// "3 games", "1 game".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view what);

// Of a kind or field of the registries, as people say it: "title_screen" is "Title screen".
[[nodiscard]] std::string label_of(std::string_view name);

} // namespace curateur::report
