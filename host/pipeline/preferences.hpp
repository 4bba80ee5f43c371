// The user's tastes, as resolving and choosing media take them.
#pragma once

#include "config/config.hpp"
#include "merge/resolve.hpp"
#include "pipeline/item.hpp"

namespace curateur::pipeline {

[[nodiscard]] merge::Preferences preferences_of(const config::Config& config);

// "us,eu": of the dump that was verified, else of the file's name.
[[nodiscard]] std::string regions_of(const Item& item, const std::vector<core::Record>& records);

// A digest of every setting that shapes what is written. Entries that were merged under the same
// view, from the same records, need not be merged again.
[[nodiscard]] std::string view_of(const Setup& setup, const OutputSetup& output);

} // namespace curateur::pipeline
