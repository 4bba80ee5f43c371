// What a disc says of itself: its product code, from a few sectors.
#pragma once

#include "reader/reader.hpp"

#include <optional>
#include <string>

namespace curateur::disc {

struct Product {
    std::string kind;       // a platform of the registry: "psx", "ps2", "gc" ...
    std::string serial;     // "SLUS-01234", "GM T-93185-00", "GALE01"
    std::string title;      // as the disc spells it; may be ""
    std::string regions;    // of the registry, "jp,us"; "" when not said
    std::uint32_t disc = 0; // 1 for the first of several; 0: not said
};

// data: the user data of the disc, from its first sector (of the high-density area, for a GD-ROM).
// Nothing: a disc without a code that is known here. Errc::malformed: it should have one, but its
// file system is damaged.
[[nodiscard]] Result<std::optional<Product>> product_of(const reader::Reader& data);

// "SLUS_012.34", "SLUS01234" to "SLUS-01234"; "" if it is no such code.
[[nodiscard]] std::string sony_serial(std::string_view text);
// "SLUS-01234" to "us"; "" if it is not known.
[[nodiscard]] std::string sony_region(std::string_view serial);

// The code in a PARAM.SFO. Errc::malformed.
[[nodiscard]] Result<Product> product_of_sfo(std::string_view bytes);

// The product of a GameCube or Wii disc's first bytes (at least 128).
[[nodiscard]] std::optional<Product> product_of_nintendo(std::string_view head);

} // namespace curateur::disc
