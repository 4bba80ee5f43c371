// A picture in few colours.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace curateur::media {

using Colour = std::array<std::uint8_t, 4>; // red, green, blue, alpha; not premultiplied

struct InFewColours {
    std::vector<Colour> palette;
    std::vector<std::uint8_t> pixels; // an index into the palette each
};

// The same picture in at most 256 colours: as it is if it has no more, else by median cut: the box
// of colours that is widest is cut in two, by how often its colours occur, until there are enough.
[[nodiscard]] InFewColours in_few_colours(std::span<const Colour> pixels);

} // namespace curateur::media
