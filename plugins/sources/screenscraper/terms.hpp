// SPDX-License-Identifier: MIT
// What a title is searched for by.
#pragma once

#include <string>
#include <string_view>

namespace screenscraper {

// What is searched for: the service looks for the term within its titles, which have no article at
// the end, one name where a file may have two ("A ~ B"), and " : " where files have " - ".
struct Terms {
    std::string whole;
    std::string part; // the subtitle alone, or the title without its numeral; empty: no such part
};

[[nodiscard]] Terms terms_of(std::string_view title);

// Letters that count for the search: it drops "the" and a plus at the end, and wants four of the
// rest.
[[nodiscard]] std::size_t search_weight(std::string_view term);
inline constexpr std::size_t k_shortest_term = 4;

} // namespace screenscraper
