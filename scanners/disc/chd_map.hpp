// Where the hunks of a CHD of version 5 lie. Inside the box.
#pragma once

#include "disc/chd.hpp"

namespace curateur::disc {

struct Hunk {
    enum class Kind : std::uint8_t { packed, stored, same, parent };

    Kind kind = Kind::stored;
    std::uint8_t codec = 0;   // of the four in the header, when packed
    std::uint32_t size = 0;   // bytes in the file
    std::uint64_t offset = 0; // in the file; of another hunk, when it is the same
};

// Errc::malformed.
[[nodiscard]] Result<std::vector<Hunk>> read_map(const reader::Reader& from, const Chd& chd);

} // namespace curateur::disc
