// "8h", "1h30m", "06:30": when a run stops by itself.
#pragma once

#include "config/config.hpp"

namespace curateur::config {

// Errc::invalid with a sentence that says what it may be.
[[nodiscard]] Result<Deadline> deadline_of(const std::string& text);

// The instant, in ms since 1970, for a run that begins at unix_ms; a time of day is the next one
// there, in the local zone. 0: none.
[[nodiscard]] std::int64_t instant_of(const Deadline& deadline, std::int64_t unix_ms);

} // namespace curateur::config
