// SPDX-License-Identifier: MIT
// The entry of the shared object.
#include "component.hpp"

#include <curateur/plugin.hpp>

CURATEUR_PLUGIN(screenscraper::component());
