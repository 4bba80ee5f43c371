// The verbs that run the pipeline: scrape, plan, write, validate, clean, undo and report.
#pragma once

#include "cli/arguments.hpp"
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
    Verb verb = Verb::scrape;
    std::string operand = {}; // report: the folder, or ""
};

// Runs, reports on standard output, logs on standard error; the process's exit status.
[[nodiscard]] int scrape(const ScrapeRequest& request);

} // namespace curateur::cli
