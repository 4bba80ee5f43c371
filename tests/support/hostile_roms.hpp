// A collection of files that are none, or not whole: each format cut at each border of its
// structures, with lengths that lie there, and texts that point at each other or outside.
#pragma once

#include <string>
#include <vector>

namespace curateur::test {

struct HostileRom {
    std::string system, name, bytes;
};

// More than 500, no two of a name, each with a suffix of its system. The same at every call.
[[nodiscard]] std::vector<HostileRom> hostile_roms();

} // namespace curateur::test
