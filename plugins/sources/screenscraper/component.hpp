// SPDX-License-Identifier: MIT
#pragma once

#include <curateur/abi_source.h>

namespace screenscraper {

// The component "screenscraper" of kind curateur.source/1; lives as long as the program.
const cur_component* component();

} // namespace screenscraper
