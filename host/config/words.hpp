// The vocabularies of settings: languages, regions, kinds of media, platforms, plugins.
#pragma once

#include "config/rule.hpp"

namespace curateur::config {

// The word as the program uses it, or a sentence that says what it may be.
[[nodiscard]] Result<std::string>
word_of(Words words, const std::string& word, const std::vector<Declared>* plugins);

// A field, "media.<kind>" or "default", in the map of scraping.priority.
[[nodiscard]] Result<std::string> priority_of(const std::string& word,
                                              const std::vector<Declared>* plugins);

// A variant of a kind of media, as the registry has it.
[[nodiscard]] Result<std::string> variant_of(const std::string& kind, const std::string& word);

// "; did you mean "x"?".
[[nodiscard]] std::string did_you_mean(const std::string& word);

// That for the nearest of known, or the words that there are, or "".
[[nodiscard]] std::string suggestion(const std::string& word,
                                     const std::vector<std::string>& known);

// "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

} // namespace curateur::config
