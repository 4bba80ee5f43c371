#include "pixels.hpp"

#include <curateur/support/bytes.hpp>

#include <libdeflate.h>
#include <stb/stb_image.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

namespace curateur::image {
namespace {

constexpr std::uint64_t k_most_unpacked = std::uint64_t{1} << 30U; // 64 megapixels of 16 bits, RGBA
constexpr int k_same = 4; // of 255: as near as one colour comes back from a JPEG

// All IDAT in one piece; the chunks are known to be whole.
std::string packed_lines(std::string_view png) {
    std::string all;
    Bytes in(png);
    in.skip(8);
    while (const auto length = in.u32_be()) {
        const auto type = in.take(4);
        const auto content = in.take(*length);
        if (!type || !content || !in.skip(4)) {
            break;
        }
        if (*type == "IDAT") {
            all += *content;
        }
    }
    return all;
}

// Decoders of PNG unpack whatever there is, a bomb too, and look at no checksum. This does both
// right.
std::string png_fault(const Structure& structure, std::string_view bytes) {
    if (structure.unpacked > k_most_unpacked) {
        return "the picture claims too many pixels";
    }
    const auto packed = packed_lines(bytes);
    const auto lines = std::make_unique<char[]>(static_cast<std::size_t>(structure.unpacked));
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>
        inflater(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    std::size_t used = 0;
    const auto result = libdeflate_zlib_decompress_ex(inflater.get(),
                                                      packed.data(),
                                                      packed.size(),
                                                      lines.get(),
                                                      static_cast<std::size_t>(structure.unpacked),
                                                      &used,
                                                      nullptr);
    switch (result) {
    case LIBDEFLATE_SUCCESS:
        return {};
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        return "the picture unpacks to more than its pixels";
    default:
        return "the pixels of the picture are damaged";
    }
}

// All pixels (RGBA) within a hair of the first; what is transparent has no colour.
bool is_one_colour(const unsigned char* pixels, std::size_t count) {
    std::array<int, 4> least{255, 255, 255, 255};
    std::array<int, 4> most{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto* const pixel = pixels + 4 * i;
        const bool is_shown = pixel[3] != 0;
        for (std::size_t channel = 0; channel < 4; ++channel) {
            const int value = is_shown ? pixel[channel] : 0;
            least[channel] = std::min(least[channel], value);
            most[channel] = std::max(most[channel], value);
            if (most[channel] - least[channel] > k_same) {
                return false;
            }
        }
    }
    return true;
}

std::string placeholder_of(const unsigned char* pixels, std::size_t count) {
    if (!is_one_colour(pixels, count)) {
        return {};
    }
    if (pixels[3] == 0) {
        return "the picture shows nothing: it is transparent all over";
    }
    const bool is_green = pixels[0] <= k_same && pixels[1] >= 255 - k_same && pixels[2] <= k_same;
    return is_green ? "the picture is a placeholder: nothing but green (#00FF00)"
                    : "the picture shows nothing: it is of one colour";
}

} // namespace

Pixels pixels_of(Format format, const Structure& structure, std::string_view bytes) {
    Pixels found;
    if (format == Format::png) {
        found.fault = png_fault(structure, bytes);
    }
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        found.fault = "the picture is larger than 2 GiB";
    }
    if (!found.fault.empty()) {
        return found;
    }
    int width = 0;
    int height = 0;
    int channels = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                              static_cast<int>(bytes.size()),
                              &width,
                              &height,
                              &channels,
                              4),
        &stbi_image_free);
    if (!pixels) {
        found.fault = std::string("the picture cannot be decoded (") + stbi_failure_reason() + ")";
        return found;
    }
    found.poor = placeholder_of(pixels.get(),
                                static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return found;
}

} // namespace curateur::image
