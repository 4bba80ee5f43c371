// Raw LZMA from memory to memory: what 7z directories and CHD hunks are packed with.
#pragma once

#include <curateur/support/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace curateur::lzma {

enum class Version { lzma1, lzma2 };

// properties: as 7z spells them (5 bytes for LZMA, 1 for LZMA2). Exactly `size` bytes come out, and
// memory is taken for no more. Errc::malformed.
[[nodiscard]] Result<std::string>
unpack(Version version, std::string_view properties, std::string_view packed, std::size_t size);

} // namespace curateur::lzma
