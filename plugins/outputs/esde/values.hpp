// ES-DE's way of writing values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curateur::esde {

// What an entry's child means; nullopt: ES-DE takes it for "not set". Two spellings that ES-DE's
// editor would keep as the same value come out the same.
[[nodiscard]] std::optional<std::string> canonical(std::string_view field, std::string_view text);

// 0 to 1 as steps of a tenth, rounded up as ES-DE's own scraper does: ".74" is "0.8".
[[nodiscard]] std::optional<std::string> rating_of(std::string_view number);

// "1994", "1994-05", "1994-05-02" as "19940501T000000"; what is not known is the first.
[[nodiscard]] std::optional<std::string> date_of(std::string_view iso);

} // namespace curateur::esde
