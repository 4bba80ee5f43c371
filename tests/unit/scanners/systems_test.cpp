#include "systems/systems.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

Result<systems::Systems> parse(const std::string& body) {
    return systems::parse(
        "<?xml version=\"1.0\"?>\n" + body, "es_systems.xml", "/roms", "/home/ann");
}

constexpr const char* k_nes =
    "<system><name>nes</name><fullname>NES</fullname><path>%ROMPATH%/nes</path>"
    "<extension>.nes, .NES\t.zip .nes</extension><platform>NES</platform></system>";

} // namespace

TEST(Systems, AreReadWithAllLibertiesOfLists) {
    const auto read = parse(std::string("<systemList>") + k_nes + "</systemList>");
    ASSERT_TRUE(read);
    const systems::System expected{"nes", "NES", "/roms/nes", {".nes", ".NES", ".zip"}, {"nes"}};
    EXPECT_EQ(read->systems, std::vector{expected});
}

TEST(Systems, MayStandBesideLoadExclusive) {
    const auto read = parse(std::string("<loadExclusive/><systemList>") + k_nes + "</systemList>");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->load_exclusive);
}

TEST(Systems, WithoutAPathAreLeftOutWithTheirLine) {
    const auto read = parse("<systemList>\n<system><name>x</name></system></systemList>");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->systems.empty());
    EXPECT_EQ(read->warnings,
              std::vector<std::string>{"es_systems.xml:3: the system has no <path>: left out"});
}

TEST(Systems, ThatAreNotXmlAreNamedWithTheirLine) {
    const auto read = parse("<systemList>\n<system>\n");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::malformed);
    EXPECT_TRUE(read.error().message.starts_with("es_systems.xml:")) << read.error().message;
}

TEST(Systems, AreKnownWithoutAFile) {
    const auto all = systems::built_in("/roms");
    EXPECT_EQ(all.size(), 192U);
    const auto nes =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return one.name == "nes"; });
    ASSERT_NE(nes, all.end());
    EXPECT_EQ(nes->full_name, "Nintendo Entertainment System");
    EXPECT_EQ(nes->path, "/roms/nes");
}

TEST(Systems, OfACustomFileHideNothingWhenTheirFolderIsMissing) {
    auto custom = *parse(std::string("<systemList>") + k_nes + "</systemList>");
    const auto all = systems::overlay(std::move(custom), systems::built_in("/elsewhere"));
    const auto nes =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return one.name == "nes"; });
    EXPECT_EQ(nes->path, "/elsewhere/nes");
}

TEST(Settings, AreReadWithoutARootElement) {
    const auto settings =
        systems::parse_settings("<?xml version=\"1.0\"?>\n<bool name=\"x\" value=\"true\" />\n"
                                "<string name=\"ROMDirectory\" value=\"~/Games\" />\n"
                                "<string name=\"MediaDirectory\" value=\"\" />\n");
    EXPECT_EQ(settings.rom_directory, "~/Games");
    EXPECT_EQ(settings.media_directory, "");
}
