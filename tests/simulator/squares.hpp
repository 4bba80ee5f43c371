// The pattern of a Picture, as colours of squares of eight pixels.
#pragma once

#include "simulator/bodies.hpp"

#include <array>
#include <cstdint>

namespace curateur::simulator {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
};

class Squares {
public:
    static constexpr int k_side = 8; // pixels
    static constexpr unsigned k_colours = 16;

    explicit Squares(const Picture& picture);

    [[nodiscard]] int columns() const { return columns_; }

    [[nodiscard]] int rows() const { return rows_; }

    [[nodiscard]] const std::array<Colour, k_colours>& palette() const { return palette_; }

    // Of the square in this column and row: an index into the palette; 0 is the ground.
    [[nodiscard]] std::uint8_t at(int column, int row) const;

private:
    std::uint64_t seed_;
    int columns_, rows_;
    bool blank_;
    std::array<Colour, k_colours> palette_{};
};

} // namespace curateur::simulator
