// What a cartridge's own header says of the game. Every kind is known by its marks, not by the
// file's name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curateur::cartridge {

struct Header {
    std::string kind;   // "gba": which header this is, a platform of the registry
    std::string serial; // product code as the header spells it: "AXVE", "GM 00001009-00"; may be ""
    std::string title;  // as the header spells it, blanks at the end off; may be ""
    std::string regions; // of sdk/registry/regions.csv, "us" or "jp,us"; "" when not said
};

// From how many first bytes of the payload read_header decides: a Super Nintendo's HiROM header
// ends here.
inline constexpr std::size_t k_header_head = 65536;

// head: the payload's first k_header_head bytes, or all of it.
[[nodiscard]] std::optional<Header> read_header(std::string_view head);

// The region in the last letter of Nintendo's four-letter codes: "AXVE" to "us"; "" if not known.
[[nodiscard]] std::string nintendo_region(std::string_view four);

} // namespace curateur::cartridge
