// How the library stands, as HTML pages.
#pragma once

#include "pipeline/run.hpp"

#include <filesystem>

namespace curateur::pipeline {

// The verb: writes the pages of setup.systems that have ROMs into the folder, which is made. Takes
// no lock. Blocks; a stop leaves the folder as far as it was written. Errc::invalid when a file
// that is no page of a report has the name of one.
[[nodiscard]] Result<RunResult> write_report(Setup setup, const std::filesystem::path& folder);

} // namespace curateur::pipeline
