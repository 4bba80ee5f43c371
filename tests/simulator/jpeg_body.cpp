// A baseline JPEG (ITU-T T.81) whose blocks are of one colour each: with a quantiser of 8, the one
// coefficient of a block is its level less 128, and no cosine is ever computed.
#include "simulator/squares.hpp"

#include <algorithm>

namespace curateur::simulator {
namespace {

void put16(std::string& out, std::size_t value) {
    out += static_cast<char>(value >> 8U & 0xFFU);
    out += static_cast<char>(value & 0xFFU);
}

void segment(std::string& out, unsigned marker, const std::string& data) {
    out += '\xFF';
    out += static_cast<char>(marker);
    put16(out, data.size() + 2);
    out += data;
}

// The bits of the scan; a byte of ones is followed by a zero (B.1.1.5).
class Bits {
public:
    explicit Bits(std::string& out) : out_(out) {}

    void put(unsigned bits, unsigned count) {
        held_ = held_ << count | bits;
        for (count_ += count; count_ >= 8; count_ -= 8) {
            const auto byte = static_cast<unsigned char>(held_ >> (count_ - 8) & 0xFFU);
            out_ += static_cast<char>(byte);
            if (byte == 0xFF) {
                out_ += '\0';
            }
        }
    }

    void flush() { put(0x7FU, 7U); } // ones fill the last byte; what is left over stays unwritten

private:
    std::string& out_;
    std::uint32_t held_ = 0;
    unsigned count_ = 0;
};

struct Code {
    unsigned bits, length;
};

// Table K.3, the codes of the sizes 0 to 9 of differences.
constexpr std::array<Code, 10> k_sizes = {{{0x0, 2},
                                           {0x2, 3},
                                           {0x3, 3},
                                           {0x4, 3},
                                           {0x5, 3},
                                           {0x6, 3},
                                           {0xE, 4},
                                           {0x1E, 5},
                                           {0x3E, 6},
                                           {0x7E, 7}}};

void put_block(Bits& bits, int difference) {
    unsigned size = 0;
    for (int rest = std::abs(difference); rest != 0; rest /= 2) {
        ++size;
    }
    bits.put(k_sizes.at(size).bits, k_sizes.at(size).length);
    const int extra = difference < 0 ? difference + (1 << size) - 1 : difference;
    bits.put(static_cast<unsigned>(extra), size);
    bits.put(0, 1); // the end of the block
}

// Y, Cb and Cr less 128 (JFIF 1.02).
std::array<int, 3> levels(const Colour& colour) {
    const int r = colour.red;
    const int g = colour.green;
    const int b = colour.blue;
    const auto level = [](int thousandths) {
        return std::clamp(thousandths / 1000, -128, 127);
    };
    return {level(299 * r + 587 * g + 114 * b - 128000),
            level(-169 * r - 331 * g + 500 * b),
            level(500 * r - 419 * g - 81 * b)};
}

void put_head(std::string& out, const Picture& picture, std::size_t padding) {
    out += "\xFF\xD8";
    segment(out, 0xE0, {'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0});
    segment(out, 0xFE, "seed " + std::to_string(picture.seed));
    for (constexpr std::size_t k_most = 60000; padding != 0;) { // a segment holds less than 64 KiB
        const auto part = std::min(padding, k_most);
        segment(out, 0xFE, std::string(part, static_cast<char>('a' + picture.seed % 26)));
        padding -= part;
    }
    segment(out, 0xDB, std::string(1, '\0') + std::string(64, 8));
    std::string frame(1, 8);
    put16(frame, static_cast<std::size_t>(picture.height));
    put16(frame, static_cast<std::size_t>(picture.width));
    frame += {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0};
    segment(out, 0xC0, frame);
    // Differences as in table K.3; of the other coefficients only "no more" is ever said.
    segment(out, 0xC4, {0, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0,  0, 0,
                        0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    segment(out, 0xC4, {0x10, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    segment(out, 0xDA, {3, 1, 0, 2, 0, 3, 0, 0, 63, 0});
}

} // namespace

std::string jpeg_body(const Picture& picture, std::size_t padding) {
    const Squares squares(picture);
    std::array<std::array<int, 3>, Squares::k_colours> colours{};
    std::transform(squares.palette().begin(), squares.palette().end(), colours.begin(), levels);
    std::string out;
    put_head(out, picture, padding);
    Bits bits(out);
    std::array<int, 3> before{};
    for (int row = 0; row < squares.rows(); ++row) {
        for (int column = 0; column < squares.columns(); ++column) {
            const auto& now = colours.at(squares.at(column, row));
            for (std::size_t component = 0; component < now.size(); ++component) {
                put_block(bits, now.at(component) - before.at(component));
            }
            before = now;
        }
    }
    bits.flush();
    return out + "\xFF\xD9";
}

} // namespace curateur::simulator
