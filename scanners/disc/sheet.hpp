// Texts that describe a disc: which files hold its tracks. They are never the game's own bytes.
#pragma once

#include "disc/sectors.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace curateur::disc {

struct Track {
    std::string file; // as the text spells it
    std::uint32_t number = 0;
    bool is_data = false;
    std::optional<Layout> layout; // of its sectors; nothing: audio, or look at the image
    std::uint64_t start = 0;      // byte of the file where it begins
    std::uint64_t end = 0; // where the next track of the same file begins; 0: at the file's end
    std::uint32_t lba = 0; // gdi: the sector of the disc
};

struct Sheet {
    std::vector<Track> tracks; // in the disc's order, at least one
};

// Errc::malformed: with the line.
[[nodiscard]] Result<Sheet> read_cue(std::string_view text);
[[nodiscard]] Result<Sheet> read_gdi(std::string_view text);

} // namespace curateur::disc
