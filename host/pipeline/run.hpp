// A run: systems, scan, inventory, identify, look up, match, resolve, media, write, report.
#pragma once

#include "pipeline/setup.hpp"
#include "store/library.hpp"

namespace curateur::pipeline {

// An entry for which a search found games, none of them for sure.
struct OpenChoice {
    std::string rom; // "snes/Foo.sfc"
    std::filesystem::path file;
    std::string source, reason;
    std::vector<store::FoundGame> candidates; // nearest first
    std::string system = {};                  // its name
    std::size_t index = 0;                    // of the entry in the system's scan
};

struct RunResult {
    int exit_status = 0;                  // of docs/running.md; 128 + a signal
    std::string stopped_by;               // "": it ran to its end
    std::vector<OpenChoice> choices = {}; // with search.interactive_search, in scan order
};

// Blocks until the run is over, with runtime.wait for days. Errc::busy: another process works on
// this library. Everything else that goes wrong is reported, and told by the exit status.
[[nodiscard]] Result<RunResult> run(Setup setup);

} // namespace curateur::pipeline
