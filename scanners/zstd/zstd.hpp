// One Zstandard frame in memory, with libarchive: no library of its own for the few hunks that are
// packed so.
#pragma once

#include <curateur/support/result.hpp>

#include <string>
#include <string_view>

namespace curateur::zstd {

// Exactly `size` bytes. Errc::malformed; Errc::unsupported: this libarchive was made without it.
[[nodiscard]] Result<std::string> unpack(std::string_view packed, std::size_t size);

} // namespace curateur::zstd
