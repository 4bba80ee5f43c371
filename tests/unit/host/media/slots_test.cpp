#include "media/slots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace curateur;
namespace fs = std::filesystem;

namespace {

class Slots : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(folder_ / "sub");
        touch("Game.jpg");
        touch("sub/Mr. Do.png");
    }

    void TearDown() override { fs::remove_all(folder_); }

    void touch(const std::string& name) { std::ofstream(folder_ / name) << "x"; }

    const fs::path folder_ = fs::path(testing::TempDir()) /
                             ("slots_" + std::to_string(::getpid()) + "_" +
                              testing::UnitTest::GetInstance()->current_test_info()->name());
};

} // namespace

TEST_F(Slots, FindAFileWithAnyListedExtension) {
    EXPECT_EQ(media::FolderListing::of(folder_)->find("Game", {"png", "jpg"}),
              folder_ / "Game.jpg");
}

TEST_F(Slots, FindFilesInSubfoldersWithDotsInTheirNames) {
    EXPECT_EQ(media::FolderListing::of(folder_)->find("sub/Mr. Do", {"png"}),
              folder_ / "sub/Mr. Do.png");
}

TEST_F(Slots, DoNotCountAFormatTheFrontendDoesNotList) {
    EXPECT_EQ(media::FolderListing::of(folder_)->find("Game", {"png"}), std::nullopt);
}

TEST_F(Slots, AreEmptyWhereTheFolderIsMissing) {
    const auto listing = media::FolderListing::of(folder_ / "none");
    ASSERT_TRUE(listing);
    EXPECT_EQ(listing->find("Game", {"jpg"}), std::nullopt);
}

TEST_F(Slots, KnowWhatWasPutThereLater) {
    auto listing = *media::FolderListing::of(folder_);
    listing.add(folder_ / "New.png");
    EXPECT_EQ(listing.find("New", {"png"}), folder_ / "New.png");
}

TEST_F(Slots, TellWhatAKilledRunLeft) {
    touch("sub/.curateur-" + std::to_string(::getpid()) + "-7.tmp");
    const auto listing = *media::FolderListing::of(folder_);
    ASSERT_EQ(listing.leftovers().size(), 1U);
    EXPECT_EQ(listing.leftovers().front().parent_path(), folder_ / "sub");
}
