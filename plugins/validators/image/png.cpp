// PNG (ISO/IEC 15948): chunks, each with its CRC-32, from IHDR to IEND. Every byte behind the
// signature is under some checksum.
#include "structure.hpp"

#include <libdeflate.h>

#include <array>
#include <cstring>

namespace curateur::image {
namespace {

constexpr std::uint32_t k_longest_chunk = 0x7FFFFFFF; // 5.3

std::uint32_t big_endian(const std::uint8_t* bytes) {
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
           std::uint32_t{bytes[2]} << 8U | bytes[3];
}

unsigned channels_of(unsigned colour_type) {
    switch (colour_type) { // 11.2.2
    case 0:
    case 3:
        return 1;
    case 2:
        return 3;
    case 4:
        return 2;
    case 6:
        return 4;
    default:
        return 0;
    }
}

std::uint64_t lines_of(std::uint64_t width, std::uint64_t height, unsigned bits) {
    return width == 0 ? 0 : height * (1 + (width * bits + 7) / 8);
}

// Of an interlaced picture, its seven passes (8.2).
std::uint64_t interlaced_lines(std::uint32_t width, std::uint32_t height, unsigned bits) {
    struct Pass {
        std::uint32_t x, y, dx, dy;
    };

    constexpr std::array<Pass, 7> k_passes{{{0, 0, 8, 8},
                                            {4, 0, 8, 8},
                                            {0, 4, 4, 8},
                                            {2, 0, 4, 4},
                                            {0, 2, 2, 4},
                                            {1, 0, 2, 2},
                                            {0, 1, 1, 2}}};
    std::uint64_t all = 0;
    for (const auto& pass : k_passes) {
        const auto columns =
            (std::uint64_t{width} + pass.dx - 1 - std::min(pass.x, width)) / pass.dx;
        const auto rows =
            (std::uint64_t{height} + pass.dy - 1 - std::min(pass.y, height)) / pass.dy;
        all += lines_of(columns, rows, bits);
    }
    return all;
}

// The content of IHDR.
void read_header(const std::array<std::uint8_t, 13>& header, Structure& found) {
    const auto width = big_endian(header.data());
    const auto height = big_endian(&header[4]);
    const unsigned depth = header[8];
    const unsigned channels = channels_of(header[9]);
    const bool depth_fits =
        depth == 8 || (depth == 16 && header[9] != 3) ||
        ((depth == 1 || depth == 2 || depth == 4) && (header[9] == 0 || header[9] == 3));
    if (width == 0 || height == 0 || width > k_longest_chunk || height > k_longest_chunk ||
        channels == 0 || !depth_fits || header[10] != 0 || header[11] != 0 || header[12] > 1) {
        found.fault = "the header of the picture is damaged";
        return;
    }
    found.width = width;
    found.height = height;
    found.unpacked = header[12] == 1 ? interlaced_lines(width, height, depth * channels)
                                     : lines_of(width, height, depth * channels);
}

// The CRC of so many bytes more; false: they are not there.
bool add_crc(Stream& in, std::uint64_t count, std::uint32_t& crc) {
    while (count > 0) {
        auto piece = in.some();
        if (piece.empty()) {
            return false;
        }
        piece =
            piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), count)));
        crc = libdeflate_crc32(crc, piece.data(), piece.size());
        in.drop(piece.size());
        count -= piece.size();
    }
    return true;
}

} // namespace

Structure png_structure(Stream& in) {
    Structure found;
    bool has_data = false;
    in.seek(8); // the signature
    for (bool is_first = true;; is_first = false) {
        std::array<std::uint8_t, 8> head{};
        std::array<std::uint8_t, 13> header{};
        if (!in.take(head.data(), head.size())) {
            found.fault = k_cut;
            return found;
        }
        auto length = big_endian(head.data());
        const bool is_header = is_first && std::memcmp(&head[4], "IHDR", 4) == 0 && length == 13;
        if (is_first && !is_header) {
            found.fault = "the header of the picture is damaged";
            return found;
        }
        auto crc = libdeflate_crc32(0, &head[4], 4);
        if (is_header && in.take(header.data(), header.size())) {
            crc = libdeflate_crc32(crc, header.data(), header.size());
            length = 0;
        }
        if (length > k_longest_chunk || !add_crc(in, length, crc)) {
            found.fault = k_cut;
            return found;
        }
        const auto stored = in.u32_be();
        if (!stored || *stored != crc) {
            found.fault = stored ? "the picture is damaged (a checksum is wrong)" : k_cut;
            return found;
        }
        if (is_header) {
            read_header(header, found);
        }
        has_data = has_data || std::memcmp(&head[4], "IDAT", 4) == 0;
        if (!found.fault.empty() || std::memcmp(&head[4], "IEND", 4) == 0) {
            break;
        }
    }
    if (found.fault.empty() && !has_data) {
        found.fault = "the picture holds no image";
    }
    return found;
}

} // namespace curateur::image
