#include "asking.hpp"
#include "plugin/loader.hpp"
#include "plugin/validator_instance.hpp"
#include "simulator/bodies.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <stb/stb_image.h>

using namespace curateur::simulator;
using curateur::json::View;

namespace {

struct Decoded {
    int width = 0, height = 0;
    std::string pixels; // RGB
};

Decoded decoded(const std::string& bytes) {
    Decoded it;
    int channels = 0;
    auto* const pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                               static_cast<int>(bytes.size()),
                                               &it.width,
                                               &it.height,
                                               &channels,
                                               3);
    if (pixels != nullptr) {
        it.pixels.assign(reinterpret_cast<const char*>(pixels),
                         static_cast<std::size_t>(it.width) * static_cast<std::size_t>(it.height) *
                             3);
        stbi_image_free(pixels);
    }
    return it;
}

class SimulatorMedia : public Asking {
protected:
    void SetUp() override { loader_.load_from({PLUGIN_DIR}); }

    Reply medium(const std::string& page, const std::string& code, Parameters more = {}) {
        more.insert({{"systemeid", "4"}, {"jeuid", "11"}, {"media", code}});
        return ask(page, more);
    }

    // The verdict of the project's own validator; empty when it is good.
    std::string fault_of(const char* validator, const std::string& bytes) {
        auto it = curateur::plugin::ValidatorInstance::create(
            **loader_.find(curateur::plugin::Kind::validator, validator), {}, {});
        const auto finding = *it->check({"", "", folder_.write("file", bytes), false});
        return finding.verdict == CUR_VERDICT_GOOD ? "" : "not good: " + finding.reason;
    }

    curateur::test::TempFolder folder_;
    curateur::plugin::Loader loader_;
};

} // namespace

TEST(SimulatorBodies, PicturesOfAnySizeAreDecoded) {
    for (const auto& [width, height] :
         {std::pair{1, 1}, {7, 9}, {8, 8}, {17, 33}, {256, 224}, {640, 360}}) {
        for (std::uint64_t seed = 1; seed < 6; ++seed) {
            const Picture picture{width, height, seed, seed % 2 == 0, false};
            for (const auto& bytes : {png_body(picture), jpeg_body(picture, seed * 50000)}) {
                const auto it = decoded(bytes);
                EXPECT_EQ(std::pair(it.width, it.height), std::pair(width, height));
            }
        }
    }
}

TEST(SimulatorBodies, TheTwoFormatsShowTheSamePicture) {
    const Picture picture{64, 48, 5, false, false};
    const auto png = decoded(png_body(picture)).pixels;
    const auto jpeg = decoded(jpeg_body(picture)).pixels;
    ASSERT_EQ(png.size(), jpeg.size());
    int worst = 0;
    for (std::size_t i = 0; i < png.size(); ++i) {
        worst = std::max(
            worst,
            std::abs(static_cast<unsigned char>(png[i]) - static_cast<unsigned char>(jpeg[i])));
    }
    EXPECT_LE(worst, 8); // colours are rounded on their way through YCbCr
}

TEST_F(SimulatorMedia, EveryKindOfFileIsWhole) {
    EXPECT_EQ(fault_of("image", medium("mediaJeu.php", "ss(us)").body), "");
    EXPECT_EQ(fault_of("image", medium("mediaJeu.php", "fanart").body), "");
    EXPECT_EQ(fault_of("video", medium("mediaVideoJeu.php", "video").body), "");
    EXPECT_EQ(fault_of("document", medium("mediaManuelJeu.php", "manuel(us)").body), "");
}

TEST_F(SimulatorMedia, TheIndexOfAVideoPointsAtItsPictures) {
    const auto bytes = mp4_body({64, 48, 3, false, false}, 5);
    const auto stco = bytes.find("stco");
    ASSERT_NE(stco, std::string::npos);
    std::size_t offset = 0;
    for (std::size_t i = 0; i < 4; ++i) { // after type, version and count
        offset = offset << 8U | static_cast<unsigned char>(bytes[stco + 12 + i]);
    }
    const auto it = decoded(bytes.substr(offset));
    EXPECT_EQ(std::pair(it.width, it.height), std::pair(64, 48));
}

TEST_F(SimulatorMedia, WhatIsListedIsWhatIsSent) {
    const auto document = parsed(game({{"gameid", "11"}}));
    int checked = 0;
    document.root()["response"]["jeu"]["medias"].each([&](View it) {
        const auto url = it["url"].text();
        const auto page = url.substr(24, url.find('?') - 24); // after http://127.0.0.1:1/api2/
        if (it["parent"].text() != "jeu") {
            return;
        }
        const auto reply = medium(page, url.substr(url.find("&media=") + 7));
        const auto digests = digests_of(reply.body);
        EXPECT_EQ(digests.sha1, it["sha1"].text()) << url;
        EXPECT_EQ(digests.md5, it["md5"].text()) << url;
        EXPECT_EQ(digests.crc, it["crc"].text()) << url;
        EXPECT_EQ(std::to_string(digests.size), it["size"].text()) << url;
        ++checked;
    });
    EXPECT_EQ(checked, 6); // the cover twice
}

TEST_F(SimulatorMedia, OneFileIsListedForSeveralRegions) {
    const auto document = parsed(game({{"gameid", "11"}}));
    std::vector<std::string> covers;
    document.root()["response"]["jeu"]["medias"].each([&](View it) {
        if (it["type"].text() == "box-2D") {
            EXPECT_NE(it["url"].text().find("media=box-2D(us)"), std::string::npos);
            covers.push_back(it["region"].text());
        }
    });
    EXPECT_EQ(covers, (std::vector<std::string>{"us", "eu"}));
}

TEST_F(SimulatorMedia, AddressesHoldTheSecretsAndTheSpaceOfTheProgramsName) {
    const auto body = game({{"gameid", "11"}}).body;
    EXPECT_NE(
        body.find("mediaJeu.php?devid=developer&devpassword=developer-password&softname=test 1"
                  "&ssid=player&sspassword=pass&systemeid=4&jeuid=11&media=ss(us)"),
        std::string::npos);
}

TEST_F(SimulatorMedia, WhatThereIsNotIsNoMedia) {
    EXPECT_EQ(medium("mediaJeu.php", "wheel(us)").body, "NOMEDIA");
    EXPECT_EQ(medium("mediaJeu.php", "ss(eu)").body, "NOMEDIA");
    EXPECT_EQ(medium("mediaJeu.php", "video").body, "NOMEDIA"); // of another page
    EXPECT_EQ(medium("mediaJeu.php", "wheel(us)").status, 200);
}

TEST_F(SimulatorMedia, AMediumWithoutItsGameOrCodeIsRefused) {
    EXPECT_EQ(ask("mediaJeu.php", {{"systemeid", "4"}, {"jeuid", "11"}}).status, 400);
    EXPECT_EQ(ask("mediaJeu.php", {{"systemeid", "4"}, {"media", "ss(us)"}}).status, 400);
}

TEST_F(SimulatorMedia, ACopyThatIsCurrentIsNotSentAgain) {
    const auto digests = digests_of(medium("mediaJeu.php", "ss(us)").body);
    EXPECT_EQ(medium("mediaJeu.php", "ss(us)", {{"crc", digests.crc}}).body, "CRCOK");
    EXPECT_EQ(medium("mediaJeu.php", "ss(us)", {{"md5", upper(digests.md5)}}).body, "MD5OK");
    EXPECT_EQ(medium("mediaJeu.php", "ss(us)", {{"sha1", digests.sha1}}).body, "SHA1OK");
    EXPECT_GT(medium("mediaJeu.php", "ss(us)", {{"crc", "00000000"}}).body.size(), 1000U);
}

TEST_F(SimulatorMedia, PicturesAreMadeToFit) {
    const auto it = decoded(
        medium("mediaJeu.php", "ss(us)", {{"maxwidth", "100"}, {"outputformat", "jpg"}}).body);
    EXPECT_EQ(it.width, 100);
}

TEST_F(SimulatorMedia, PictogramsAndCompaniesHaveTheirPages) {
    EXPECT_GT(ask("mediaGroup.php", {{"groupid", "7"}, {"media", "pictoliste"}}).body.size(),
              1000U);
    EXPECT_GT(ask("mediaCompagnie.php", {{"companyid", "7"}, {"media", "logo"}}).body.size(),
              1000U);
    EXPECT_EQ(fault_of("video",
                       ask("mediaVideoSysteme.php", {{"systemeid", "4"}, {"media", "video"}}).body),
              "");
}
