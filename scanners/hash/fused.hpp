// MD5 and SHA-1 of the same bytes in one loop. Inside the box.
// MD5 is one chain of dependent additions that leaves most of a processor idle; SHA-1 by the
// processor's own instructions fits into the gaps, so both cost what MD5 alone costs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace curateur::hash::fused {

inline constexpr std::size_t k_block = 64; // bytes, of both digests

// The chaining values, at first those of RFC 1321 (3.3) and RFC 3174 (6.1).
struct State {
    std::array<std::uint32_t, 4> md5{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    std::array<std::uint32_t, 5> sha1{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
};

// This build has the loop and this processor its instructions (x86-64 with SHA, SSSE3, SSE4.1).
[[nodiscard]] bool is_supported();

// Only where is_supported(). The same bytes for both, but for the last block, where the digests
// spell the length differently. count: of blocks.
void update(State& state,
            const unsigned char* md5_bytes,
            const unsigned char* sha1_bytes,
            std::size_t count);

} // namespace curateur::hash::fused
