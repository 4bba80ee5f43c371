#include "pipeline/scan.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace curateur::pipeline {
namespace {

class ScanOf : public testing::Test {
protected:
    Scan scan() {
        systems::System system;
        system.name = "psx";
        system.path = folder_.path();
        system.extensions = {".m3u", ".cue", ".iso"};
        system.platforms = {"psx"};
        return scan_system(system, config_, {});
    }

    static const ScannedEntry& entry(const Scan& scan, const std::string& key) {
        return *std::find_if(scan.entries.begin(), scan.entries.end(), [&](const auto& one) {
            return one.key == key;
        });
    }

    test::TempFolder folder_;
    config::Config config_;
};

TEST_F(ScanOf, APlaylistsDiscsKnowTheirPlaylist) {
    folder_.write("Saga (Disc 1).iso", "1");
    folder_.write("Saga (Disc 2).iso", "2");
    folder_.write("Saga.m3u", "Saga (Disc 1).iso\nSaga (Disc 2).iso\n");
    const auto found = scan();
    const auto& disc = entry(found, "Saga (Disc 2).iso");
    ASSERT_NE(disc.playlist, k_none);
    EXPECT_EQ(found.entries[disc.playlist].key, "Saga.m3u");
    EXPECT_EQ(entry(found, "Saga.m3u").playlist, k_none);
}

TEST_F(ScanOf, AFolderThatIsMissingSaysSo) {
    systems::System system;
    system.name = "psx";
    system.path = folder_.path() / "none";
    const auto found = scan_system(system, config_, {});
    EXPECT_TRUE(found.entries.empty());
    EXPECT_NE(found.problem.message.find("none"), std::string::npos);
}

TEST_F(ScanOf, OnlyTheRomsThatWereNamedAreLookedAt) {
    folder_.write("A.iso", "1");
    folder_.write("sub/B.iso", "2");
    folder_.write("sub/C.iso", "3");
    config_.scraping.roms_only = {folder_.path() / "sub"};
    EXPECT_EQ(scan().entries.size(), 2U);
}

TEST_F(ScanOf, TheUsersPlatformWins) {
    folder_.write("A.iso", "1");
    config_.systems["psx"].platform = "ps2";
    EXPECT_EQ(scan().platform, "ps2");
}

TEST_F(ScanOf, TracksBelongToTheSheetBesideThem) {
    systems::System system;
    system.name = "psx";
    system.path = folder_.path();
    system.extensions = {".m3u", ".cue", ".gdi", ".bin"};
    for (const auto* const name : {"One.cue",
                                   "One.BIN",
                                   "Two (USA).cue",
                                   "Two (USA) (Track 1).bin",
                                   "Two (USA) (Track 02).bin",
                                   "Two (USA) (Track X).bin",
                                   "Lone.bin",
                                   "sub/One.bin",
                                   "gd/disc.gdi",
                                   "gd/track03.bin",
                                   "gd/other.bin",
                                   "both/a.gdi",
                                   "both/b.gdi",
                                   "both/track03.bin"}) {
        folder_.write(name, "x");
    }
    folder_.write("Saga.m3u", "Saga (Disc 1).cue\n");
    folder_.write("Saga (Disc 1).cue", "x");
    folder_.write("Saga (Disc 1) (Track 2).bin", "x");
    system.extensions.emplace_back(".BIN");
    const auto found = scan_system(system, config_, {});
    const auto owner = [&](const std::string& key) {
        const auto at = entry(found, key).playlist;
        return at == k_none ? "itself" : found.entries[at].key;
    };
    EXPECT_EQ(owner("One.BIN"), "One.cue");
    EXPECT_EQ(owner("Two (USA) (Track 1).bin"), "Two (USA).cue");
    EXPECT_EQ(owner("Two (USA) (Track 02).bin"), "Two (USA).cue");
    EXPECT_EQ(owner("Two (USA) (Track X).bin"), "itself");
    EXPECT_EQ(owner("Lone.bin"), "itself");
    EXPECT_EQ(owner("sub/One.bin"), "itself");
    EXPECT_EQ(owner("gd/track03.bin"), "gd/disc.gdi");
    EXPECT_EQ(owner("gd/other.bin"), "itself");
    EXPECT_EQ(owner("both/track03.bin"), "itself");
    EXPECT_EQ(owner("Saga (Disc 1) (Track 2).bin"), "Saga.m3u");
    EXPECT_EQ(owner("One.cue"), "itself");
}

TEST_F(ScanOf, WhatThePatternsNameIsLeftAlone) {
    folder_.write("Game (beta).iso", "1");
    folder_.write("Game.iso", "2");
    folder_.write("hacks/deep/Game.iso", "3");
    folder_.write("Other.cue", "4");
    config_.scraping.exclude = {"*(Beta)*", "hacks/*"};
    config_.systems["psx"].exclude = {"*.cue"};
    config_.systems["ps2"].exclude = {"*"};
    const auto found = scan();
    EXPECT_EQ(entry(found, "Game (beta).iso").why_skipped,
              "excluded by \"*(Beta)*\" (scraping.exclude)");
    EXPECT_EQ(entry(found, "hacks/deep/Game.iso").why_skipped,
              "excluded by \"hacks/*\" (scraping.exclude)");
    EXPECT_EQ(entry(found, "Other.cue").why_skipped, "excluded by \"*.cue\" (systems.psx.exclude)");
    EXPECT_EQ(entry(found, "Game.iso").why_skipped, "");
}

TEST_F(ScanOf, BiosAndDeviceSetsAreNoGames) {
    systems::System system;
    system.name = "mame";
    system.path = folder_.path();
    system.extensions = {".zip"};
    system.platforms = {"arcade"};
    for (const auto* const name : {"neogeo.zip", "3c505.zip", "pacman.zip"}) {
        folder_.write(name, "x");
    }
    const auto found = scan_system(system, config_, {});
    EXPECT_NE(entry(found, "neogeo.zip").why_skipped.find("BIOS set"), std::string::npos);
    EXPECT_TRUE(entry(found, "neogeo.zip").is_no_game);
    EXPECT_NE(entry(found, "3c505.zip").why_skipped.find("device set"), std::string::npos);
    EXPECT_EQ(entry(found, "pacman.zip").why_skipped, "");
}

TEST_F(ScanOf, AConsolesFirmwareIsNoGame) {
    folder_.write("scph5501.iso", "x");
    folder_.write("[BIOS] PS-4.5 (Europe).iso", "x");
    folder_.write("neogeo.iso", "x");
    const auto found = scan();
    EXPECT_TRUE(entry(found, "[BIOS] PS-4.5 (Europe).iso").is_no_game);
    EXPECT_EQ(entry(found, "neogeo.iso").why_skipped, "");   // a name like any other, off arcades
    EXPECT_EQ(entry(found, "scph5501.iso").why_skipped, ""); // firmware is scph5501.bin
    EXPECT_EQ(why_no_game(found, "sub/SCPH5501.BIN"), "a console's firmware, by its name");
}

TEST_F(ScanOf, SystemsOfShortcutsHaveNoGames) {
    systems::System system;
    system.name = "desktop";
    system.path = folder_.path();
    system.extensions = {".desktop"};
    system.platforms = {"pcwindows"};
    folder_.write("Browser.desktop", "x");
    const auto found = scan_system(system, config_, {});
    EXPECT_TRUE(entry(found, "Browser.desktop").is_no_game);
    EXPECT_NE(entry(found, "Browser.desktop").why_skipped.find("shortcut"), std::string::npos);
}

} // namespace
} // namespace curateur::pipeline
