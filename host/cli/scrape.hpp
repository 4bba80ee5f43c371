// The verbs that run the pipeline: scrape, write and validate.
#pragma once

#include "config/load.hpp"
#include "platform/signals.hpp"
#include "plugin/loader.hpp"

#include <string>

namespace curateur::cli {

struct ScrapeRequest {
    const config::Loaded& loaded;
    const plugin::Loader& plugins;
    const platform::SignalWatcher& signals;
    std::string version;
    bool offline = false;   // "write": from what is known, without a request
    bool validates = false; // "validate": only looks at the media that are there
};

// Runs, reports on standard output, logs on standard error; the process's exit status.
[[nodiscard]] int scrape(const ScrapeRequest& request);

} // namespace curateur::cli
