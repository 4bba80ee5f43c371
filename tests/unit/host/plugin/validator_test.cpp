#include "plugin/loader.hpp"
#include "plugin/validator_instance.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

// 1 × 1, made by hand: signature, IHDR, IDAT, IEND.
std::string png() {
    using namespace std::string_literals;
    return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00"
           "\x00\x1f\x15\xc4\x89"
           "\x00\x00\x00\x0aIDAT\x78\x9c\x63\x00\x01\x00\x00\x05\x00\x01\x0d\x0a\x2d\xb4\x00\x00\x00\x00IEND\xae\x42\x60\x82"s;
}

// The smallest sequence of segments that a reader takes for a picture.
std::string jpeg() {
    using namespace std::string_literals;
    return "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
           "\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x2a\xff\x00\x2a\xff\xd9"s;
}

class ImageValidator : public testing::Test {
protected:
    void SetUp() override { loader_.load(std::string(PLUGIN_DIR) + "/validator-image.so"); }

    plugin::Finding check(const std::string& bytes, const plugin::Settings& settings = {}) {
        auto validator = plugin::ValidatorInstance::create(
            **loader_.find(plugin::Kind::validator, "image"), settings, {});
        return *validator->check({"cover", "", folder_.write("picture", bytes), false});
    }

    test::TempFolder folder_;
    plugin::Loader loader_;
};

constexpr std::uint32_t k_bad = CUR_VERDICT_BAD;

} // namespace

TEST_F(ImageValidator, TellsFormatAndSizeOfAPng) {
    const auto finding = check(png());
    EXPECT_EQ(finding.texts.at("format"), "png");
    EXPECT_EQ(finding.numbers.at("width"), 1);
}

TEST_F(ImageValidator, TellsFormatAndSizeOfAJpeg) {
    const auto finding = check(jpeg());
    EXPECT_EQ(finding.texts.at("format"), "jpg");
    EXPECT_EQ(finding.numbers.at("width"), 32);
    EXPECT_EQ(finding.numbers.at("height"), 16);
}

TEST_F(ImageValidator, FindsEveryPngThatIsCutShort) {
    for (std::size_t length = 40; length < png().size(); ++length) {
        EXPECT_EQ(check(png().substr(0, length)).verdict, k_bad) << length;
    }
}

TEST_F(ImageValidator, FindsEveryJpegThatIsCutShort) {
    for (std::size_t length = 35; length < jpeg().size(); ++length) {
        EXPECT_EQ(check(jpeg().substr(0, length)).verdict, k_bad) << length;
    }
}

TEST_F(ImageValidator, FindsADamagedPng) {
    auto bytes = png();
    bytes[43] = '\x7f'; // inside IDAT
    EXPECT_EQ(check(bytes).reason, "the picture is damaged (a checksum is wrong)");
}

TEST_F(ImageValidator, RefusesABombByItsHeader) {
    auto bytes = jpeg();
    bytes[25] = '\x7f'; // height 32 528
    bytes[27] = '\x7f'; // width 32 544
    EXPECT_EQ(check(bytes).reason, "the picture claims more than 64 megapixels");
}

TEST_F(ImageValidator, LeavesOtherFormatsToOthers) {
    EXPECT_EQ(check("RIFF\x04WEBP").verdict, static_cast<std::uint32_t>(CUR_VERDICT_UNKNOWN));
}

TEST_F(ImageValidator, CallsASmallPicturePoor) {
    plugin::Settings settings;
    settings.values["min_dimension"] = {"50"};
    EXPECT_EQ(check(png(), settings).verdict, static_cast<std::uint32_t>(CUR_VERDICT_POOR));
}
