// The words and pieces that the report's pages share. Private to the box.
#pragma once

#include "report/survey.hpp"

namespace curateur::report {

inline constexpr std::array<std::string_view, k_states> k_state_words{
    "Found", "Not found", "Failed", "Needs a choice", "Skipped", "Deferred", "Never asked"};

inline constexpr std::array<std::string_view, k_haves> k_have_words{"there",
                                                                    "there, put by somebody else",
                                                                    "there, but poor",
                                                                    "not wanted",
                                                                    "not there, locked by you",
                                                                    "no source has one",
                                                                    "unknown, as is the game",
                                                                    "not fetched yet",
                                                                    "bad",
                                                                    "what the sources have is bad"};

[[nodiscard]] inline std::string_view words_of(State state) {
    return k_state_words.at(static_cast<std::size_t>(state));
}

[[nodiscard]] inline std::string_view words_of(Have have) {
    return k_have_words.at(static_cast<std::size_t>(have));
}

// How many games are in which state: a bar of parts, and its legend with the numbers.
[[nodiscard]] std::string state_bar(const std::array<std::uint64_t, k_states>& by_state,
                                    std::uint64_t games);

} // namespace curateur::report
