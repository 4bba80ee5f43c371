#include "plugin/loader.hpp"
#include "plugin/validator_instance.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

class Validators : public testing::Test {
protected:
    void SetUp() override { loader_.load_from({PLUGIN_DIR}); }

    plugin::Finding check(const char* id, const std::string& bytes) {
        auto validator =
            plugin::ValidatorInstance::create(**loader_.find(plugin::Kind::validator, id), {}, {});
        return *validator->check({"", "", folder_.write("file", bytes), false});
    }

    test::TempFolder folder_;
    plugin::Loader loader_;
};

std::string box(const std::string& type, const std::string& content) {
    const auto size = content.size() + 8;
    return std::string{'\0', '\0', static_cast<char>(size >> 8U), static_cast<char>(size & 0xFFU)} +
           type + content;
}

std::string mp4() {
    return box("ftyp", "isom") + box("moov", std::string(300, 'x')) +
           box("mdat", std::string(500, 'y'));
}

const std::string k_pdf = "%PDF-1.4\n" + std::string(3000, ' ') + "\nstartxref\n9\n%%EOF\n";

constexpr std::uint32_t k_good = CUR_VERDICT_GOOD;
constexpr std::uint32_t k_bad = CUR_VERDICT_BAD;
constexpr std::uint32_t k_unknown = CUR_VERDICT_UNKNOWN;

} // namespace

TEST_F(Validators, TakeAWholeVideo) {
    const auto finding = check("video", mp4());
    EXPECT_EQ(finding.verdict, k_good) << finding.reason;
    EXPECT_EQ(finding.texts.at("format"), "mp4");
}

TEST_F(Validators, FindEveryVideoThatIsCutShort) {
    for (std::size_t length = 12; length < mp4().size(); length += 7) {
        EXPECT_EQ(check("video", mp4().substr(0, length)).verdict, k_bad) << length;
    }
}

TEST_F(Validators, RefuseAVideoWithoutAnIndex) {
    EXPECT_EQ(check("video", box("ftyp", "isom") + box("mdat", "y")).reason,
              "the video has no index (no moov)");
}

TEST_F(Validators, AreNotLedAstrayByABoxOfNoSize) {
    EXPECT_EQ(
        check("video", box("ftyp", "isom") + std::string{'\0', '\0', '\0', '\1'} + "moov").verdict,
        k_bad);
}

TEST_F(Validators, TakeAWholeManual) {
    EXPECT_EQ(check("document", k_pdf).verdict, k_good);
}

TEST_F(Validators, FindAManualThatIsCutShort) {
    EXPECT_EQ(check("document", k_pdf.substr(0, 2500)).verdict, k_bad);
}

TEST_F(Validators, LeaveOtherFormatsToOthers) {
    EXPECT_EQ(check("document", "<html>").verdict, k_unknown);
    EXPECT_EQ(check("video", "<html>").verdict, k_unknown);
}
