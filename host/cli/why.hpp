// The verb why: all that is known of one ROM.
#pragma once

#include "cli/scrape.hpp"

namespace curateur::cli {

// rom: as the user wrote it. Prints, text or JSON; the process's exit status: 1 when there is no
// such ROM or the settings cannot be used.
[[nodiscard]] int why(const ScrapeRequest& request, const std::string& rom);

} // namespace curateur::cli
