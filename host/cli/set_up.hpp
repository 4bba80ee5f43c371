// From what was configured and what is installed to what a run is given.
#pragma once

#include "cli/scrape.hpp"
#include "core/redactor.hpp"
#include "pipeline/setup.hpp"

namespace curateur::cli {

// What a run speaks and reads the time by. Outlives the setup.
struct Surroundings {
    report::Reporter& reporter;
    const pipeline::Log& log;
    const platform::Clock& clock;
};

// That knows the secrets of all plugins.
[[nodiscard]] core::Redactor redactor_of(const config::Loaded& loaded);

// The systems selected, and the plugins the verb works with: its sources' secrets are tokens, and
// only their own origins are allowed. config outlives the setup.
[[nodiscard]] Result<pipeline::Setup> set_up(const ScrapeRequest& request,
                                             const config::Config& config,
                                             const Surroundings& surroundings);

} // namespace curateur::cli
