#include "media/scale.hpp"

#include "media/palette.hpp"

#include <png.h>
#include <stb/stb_image.h>
#include <stb/stb_image_resize.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

namespace curateur::media {
namespace {

constexpr std::uint64_t k_most_pixels = 64'000'000; // S19
constexpr int k_quality = 90;                       // of a JPEG, of 100
constexpr std::string_view k_png("\x89PNG\r\n\x1A\n", 8);
constexpr std::string_view k_jpeg("\xFF\xD8\xFF", 3);

struct Picture {
    Size size;
    int channels = 0; // 1 grey, 3 colours, 4 with alpha
    std::vector<std::uint8_t> bytes;
};

Error not_decoded() {
    return Error{Errc::malformed, std::string("cannot be decoded (") + stbi_failure_reason() + ")"};
}

const stbi_uc* start_of(std::string_view bytes) {
    return reinterpret_cast<const stbi_uc*>(bytes.data());
}

// What it would be, without pixels.
Result<Picture> look_at_head(std::string_view bytes) {
    int width = 0;
    int height = 0;
    Picture picture;
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
        stbi_info_from_memory(
            start_of(bytes), static_cast<int>(bytes.size()), &width, &height, &picture.channels) ==
            0 ||
        width <= 0 || height <= 0) {
        return not_decoded();
    }
    picture.size = {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
    if (std::uint64_t{picture.size.width} * picture.size.height > k_most_pixels) {
        return Error{Errc::invalid, "has more than 64 megapixels"};
    }
    return picture;
}

// channels: as many as the picture is wanted with.
Result<Picture> resized(std::string_view bytes, Size to, int channels) {
    int width = 0;
    int height = 0;
    int found = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_memory(
            start_of(bytes), static_cast<int>(bytes.size()), &width, &height, &found, channels),
        &stbi_image_free);
    if (pixels == nullptr) {
        return not_decoded();
    }
    Picture made{to, channels, {}};
    made.bytes.resize(std::size_t{to.width} * to.height * static_cast<std::size_t>(channels));
    const int alpha = channels == 4 ? 3 : STBIR_ALPHA_CHANNEL_NONE;
    if (stbir_resize_uint8_srgb(pixels.get(),
                                width,
                                height,
                                0,
                                made.bytes.data(),
                                static_cast<int>(to.width),
                                static_cast<int>(to.height),
                                0,
                                channels,
                                alpha,
                                0) == 0) {
        return Error{Errc::unsupported, "cannot be scaled: there is not enough memory"};
    }
    return made;
}

// few: the palette, if the pixels are indices into it. "": it cannot be written.
std::string png_of(Size size, const void* pixels, std::uint32_t format, const InFewColours* few) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = size.width;
    image.height = size.height;
    image.format = format;
    image.colormap_entries = few != nullptr ? static_cast<png_uint_32>(few->palette.size()) : 0;
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string bytes(length, '\0');
    const bool is_written =
        png_image_write_to_memory(&image,
                                  bytes.data(),
                                  &length,
                                  0,
                                  pixels,
                                  0,
                                  few != nullptr ? few->palette.data() : nullptr) != 0;
    bytes.resize(is_written ? length : 0);
    png_image_free(&image);
    return bytes;
}

// Of four channels. Without alpha it is written with three.
std::string smaller_png(const Picture& picture) {
    std::vector<Colour> pixels(picture.bytes.size() / 4);
    std::memcpy(pixels.data(), picture.bytes.data(), picture.bytes.size());
    const bool is_opaque = std::all_of(
        pixels.begin(), pixels.end(), [](const Colour& pixel) { return pixel[3] == 255; });
    const auto few = in_few_colours(pixels);
    auto with_palette = png_of(picture.size, few.pixels.data(), PNG_FORMAT_RGBA_COLORMAP, &few);
    std::vector<std::uint8_t> opaque;
    opaque.reserve(is_opaque ? 3 * pixels.size() : 0);
    for (const auto& pixel : pixels) {
        if (is_opaque) {
            opaque.insert(opaque.end(), pixel.begin(), pixel.begin() + 3);
        }
    }
    auto whole = is_opaque ? png_of(picture.size, opaque.data(), PNG_FORMAT_RGB, nullptr)
                           : png_of(picture.size, pixels.data(), PNG_FORMAT_RGBA, nullptr);
    const bool is_smaller =
        !with_palette.empty() && (whole.empty() || with_palette.size() < whole.size());
    return is_smaller ? with_palette : whole;
}

std::string jpeg_of(const Picture& picture) {
    std::string bytes;
    const auto append = [](void* to, void* data, int size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data),
                                              static_cast<std::size_t>(size));
    };
    const bool is_written = stbi_write_jpg_to_func(append,
                                                   &bytes,
                                                   static_cast<int>(picture.size.width),
                                                   static_cast<int>(picture.size.height),
                                                   picture.channels,
                                                   picture.bytes.data(),
                                                   k_quality) != 0;
    return is_written ? bytes : std::string();
}

} // namespace

Size fitted(Size is, Size most, std::uint32_t least) {
    double factor = 1;
    const auto shrink = [&](std::uint32_t side, std::uint32_t limit) {
        if (limit > 0 && side > limit) {
            factor = std::min(factor, static_cast<double>(limit) / side);
        }
    };
    shrink(is.width, most.width);
    shrink(is.height, most.height);
    const auto shorter = std::min(is.width, is.height);
    if (shorter > 0 && factor < 1) {
        factor = std::min(1.0, std::max(factor, static_cast<double>(least) / shorter));
    }
    const auto side = [&](std::uint32_t length) {
        return std::max(static_cast<std::uint32_t>(std::lround(length * factor)), 1U);
    };
    return factor < 1 ? Size{side(is.width), side(is.height)} : is;
}

Result<std::optional<Scaled>>
scaled_to_fit(std::string_view bytes, Size most, std::uint32_t least) {
    const bool is_png = bytes.starts_with(k_png);
    if (!is_png && !bytes.starts_with(k_jpeg)) {
        return std::optional<Scaled>();
    }
    CURATEUR_TRY(const auto head, look_at_head(bytes));
    const auto to = fitted(head.size, most, least);
    if (to == head.size) {
        return std::optional<Scaled>();
    }
    const int channels = is_png ? 4 : head.channels == 1 ? 1 : 3;
    CURATEUR_TRY(const auto picture, resized(bytes, to, channels));
    auto made = is_png ? smaller_png(picture) : jpeg_of(picture);
    if (made.empty()) {
        return Error{Errc::fault, "cannot be written after it was scaled"};
    }
    return std::optional(Scaled{std::move(made), to});
}

} // namespace curateur::media
