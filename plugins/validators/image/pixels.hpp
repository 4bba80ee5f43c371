// The pixels of a picture, decoded: can they be, and do they show anything?
#pragma once

#include "structure.hpp"

namespace curateur::image {

struct Pixels {
    std::string fault; // why they cannot be decoded; "": they can
    std::string poor;  // what makes it a placeholder; "": it shows something
};

// bytes: a whole file, whose structure is good and bounds what is decoded.
[[nodiscard]] Pixels pixels_of(Format format, const Structure& structure, std::string_view bytes);

} // namespace curateur::image
