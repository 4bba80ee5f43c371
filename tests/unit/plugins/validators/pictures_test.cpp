#include "checking.hpp"
#include "simulator/bodies.hpp"
#include "support/made_pictures.hpp"

using namespace curateur::test;
namespace simulator = curateur::simulator;

namespace {

class Pictures : public Checking {
protected:
    Pictures() : Checking("image") {}
};

const std::string& small_png() {
    static const auto bytes = png_of(3, 2, std::string("\0abcdefghi\0jklmnopqr", 20));
    return bytes;
}

// GIF89a, 2 x 1 pixels, two colours, with a comment.
const std::string& small_gif() {
    using namespace std::string_literals;
    static const auto bytes = "GIF89a\2\0\1\0\x80\0\0"s + "\0\0\0\xFF\xFF\xFF"s + "!\xFE\2hi\0"s +
                              ",\0\0\0\0\2\0\1\0\0"s + "\2\2\x44\x0A\0;"s;
    return bytes;
}

// 2 x 2 pixels of 24 bits.
const std::string& small_bmp() {
    using namespace std::string_literals;
    static const auto bytes =
        "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\2\0\0\0\2\0\0\0\1\0\x18\0"s +
        std::string(24, '\0') + "abcdef\0\0ghijkl\0\0"s;
    return bytes;
}

} // namespace

TEST_F(Pictures, AreGoodWhenWholeAndTellTheirSize) {
    const std::pair<std::string, std::string> table[] = {{"png", small_png()},
                                                         {"png", simulator::png_body({64, 48, 7})},
                                                         {"jpg", simulator::jpeg_body({64, 48, 7})},
                                                         {"gif", small_gif()},
                                                         {"bmp", small_bmp()}};
    for (const auto& [format, bytes] : table) {
        for (const bool strict : {false, true}) {
            const auto finding = check(bytes, strict);
            EXPECT_EQ(finding.verdict, k_good) << format << ": " << finding.reason;
            EXPECT_EQ(finding.texts.at("format"), format);
            EXPECT_GT(finding.numbers.at("width"), 1);
            EXPECT_GT(finding.numbers.at("height"), 0);
        }
    }
}

TEST_F(Pictures, AreFoundToBeCutShortWhereverThatIs) {
    EXPECT_EQ(missed_cuts(small_png()), std::vector<std::size_t>());
    EXPECT_EQ(missed_cuts(simulator::jpeg_body({32, 32, 7})), std::vector<std::size_t>());
    EXPECT_EQ(missed_cuts(small_gif()), std::vector<std::size_t>());
    EXPECT_EQ(missed_cuts(small_bmp()), std::vector<std::size_t>());
}

TEST_F(Pictures, NoFlippedByteOfAPngGoesUnnoticed) {
    for (std::size_t at = 0; at < small_png().size(); ++at) {
        for (const unsigned flip : {1U, 0x80U, 0xFFU}) {
            auto bytes = small_png();
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
            EXPECT_NE(check(bytes).verdict, k_good) << "byte " << at << ", " << flip;
        }
    }
}

TEST_F(Pictures, OfMoreThan64MegapixelsAreRefusedUndecoded) {
    const auto finding = check(png_of(60000, 60000, "x"), true);
    EXPECT_EQ(finding.verdict, k_bad);
    EXPECT_EQ(finding.reason, "the picture claims more than 64 megapixels");
}

TEST_F(Pictures, ThatUnpackToMoreThanTheirPixelsAreRefused) {
    std::string pixels;
    pixels.resize(50'000'000);
    const auto finding = check(png_of(2, 2, pixels), true);
    EXPECT_EQ(finding.reason, "the picture unpacks to more than its pixels");
}

TEST_F(Pictures, WhosePixelsAreDamagedUnderRightChecksumsAreFoundByStrict) {
    auto bytes = "\x89PNG\r\n\x1A\n" +
                 chunk("IHDR", number(2, 4) + number(2, 4) + std::string("\x08\2\0\0\0", 5)) +
                 chunk("IDAT", "nothing deflated") + chunk("IEND", "");
    EXPECT_EQ(check(bytes).verdict, k_good);
    EXPECT_EQ(check(bytes, true).verdict, k_bad);
}

TEST_F(Pictures, OfOneColourArePoor) {
    EXPECT_EQ(check(one_colour(400, 300, "\x10\x20\x30")).reason,
              "the picture shows nothing: it is of one colour");
    EXPECT_EQ(check(one_colour(400, 300, "\x10\x20\x30")).verdict, k_poor);
    EXPECT_EQ(check(one_colour(400, 300, {'\0', '\xFF', '\0'})).reason,
              "the picture is a placeholder: nothing but green (#00FF00)");
    EXPECT_EQ(check(one_colour(400, 300, {'a', 'b', 'c', '\0'})).reason,
              "the picture shows nothing: it is transparent all over");
    EXPECT_EQ(check(simulator::jpeg_body({400, 300, 7, false, true})).verdict, k_poor);
}

TEST_F(Pictures, WithOnePixelOfAnotherColourAreNotPoor) {
    std::string lines;
    for (int y = 0; y < 50; ++y) {
        lines += '\0' + std::string(150, y == 30 ? 'x' : 'a');
    }
    EXPECT_EQ(check(png_of(50, 50, lines)).verdict, k_good);
}

TEST_F(Pictures, LeaveOtherFilesToOthers) {
    for (const char* const text :
         {"", "<html><body>Error</body></html>", "NOMEDIA", "BM", "%PDF-1.4"}) {
        EXPECT_EQ(check(text).verdict, k_unknown) << text;
    }
}
