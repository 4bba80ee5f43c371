// Whether the bytes of a picture hang together from the first to the last: finds what was cut short
// or damaged on the way, which decoders forgive, without decoding a pixel.
#pragma once

#include <curateur/support/stream.hpp>

#include <cstdint>
#include <string>

namespace curateur::image {

inline constexpr const char* k_cut = "the picture is cut short";

enum class Format { none, png, jpeg, gif, bmp };

// By its first bytes, 32 or all there are.
[[nodiscard]] Format format_of(std::string_view head);

struct Structure {
    std::string fault;                   // what is wrong with it; "": it is whole
    std::uint32_t width = 0, height = 0; // pixels; 0: not known, because of the fault
    std::uint64_t unpacked = 0;          // PNG: bytes of its lines, with their filters
};

// From the first byte of the stream.
[[nodiscard]] Structure png_structure(Stream& in);
[[nodiscard]] Structure jpeg_structure(Stream& in);
[[nodiscard]] Structure gif_structure(Stream& in);
[[nodiscard]] Structure bmp_structure(Stream& in);
[[nodiscard]] Structure structure_of(Format format, Stream& in);

} // namespace curateur::image
