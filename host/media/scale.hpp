// Pictures that are larger than the user wants them.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::media {

struct Size {
    std::uint32_t width = 0, height = 0; // pixels
    bool operator==(const Size&) const = default;
};

// The largest size of the same shape within `most`, of which 0 sets no limit; never larger than it
// is, and neither side is made shorter than least.
[[nodiscard]] Size fitted(Size is, Size most, std::uint32_t least);

struct Scaled {
    std::string bytes; // of the same format
    Size size;
};

// A PNG or JPEG made to fit. nullopt: it fits already, or is another format. A PNG is written in
// 256 colours where that makes it smaller. Any thread; takes some 12 bytes a pixel.
// Errc::malformed: cannot be decoded; Errc::invalid: more than 64 megapixels (S19).
[[nodiscard]] Result<std::optional<Scaled>>
scaled_to_fit(std::string_view bytes, Size most, std::uint32_t least);

} // namespace curateur::media
