#include "media/palette.hpp"
#include "media/scale.hpp"

#include <gtest/gtest.h>
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <cstdlib>

using namespace curateur;
using media::Colour;
using media::Size;

namespace {

// Pixels by column and row.
template <class F>
std::vector<Colour> drawn(Size size, F&& at) {
    std::vector<Colour> pixels;
    pixels.reserve(std::size_t{size.width} * size.height);
    for (std::uint32_t y = 0; y < size.height; ++y) {
        for (std::uint32_t x = 0; x < size.width; ++x) {
            pixels.push_back(at(x, y));
        }
    }
    return pixels;
}

void append(void* to, void* data, int size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(data),
                                          static_cast<std::size_t>(size));
}

std::string png(Size size, const std::vector<Colour>& pixels) {
    std::string bytes;
    stbi_write_png_to_func(append,
                           &bytes,
                           static_cast<int>(size.width),
                           static_cast<int>(size.height),
                           4,
                           pixels.data(),
                           0);
    return bytes;
}

std::string jpeg(Size size, const std::vector<Colour>& pixels) {
    std::string bytes;
    stbi_write_jpg_to_func(append,
                           &bytes,
                           static_cast<int>(size.width),
                           static_cast<int>(size.height),
                           4,
                           pixels.data(),
                           90);
    return bytes;
}

std::vector<Colour> decoded(const std::string& bytes, Size& size) {
    int width = 0;
    int height = 0;
    int channels = 0;
    auto* const pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                               static_cast<int>(bytes.size()),
                                               &width,
                                               &height,
                                               &channels,
                                               4);
    size = {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
    std::vector<Colour> all(pixels == nullptr ? 0 : std::size_t{size.width} * size.height);
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::copy_n(pixels + 4 * i, 4, all[i].begin());
    }
    stbi_image_free(pixels);
    return all;
}

Colour many_colours(std::uint32_t x, std::uint32_t y) {
    return {static_cast<std::uint8_t>(x),
            static_cast<std::uint8_t>(y),
            static_cast<std::uint8_t>(x ^ y),
            255};
}

constexpr std::size_t k_colour_type = 25; // of a PNG's bytes: 3 is a palette

} // namespace

TEST(Fitted, KeepsTheShapeAndNeverGrows) {
    EXPECT_EQ(media::fitted({400, 200}, {100, 0}, 1), (Size{100, 50}));
    EXPECT_EQ(media::fitted({400, 200}, {0, 100}, 1), (Size{200, 100}));
    EXPECT_EQ(media::fitted({400, 200}, {300, 100}, 1), (Size{200, 100}));
    EXPECT_EQ(media::fitted({400, 200}, {400, 200}, 1), (Size{400, 200}));
    EXPECT_EQ(media::fitted({400, 200}, {1000, 1000}, 1), (Size{400, 200}));
    EXPECT_EQ(media::fitted({400, 200}, {0, 0}, 1), (Size{400, 200}));
    EXPECT_EQ(media::fitted({5000, 2}, {10, 10}, 1), (Size{2500, 1}));
}

TEST(Fitted, MakesNothingThatWouldBeTooSmallToBeTaken) {
    EXPECT_EQ(media::fitted({1000, 100}, {100, 0}, 50), (Size{500, 50}));
    EXPECT_EQ(media::fitted({1000, 40}, {100, 0}, 50), (Size{1000, 40}));
}

TEST(ScaledToFit, MakesAPngThatIsAPng) {
    const Size size{200, 100};
    const auto scaled = media::scaled_to_fit(png(size, drawn(size, many_colours)), {50, 50}, 1);
    ASSERT_TRUE(scaled && *scaled);
    Size found;
    const auto pixels = decoded((*scaled)->bytes, found);
    EXPECT_EQ(found, (Size{50, 25}));
    EXPECT_EQ((*scaled)->size, found);
    EXPECT_NEAR(pixels[10][0], 42, 12) << "what was at a fifth of the width still is";
}

TEST(ScaledToFit, MakesAJpegThatIsAJpeg) {
    const Size size{200, 100};
    const auto scaled = media::scaled_to_fit(jpeg(size, drawn(size, many_colours)), {0, 20}, 1);
    ASSERT_TRUE(scaled && *scaled);
    EXPECT_EQ((*scaled)->bytes.substr(0, 3), "\xFF\xD8\xFF");
    Size found;
    static_cast<void>(decoded((*scaled)->bytes, found));
    EXPECT_EQ(found, (Size{40, 20}));
}

TEST(ScaledToFit, KeepsWhatCannotBeSeenFromShowing) {
    const Size size{64, 64};
    const auto logo = drawn(size, [](std::uint32_t x, std::uint32_t) {
        return x < 32 ? Colour{255, 0, 0, 255} : Colour{0, 255, 0, 0};
    });
    const auto scaled = media::scaled_to_fit(png(size, logo), {16, 16}, 1);
    ASSERT_TRUE(scaled && *scaled);
    Size found;
    for (const auto& pixel : decoded((*scaled)->bytes, found)) {
        EXPECT_TRUE(pixel[3] == 0 || pixel[1] < 8) << "no green comes in";
    }
}

TEST(ScaledToFit, WritesFewColoursAsAPalette) {
    const Size size{100, 100};
    const auto flat = drawn(size, [](std::uint32_t, std::uint32_t y) {
        return y < 50 ? Colour{10, 20, 30, 255} : Colour{200, 100, 0, 255};
    });
    const auto scaled = media::scaled_to_fit(png(size, flat), {50, 50}, 1);
    ASSERT_TRUE(scaled && *scaled);
    EXPECT_EQ((*scaled)->bytes[k_colour_type], 3);
    Size found;
    EXPECT_EQ(decoded((*scaled)->bytes, found).front(), (Colour{10, 20, 30, 255}));
}

TEST(ScaledToFit, LeavesWhatFitsAndWhatItDoesNotKnow) {
    const Size size{20, 10};
    const auto small = png(size, drawn(size, many_colours));
    const auto fits = media::scaled_to_fit(small, {20, 20}, 1);
    ASSERT_TRUE(fits);
    EXPECT_FALSE(*fits);
    const auto film = media::scaled_to_fit("....ftypisom", {20, 20}, 1);
    ASSERT_TRUE(film);
    EXPECT_FALSE(*film);
}

TEST(ScaledToFit, RefusesABombBeforeItIsUnpacked) {
    const Size size{20, 10};
    auto bytes = png(size, drawn(size, many_colours));
    bytes.replace(16, 8, std::string("\x00\x00\x40\x00\x00\x00\x40\x00", 8)); // 16384 x 16384
    const auto scaled = media::scaled_to_fit(bytes, {100, 100}, 1);
    ASSERT_FALSE(scaled);
    EXPECT_EQ(scaled.error().code, Errc::invalid);
}

TEST(ScaledToFit, RefusesWhatIsCutShort) {
    const Size size{200, 100};
    const auto bytes = png(size, drawn(size, many_colours));
    const auto scaled = media::scaled_to_fit(bytes.substr(0, bytes.size() / 2), {50, 50}, 1);
    ASSERT_FALSE(scaled);
    EXPECT_EQ(scaled.error().code, Errc::malformed);
}

TEST(InFewColours, AreTheSameIfThereAreFew) {
    const std::vector<Colour> pixels{{1, 2, 3, 255}, {1, 2, 4, 255}, {9, 9, 9, 0}, {1, 2, 3, 255}};
    const auto made = media::in_few_colours(pixels);
    EXPECT_EQ(made.palette.size(), 3U);
    EXPECT_EQ(made.palette[made.pixels[1]], pixels[1]);
    EXPECT_EQ(made.palette[made.pixels[2]], Colour{}) << "what is not seen is one colour";
    EXPECT_EQ(made.pixels[0], made.pixels[3]);
}

TEST(InFewColours, AreNearIfThereAreMany) {
    const auto pixels = drawn({256, 256}, many_colours);
    const auto made = media::in_few_colours(pixels);
    EXPECT_EQ(made.palette.size(), 256U);
    double error = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        for (std::size_t channel = 0; channel < 4; ++channel) {
            error += std::abs(made.palette[made.pixels[i]][channel] - pixels[i][channel]);
        }
    }
    EXPECT_LT(error / static_cast<double>(4 * pixels.size()), 8) << "of 255";
}
