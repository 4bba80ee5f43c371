// All that is known of one ROM, as people and as programs read it.
#pragma once

#include "pipeline/why.hpp"

#include <string>

namespace curateur::cli {

// Paragraphs at a width of 80, in local time.
[[nodiscard]] std::string text_of(const pipeline::Why& why);

// {"event":"why", ...}, a line; docs/why.md.
[[nodiscard]] std::string json_of(const pipeline::Why& why);

// The words of JSON: stable.
[[nodiscard]] std::string_view name_of(pipeline::WhyRom::Scope scope);              // "in_scope"
[[nodiscard]] std::string_view name_of(pipeline::WhyEvidence::Freshness freshness); // "current"
[[nodiscard]] std::string_view name_of(const pipeline::WhySource& source);          // "have"
[[nodiscard]] std::string_view name_of(pipeline::Lookups::Because because);         // "expired"
[[nodiscard]] std::string_view name_of(merge::Row row);                             // "edited"
[[nodiscard]] std::string_view name_of(pipeline::MediaWork::Place::State state);    // "missing"
[[nodiscard]] std::string_view owner_of(const pipeline::WhyMedium& medium);         // "curateur"
[[nodiscard]] std::vector<std::string> ways_of(std::uint32_t lookups);              // "digest"

// The words of the text.
[[nodiscard]] std::string sentence_of(pipeline::Lookups::Because because);
[[nodiscard]] std::string sentence_of(const merge::FieldVerdict& verdict);
// "2026-11-24 00:02:00 (3 hours ago)"
[[nodiscard]] std::string when(std::int64_t unix_ms, std::int64_t now_unix_ms);
[[nodiscard]] std::size_t letters_in(std::string_view text);
[[nodiscard]] std::string shortened(std::string text,
                                    std::size_t letters); // its first letters, in one line

} // namespace curateur::cli
