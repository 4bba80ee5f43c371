#include "checking.hpp"
#include "simulator/bodies.hpp"

#include <zlib.h>

using namespace curateur::test;
namespace simulator = curateur::simulator;

namespace {

class Videos : public Checking {
protected:
    Videos() : Checking("video") {}
};

std::string box(const std::string& type, const std::string& content) {
    const auto size = content.size() + 8;
    return std::string{'\0', '\0', static_cast<char>(size >> 8U), static_cast<char>(size & 0xFFU)} +
           type + content;
}

const std::string& mp4() {
    static const auto bytes = simulator::mp4_body({32, 24, 5}, 20);
    return bytes;
}

// id: as it is written; a size of one byte, or of two.
std::string element(const std::string& id, const std::string& content) {
    const auto size = content.size();
    const auto length = size < 127 ? std::string{static_cast<char>(0x80U | size)}
                                   : std::string{static_cast<char>(0x40U | size >> 8U),
                                                 static_cast<char>(size & 0xFFU)};
    return id + length + content;
}

std::string with_checksum(const std::string& id, const std::string& content) {
    const auto crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    std::string bytes;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes += static_cast<char>(crc >> shift & 0xFFU);
    }
    return element(id, element("\xBF", bytes) + content);
}

std::string mkv(const std::string& doc_type = "matroska", char track_type = 1) {
    using namespace std::string_literals;
    const auto head = element("\x1A\x45\xDF\xA3", element("\x42\x82", doc_type));
    const auto info = element("\x15\x49\xA9\x66",
                              element("\x2A\xD7\xB1", "\x0F\x42\x40"s) +
                                  element("\x44\x89", "\x45\x7A\0\0"s)); // 4000.0
    const auto picture = element("\xE0", element("\xB0", "\x01\x40"s) + element("\xBA", "\xF0"s));
    const auto tracks = element(
        "\x16\x54\xAE\x6B",
        element("\xAE", element("\x83", {track_type}) + element("\x86", "V_VP9") + picture));
    const auto cluster = with_checksum(
        "\x1F\x43\xB6\x75",
        element("\xE7", "\0"s) + element("\xA3", "\x81\0\0\x80"s + std::string(200, 'p')));
    return head + element("\x18\x53\x80\x67", info + tracks + cluster);
}

} // namespace

TEST_F(Videos, AreGoodWhenWholeAndTellAboutThemselves) {
    const auto finding = check(mp4());
    EXPECT_EQ(finding.verdict, k_good) << finding.reason;
    EXPECT_EQ(finding.texts.at("format"), "mp4");
    EXPECT_EQ(finding.texts.at("codec"), "mp4v");
    EXPECT_EQ(finding.numbers.at("width"), 32);
    EXPECT_EQ(finding.numbers.at("height"), 24);
    EXPECT_EQ(finding.numbers.at("duration_ms"), 2000);
}

TEST_F(Videos, OfMatroskaTellTheSame) {
    const auto finding = check(mkv(), true);
    EXPECT_EQ(finding.verdict, k_good) << finding.reason;
    EXPECT_EQ(finding.texts.at("format"), "mkv");
    EXPECT_EQ(finding.texts.at("codec"), "V_VP9");
    EXPECT_EQ(finding.numbers.at("width"), 320);
    EXPECT_EQ(finding.numbers.at("height"), 240);
    EXPECT_EQ(finding.numbers.at("duration_ms"), 4000);
    EXPECT_EQ(check(mkv("webm")).texts.at("format"), "webm");
}

TEST_F(Videos, AreFoundToBeCutShortWhereverThatIs) {
    EXPECT_EQ(missed_cuts(simulator::mp4_body({16, 16, 5}, 3)), std::vector<std::size_t>());
    EXPECT_EQ(missed_cuts(mkv()), std::vector<std::size_t>());
}

TEST_F(Videos, WhoseDataGoesOnToTheEndAreFoundToBeCutShortByTheirTables) {
    auto open = mp4();
    const auto data = open.find("mdat");
    open.replace(data - 4, 4, std::string(4, '\0'));
    EXPECT_EQ(check(open).verdict, k_good);
    EXPECT_EQ(check(open.substr(0, open.size() - 1)).reason,
              "the video is cut short (its pictures reach beyond the end of the file)");
}

TEST_F(Videos, WithoutAnIndexAreRefused) {
    EXPECT_EQ(check(box("ftyp", "isom") + box("mdat", "y")).reason,
              "the video has no index (no moov)");
}

TEST_F(Videos, WithSoundAloneAreRefused) {
    auto sound = mp4();
    sound.replace(sound.find("vide"), 4, "soun");
    EXPECT_EQ(check(sound).reason, "there is no video in it");
    EXPECT_EQ(check(mkv("matroska", 2)).reason, "there is no video in it");
}

TEST_F(Videos, AreNotLedAstrayByABoxOfNoSize) {
    EXPECT_EQ(check(box("ftyp", "isom") + std::string{'\0', '\0', '\0', '\1'} + "moov").verdict,
              k_bad);
}

TEST_F(Videos, WithAWrongChecksumAreFoundByStrict) {
    auto bytes = mkv();
    bytes[bytes.size() - 50] = 'q';
    EXPECT_EQ(check(bytes).verdict, k_good);
    EXPECT_EQ(check(bytes, true).reason, "the video is damaged (a checksum is wrong)");
}

TEST_F(Videos, LeaveOtherFilesToOthers) {
    EXPECT_EQ(check("<html>").verdict, k_unknown);
}
