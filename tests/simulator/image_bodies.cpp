#include "simulator/dice.hpp"
#include "simulator/squares.hpp"

#include <zlib.h>

#include <algorithm>

namespace curateur::simulator {
namespace {

void put32(std::string& out, std::uint32_t value) {
    for (unsigned shift = 32; shift != 0; shift -= 8) {
        out += static_cast<char>(value >> (shift - 8) & 0xFFU);
    }
}

void png_chunk(std::string& out, const char* type, const std::string& data) {
    put32(out, static_cast<std::uint32_t>(data.size()));
    const std::string counted = type + data;
    out += counted;
    put32(out,
          static_cast<std::uint32_t>(
              ::crc32_z(0, reinterpret_cast<const Bytef*>(counted.data()), counted.size())));
}

// A zlib stream of stored blocks.
std::string stored(const std::string& bytes) {
    auto length = ::compressBound(bytes.size());
    std::string out(length, '\0');
    ::compress2(reinterpret_cast<Bytef*>(out.data()),
                &length,
                reinterpret_cast<const Bytef*>(bytes.data()),
                bytes.size(),
                Z_NO_COMPRESSION);
    out.resize(length);
    return out;
}

std::string hex_colour(const Colour& colour) {
    static constexpr char k_digits[] = "0123456789abcdef";
    std::string text = "#";
    for (const unsigned part : {colour.red, colour.green, colour.blue}) {
        text += k_digits[part >> 4U];
        text += k_digits[part & 15U];
    }
    return text;
}

} // namespace

Squares::Squares(const Picture& picture)
    : seed_(picture.seed)
    , columns_((picture.width + k_side - 1) / k_side)
    , rows_((picture.height + k_side - 1) / k_side)
    , blank_(picture.blank) {
    Dice dice(picture.seed, "palette");
    for (Colour& colour : palette_) {
        const auto bits = dice.next();
        colour = {static_cast<std::uint8_t>(bits & 0xFFU),
                  static_cast<std::uint8_t>(bits >> 8U & 0xFFU),
                  static_cast<std::uint8_t>(bits >> 16U & 0xFFU)};
    }
}

std::uint8_t Squares::at(int column, int row) const {
    const int mirrored = std::min(column, columns_ - 1 - column);
    const bool frame = mirrored < 1 || row < 1 || row == rows_ - 1;
    if (blank_ || frame) {
        return 0;
    }
    // Blocks of four by four squares keep to a pair of colours.
    const auto block = seed_ + static_cast<std::uint64_t>(mirrored / 4) * 31 +
                       static_cast<std::uint64_t>(row / 4) * 17;
    const auto cell = (static_cast<std::uint64_t>(mirrored) * 0x9E3779B9U) ^
                      (static_cast<std::uint64_t>(row) * 0x85EBCA6BU) ^ seed_;
    return static_cast<std::uint8_t>(
        (block * 0x2545F491U >> 8U ^ (cell * 0xC2B2AE35U >> 13U & 1U)) % k_colours);
}

std::string png_body(const Picture& picture) {
    const Squares squares(picture);
    std::string head;
    put32(head, static_cast<std::uint32_t>(picture.width));
    put32(head, static_cast<std::uint32_t>(picture.height));
    head += {8, 3, 0, 0, 0}; // eight bits, palette, deflate, no filter, not interlaced
    std::string palette;
    for (const Colour& colour : squares.palette()) {
        palette += {static_cast<char>(colour.red),
                    static_cast<char>(colour.green),
                    static_cast<char>(colour.blue)};
    }
    std::string pixels;
    pixels.reserve(static_cast<std::size_t>(picture.height) *
                   (static_cast<std::size_t>(picture.width) + 1));
    std::string line;
    for (int y = 0; y < picture.height; ++y) {
        if (y % Squares::k_side == 0) {
            line.assign(1, '\0'); // the filter: none
            for (int column = 0; column < squares.columns(); ++column) {
                line.append(Squares::k_side,
                            static_cast<char>(squares.at(column, y / Squares::k_side)));
            }
            line.resize(static_cast<std::size_t>(picture.width) + 1);
        }
        pixels += line;
    }
    std::string out = "\x89PNG\r\n\x1A\n";
    png_chunk(out, "IHDR", head);
    png_chunk(out, "PLTE", palette);
    if (picture.transparent) {
        png_chunk(out, "tRNS", std::string(1, '\0'));
    }
    png_chunk(out, "tEXt", std::string("Comment\0seed ", 13) + std::to_string(picture.seed));
    png_chunk(out, "IDAT", stored(pixels));
    png_chunk(out, "IEND", "");
    return out;
}

std::string with_comment(std::string png, std::size_t more) {
    constexpr std::size_t k_frame = 12; // length, type and checksum of a chunk
    std::string end;
    png_chunk(end, "IEND", "");
    png.resize(png.size() - end.size());
    png_chunk(png, "fiLl", std::string(more - std::min(more, k_frame), ' '));
    return png + end;
}

std::string svg_body(const Picture& picture) {
    const Squares squares(picture);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
        "width=\"" +
        std::to_string(picture.width) + "\" height=\"" + std::to_string(picture.height) + "\">\n";
    for (int row = 0; row < squares.rows(); ++row) {
        for (int column = 0; column < squares.columns(); ++column) {
            out += "<rect x=\"" + std::to_string(column * Squares::k_side) + "\" y=\"" +
                   std::to_string(row * Squares::k_side) + "\" width=\"8\" height=\"8\" fill=\"" +
                   hex_colour(squares.palette()[squares.at(column, row)]) + "\"/>\n";
        }
    }
    return out + "</svg>\n";
}

} // namespace curateur::simulator
