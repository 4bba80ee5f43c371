// Pictures made in code, down to their chunks.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>

namespace curateur::test {

inline std::string number(std::uint32_t value, unsigned bytes) { // big-endian
    std::string out;
    while (bytes-- > 0) {
        out += static_cast<char>(value >> (8 * bytes) & 0xFFU);
    }
    return out;
}

inline std::string chunk(const std::string& type, const std::string& content) {
    const auto counted = type + content;
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(counted.data()), counted.size());
    return number(static_cast<std::uint32_t>(content.size()), 4) + counted +
           number(static_cast<std::uint32_t>(crc), 4);
}

inline std::string zlib_of(const std::string& bytes) {
    auto length = ::compressBound(bytes.size());
    std::string out(length, '\0');
    ::compress(reinterpret_cast<Bytef*>(out.data()),
               &length,
               reinterpret_cast<const Bytef*>(bytes.data()),
               bytes.size());
    out.resize(length);
    return out;
}

// Of eight bits, RGB unless colour_type says otherwise; lines: with their filters.
inline std::string
png_of(std::uint32_t width, std::uint32_t height, const std::string& lines, char colour_type = 2) {
    return "\x89PNG\r\n\x1A\n" +
           chunk("IHDR",
                 number(width, 4) + number(height, 4) + '\x08' + colour_type +
                     std::string(3, '\0')) +
           chunk("IDAT", zlib_of(lines)) + chunk("IEND", "");
}

// pixel: three bytes, or four with alpha.
inline std::string one_colour(std::uint32_t width, std::uint32_t height, const std::string& pixel) {
    std::string lines;
    for (std::uint32_t y = 0; y < height; ++y) {
        lines += '\0';
        for (std::uint32_t x = 0; x < width; ++x) {
            lines += pixel;
        }
    }
    return png_of(width, height, lines, pixel.size() == 4 ? '\6' : '\2');
}

} // namespace curateur::test
