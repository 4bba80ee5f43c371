#include "structure.hpp"

#include <curateur/support/bytes.hpp>

#include <array>
#include <cstdlib>

namespace curateur::image {
namespace {

// A table of colours, as the flags before it tell (GIF89a, 18 and 20).
std::uint64_t table_size(unsigned flags) {
    return (flags & 0x80U) != 0 ? std::uint64_t{3} << ((flags & 7U) + 1) : 0;
}

// Blocks, each with its length before it, to the empty one.
bool skip_blocks(Stream& in) {
    for (;;) {
        const auto length = in.u8();
        if (!length) {
            return false;
        }
        if (*length == 0) {
            return true;
        }
        if (!in.skip(*length)) {
            return false;
        }
    }
}

// BITMAPCOREHEADER, OS/2 2.x, and the versions of BITMAPINFOHEADER.
bool is_bmp_header(std::uint32_t size) {
    return size == 12 || size == 40 || size == 52 || size == 56 || size == 64 || size == 108 ||
           size == 124;
}

} // namespace

Format format_of(std::string_view head) {
    using std::string_view_literals::operator""sv;
    if (head.substr(0, 8) == "\x89PNG\r\n\x1A\n"sv) {
        return Format::png;
    }
    if (head.substr(0, 3) == "\xFF\xD8\xFF"sv) {
        return Format::jpeg;
    }
    if (head.substr(0, 6) == "GIF87a"sv || head.substr(0, 6) == "GIF89a"sv) {
        return Format::gif;
    }
    Bytes bytes(head);
    const bool is_bmp = bytes.accept("BM") && bytes.skip(12);
    const auto header = is_bmp ? bytes.u32_le() : std::nullopt;
    return header && is_bmp_header(*header) ? Format::bmp : Format::none;
}

Structure gif_structure(Stream& in) {
    Structure found;
    std::array<std::uint8_t, 13> head{};
    if (!in.take(head.data(), head.size()) || !in.skip(table_size(head[10]))) {
        found.fault = k_cut;
        return found;
    }
    found.width = static_cast<std::uint32_t>(head[6] | head[7] << 8);
    found.height = static_cast<std::uint32_t>(head[8] | head[9] << 8);
    bool has_image = false;
    for (;;) {
        const auto what = in.u8();
        if (what && *what == 0x3B) { // the trailer
            break;
        }
        bool is_there = what.has_value();
        if (is_there && *what == 0x21) { // an extension: its label, its blocks
            is_there = in.skip(1) && skip_blocks(in);
        } else if (is_there && *what == 0x2C) { // an image: where it is, its colours, its blocks
            std::array<std::uint8_t, 9> image{};
            is_there = in.take(image.data(), image.size()) && in.skip(table_size(image[8])) &&
                       in.skip(1) && skip_blocks(in);
            has_image = true;
        } else if (is_there) {
            found.fault = "the picture is damaged";
            return found;
        }
        if (!is_there) {
            found.fault = k_cut;
            return found;
        }
    }
    if (!has_image || found.width == 0 || found.height == 0) {
        found.fault = "the picture holds no image";
    }
    return found;
}

// There is no mark at its end; what the headers promise must be there.
Structure bmp_structure(Stream& in) {
    Structure found;
    std::array<char, 54> head{};
    const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(in.size(), head.size()));
    if (there < 26 || !in.take(head.data(), there)) {
        found.fault = k_cut;
        return found;
    }
    Bytes bytes({head.data(), there});
    bytes.skip(2);
    const std::uint64_t file_size = *bytes.u32_le();
    bytes.skip(4);
    const std::uint64_t offset = *bytes.u32_le();
    const bool is_core = *bytes.u32_le() == 12;
    if (!is_core && there < head.size()) {
        found.fault = k_cut;
        return found;
    }
    std::int64_t height = 0;
    if (is_core) {
        found.width = *bytes.u16_le();
        height = *bytes.u16_le();
    } else {
        found.width = *bytes.u32_le();
        height = static_cast<std::int32_t>(*bytes.u32_le()); // negative: from the top down
    }
    found.height = static_cast<std::uint32_t>(std::abs(height));
    bytes.skip(2);
    const std::uint64_t bits = *bytes.u16_le();
    const auto packing = is_core ? 0U : *bytes.u32_le();
    if (found.width == 0 || found.width > 0x7FFFFFFFU || found.height == 0 || bits == 0 ||
        bits > 32 || offset < 26) {
        found.fault = "the header of the picture is damaged";
        return found;
    }
    const bool is_plain = packing == 0 || packing == 3 || packing == 6; // as it is, or bit fields
    const auto pixels = is_plain ? (found.width * bits + 31) / 32 * 4 * found.height : 1;
    if (file_size > in.size() || pixels > in.size() || offset > in.size() - pixels) {
        found.fault = k_cut;
    }
    return found;
}

Structure structure_of(Format format, Stream& in) {
    switch (format) {
    case Format::png:
        return png_structure(in);
    case Format::jpeg:
        return jpeg_structure(in);
    case Format::gif:
        return gif_structure(in);
    case Format::bmp:
        return bmp_structure(in);
    case Format::none:
        break;
    }
    return {"is no picture", 0, 0, 0};
}

} // namespace curateur::image
