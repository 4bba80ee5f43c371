// Images of burning programs that hold their tracks and a table of them in one file: Nero's NRG and
// DiscJuggler's CDI.
#pragma once

#include "disc/sectors.hpp"

#include <vector>

namespace curateur::disc {

struct BurnedTrack {
    std::uint64_t start = 0, size = 0; // bytes, in the file; without its pregap
    Layout layout;                     // of its sectors
};

// The data tracks, in the disc's order. Nothing: no image of these kinds; known by their last
// bytes. Errc::malformed: its table leads nowhere.
struct Burned {
    std::string kind; // "nrg", "cdi"
    std::vector<BurnedTrack> data;
};

[[nodiscard]] Result<std::optional<Burned>> read_burned(const reader::Reader& from);

} // namespace curateur::disc
