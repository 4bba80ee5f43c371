// Whether the bytes of a PNG or JPEG hang together from the first to the last: finds what was cut
// short or damaged on the way, which decoders forgive, without decoding a pixel.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace curateur::image {

// Fills into from offset; how many bytes there were.
using Read =
    std::function<std::size_t(std::uint64_t offset, std::uint8_t* into, std::size_t capacity)>;

// "" when it is whole, else what is wrong with it.
[[nodiscard]] std::string png_fault(const Read& read);
[[nodiscard]] std::string jpeg_fault(const Read& read);

} // namespace curateur::image
