// The console of the program that people know, word for word, with its own configuration file.
#include "support/end_to_end.hpp"

#include <sys/stat.h>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_configuration = R"(screenscraper:
  user_id: "player"
  user_password: "player-password"

paths:
  roms: ./roms
  media: ./downloaded_media
  gamelists: ./gamelists
  es_systems: ./es_systems.xml

scraping:
  systems: []  # Empty = all systems
  media_types: [box-2D, ss]
  preferred_regions: [us, wor, eu]

runtime:
  dry_run: false
)";

constexpr const char* k_systems = R"(<?xml version="1.0"?>
<systemList>
  <system>
    <name>nes</name>
    <fullname>Nintendo Entertainment System</fullname>
    <path>%ROMPATH%/nes</path>
    <extension>.nes .NES</extension>
    <platform>nes</platform>
  </system>
  <system>
    <name>snes</name>
    <fullname>Super Nintendo Entertainment System</fullname>
    <path>%ROMPATH%/snes</path>
    <extension>.sfc .SFC</extension>
    <platform>snes</platform>
  </system>
</systemList>
)";

const std::string k_double(60, '=');
const std::string k_single(60, '-');

class Seed : public EndToEnd {
protected:
    void SetUp() override {
        add_game("nes", "Super Mario Bros.nes");
        add_game("nes", "The Legend of Zelda.nes");
        add_game("nes", "Broken Service.nes", R"("faults": {"status": 500})");
        add_rom("nes", "Unknown.nes", "nobody knows it");
        add_game("snes", "Zebra Run.sfc");
        fs::rename(roms(), work() / "roms");
        std::ofstream(work() / "config.yaml") << k_configuration;
        ::chmod((work() / "config.yaml").c_str(), 0600);
        std::ofstream(work() / "es_systems.xml") << k_systems;
        serve();
    }

    void TearDown() override {
        fs::remove(work() / "config.yaml"); // the one place where the password belongs
        EndToEnd::TearDown();
    }

    Outcome run_seed(std::vector<std::string> arguments = {}) {
        return run_bare(std::move(arguments),
                        {{"CURATEUR_SOURCES__SCREENSCRAPER__BASE_URL", service_->base_url()},
                         {"CURATEUR_SOURCES__SCREENSCRAPER__DEVID", "developer"},
                         {"CURATEUR_SOURCES__SCREENSCRAPER__DEVPASSWORD", "developer-password"},
                         {"CURATEUR_API__RETRY_BACKOFF_SECONDS", "0"},
                         {"CURATEUR_MEDIA__IMAGE_MIN_DIMENSION", "1"}});
    }

    [[nodiscard]] std::string paths() const {
        return "ROMs: " + (work() / "roms").string() +
               "\nGamelists: " + (work() / "gamelists").string() +
               "\nMedia: " + (work() / "downloaded_media").string() + "\n";
    }

    // Times depend on the machine.
    static std::string without_times(std::string text) {
        for (const std::string label : {"Time:      ", "Total time:        "}) {
            for (auto at = text.find(label); at != std::string::npos;
                 at = text.find(label, at + 1)) {
                const auto from = at + label.size();
                text.replace(from, text.find('\n', from) - from, "2m 34s");
            }
        }
        return text;
    }
};

TEST_F(Seed, ARunReadsAsItAlwaysDid) {
    const auto ran = run_seed();
    const auto expected = "curateur v0.1.0\n" + k_double + "\nMode: Full scraping\nSystems: 2\n" +
                          paths() + k_double + "\n\n" + k_double +
                          "\nScraping Nintendo Entertainment System\nTotal ROMs: 4\n" + k_double +
                          "\n\n"
                          "  ✗ [1/4] Broken Service.nes - ScreenScraper is overloaded\n"
                          "  ✓ [2/4] Super Mario Bros.nes - 2 media files\n"
                          "  ✓ [3/4] The Legend of Zelda.nes - 2 media files\n"
                          "  ✗ [4/4] Unknown.nes - No game info found from API\n"
                          "\n" +
                          k_single +
                          "\nSystem Complete: Nintendo Entertainment System\n"
                          "  Total:     4\n"
                          "  Succeeded: 2\n"
                          "  Not found: 1\n"
                          "  Failed:    1\n"
                          "  Skipped:   0\n"
                          "  Time:      2m 34s\n" +
                          k_single + "\n\n" + k_double +
                          "\nScraping Super Nintendo Entertainment System\nTotal ROMs: 1\n" +
                          k_double +
                          "\n\n"
                          "  ✓ [1/1] Zebra Run.sfc - 2 media files\n"
                          "\n" +
                          k_single +
                          "\nSystem Complete: Super Nintendo Entertainment System\n"
                          "  Total:     1\n"
                          "  Succeeded: 1\n"
                          "  Failed:    0\n"
                          "  Skipped:   0\n"
                          "  Time:      2m 34s\n" +
                          k_single + "\n\n" + k_double + "\nFinal Summary\n" + k_double +
                          "\nSystems processed: 2\n"
                          "Total ROMs:        5\n"
                          "  Succeeded:       3\n"
                          "  Not found:       1\n"
                          "  Failed:          1\n"
                          "  Skipped:         0\n"
                          "Media files:       6\n"
                          "Requests:          14\n"
                          "Total time:        2m 34s\n" +
                          k_double +
                          "\n\n"
                          "Error log written to: scraping_errors.log\n";
    EXPECT_EQ(without_times(ran.out), expected);
    EXPECT_EQ(ran.exit, 3);
    EXPECT_TRUE(fs::exists(work() / "gamelists/nes/gamelist.xml"));
    EXPECT_TRUE(fs::exists(work() / "downloaded_media/nes/covers/Super Mario Bros.png"));
    EXPECT_TRUE(fs::exists(work() / "scraping_errors.log"));
}

TEST_F(Seed, ADryRunReadsAsItAlwaysDid) {
    const auto ran = run_seed({"--systems", "nes", "--dry-run"});
    const auto expected = "curateur v0.1.0\n" + k_double +
                          "\nMode: DRY-RUN (no downloads)\nSystems: 1\n" + paths() + k_double +
                          "\n\n" + k_double +
                          "\nScraping Nintendo Entertainment System\nTotal ROMs: 4\n" + k_double +
                          "\n\n"
                          "  ✓ [1/4] Broken Service.nes - DRY_RUN\n"
                          "  ✓ [2/4] Super Mario Bros.nes - DRY_RUN\n";
    EXPECT_EQ(ran.out.substr(0, expected.size()), expected);
    EXPECT_EQ(ran.exit, 0);
}

TEST_F(Seed, WhatIsListedIsSkippedWithItsSign) {
    run_seed();
    const auto ran = run_seed({"--systems", "snes", "--skip-scraped"});
    EXPECT_NE(ran.out.find("\n  ○ [1/1] Zebra Run.sfc"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("  Skipped:         1\n"), std::string::npos) << ran.out;
}

} // namespace
} // namespace curateur::test
