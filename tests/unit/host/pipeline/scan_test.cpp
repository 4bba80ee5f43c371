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

} // namespace
} // namespace curateur::pipeline
