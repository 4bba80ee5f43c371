// "curateur identify FILE...": what a scan would find out about files, and what that costs. Needs
// no configuration, no plugin and no database.
#pragma once

#include "cli/arguments.hpp"
#include "platform/signals.hpp"

namespace curateur::cli {

// Prints on standard output, complains on standard error; the process's exit status. Blocking.
[[nodiscard]] int identify_files(const IdentifyCall& call, const platform::SignalWatcher& signals);

} // namespace curateur::cli
