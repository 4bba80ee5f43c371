// What a user sees of systems.
#pragma once

#include "systems/systems.hpp"

#include <string>
#include <vector>

namespace curateur::cli {

// "curateur systems": those whose folder exists with all that is known of them, then the others by
// name. Looks at the disk.
[[nodiscard]] std::string list_of_systems(const std::vector<systems::System>& systems);

} // namespace curateur::cli
