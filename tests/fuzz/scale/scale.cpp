// Pictures that a validator took, or nobody looked at, made to fit.
#include "media/scale.hpp"

#include <stb/stb_image.h>

#include <cstdlib>

namespace {

constexpr int k_most_pixels = 1'000'000; // larger ones only take longer

bool is_large(const unsigned char* data, std::size_t size) {
    int width = 0;
    int height = 0;
    int channels = 0;
    return stbi_info_from_memory(data, static_cast<int>(size), &width, &height, &channels) != 0 &&
           width > k_most_pixels / height;
}

// What came out fits, and is a picture of just that size.
void check(const curateur::media::Scaled& made, curateur::media::Size most, std::uint32_t least) {
    int width = 0;
    int height = 0;
    int channels = 0;
    auto* const pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(made.bytes.data()),
                                               static_cast<int>(made.bytes.size()),
                                               &width,
                                               &height,
                                               &channels,
                                               0);
    stbi_image_free(pixels);
    const auto again = curateur::media::scaled_to_fit(made.bytes, most, least);
    if (pixels == nullptr || width != static_cast<int>(made.size.width) ||
        height != static_cast<int>(made.size.height) || !again || *again) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using curateur::media::Size;
    if (is_large(data, size)) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const auto most : {Size{16, 16}, Size{5, 0}, Size{0, 1}}) {
        for (const std::uint32_t least : {0U, 8U}) {
            const auto scaled = curateur::media::scaled_to_fit(bytes, most, least);
            if (scaled && *scaled) {
                check(**scaled, most, least);
            }
        }
    }
    return 0;
}
