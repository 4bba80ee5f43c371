#include "support/temp_folder.hpp"
#include "walk/walk.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

class Walk : public testing::Test {
protected:
    std::string keys() {
        const auto found = walk::walk(folder_.path(), rules_, {});
        EXPECT_TRUE(found);
        std::string all;
        for (const auto& entry : found->entries) {
            all += entry.key + (entry.is_directory ? "/" : "") + " ";
        }
        skipped_ = found->skipped;
        return all;
    }

    test::TempFolder folder_;
    walk::Rules rules_{{".nes", ".m3u", ".zip"}, false};
    std::vector<walk::Skipped> skipped_;
};

} // namespace

TEST_F(Walk, FindsFilesInSubfoldersInOrder) {
    folder_.write("b.nes", "");
    folder_.write("a/c.nes", "");
    folder_.write("a.nes", "");
    EXPECT_EQ(keys(), "a/c.nes a.nes b.nes ");
}

TEST_F(Walk, ComparesExtensionsExactly) {
    folder_.write("a.NES", "");
    folder_.write("b.nes", "");
    folder_.write(".zip", "");
    EXPECT_EQ(keys(), "b.nes ");
}

TEST_F(Walk, TakesADirectoryWithAListedSuffixAsOneEntry) {
    folder_.write("Game.m3u/disc.zip", "");
    EXPECT_EQ(keys(), "Game.m3u/ ");
}

TEST_F(Walk, LeavesAFolderWithNoloadAlone) {
    folder_.write("a.nes", "");
    folder_.write("sub/noload.txt", "");
    folder_.write("sub/b.nes", "");
    EXPECT_EQ(keys(), "a.nes ");
    ASSERT_EQ(skipped_.size(), 1U);
    EXPECT_EQ(skipped_[0].key, "sub");
}

TEST_F(Walk, LeavesHiddenNamesAloneUnlessTold) {
    folder_.write(".a.nes", "");
    EXPECT_EQ(keys(), "");
    rules_.show_hidden = true;
    EXPECT_EQ(keys(), ".a.nes ");
}

TEST_F(Walk, FindsTheSameInTheSameOrderWithSeveralThreads) {
    for (int i = 0; i < 300; ++i) {
        const auto number = std::to_string(i * 7919 % 300);
        folder_.write("sub " + std::to_string(i % 17) + "/deeper " + std::to_string(i % 3) + "/" +
                          number + ".nes",
                      "");
        folder_.write(number + ".nes", "");
    }
    const auto alone = keys();
    for (const unsigned threads : {2U, 8U}) {
        rules_.threads = threads;
        EXPECT_EQ(keys(), alone);
    }
}

TEST_F(Walk, SaysThatALinkLeadsNowhere) {
    folder_.write("a.nes", "");
    std::filesystem::create_symlink("nowhere", folder_.path() / "b.nes");
    EXPECT_EQ(keys(), "a.nes ");
    ASSERT_EQ(skipped_.size(), 1U);
    EXPECT_EQ(skipped_[0].key, "b.nes");
}

TEST_F(Walk, TakesALinkToAFileAsTheFile) {
    folder_.write("a.nes", "12345");
    std::filesystem::create_symlink("a.nes", folder_.path() / "b.nes");
    const auto found = walk::walk(folder_.path(), rules_, {});
    ASSERT_EQ(found->entries.size(), 2U);
    EXPECT_EQ(found->entries[1].size, 5U);
}

TEST_F(Walk, EndsWhenItIsStopped) {
    folder_.write("sub/a.nes", "");
    std::stop_source stop;
    stop.request_stop();
    const auto found = walk::walk(folder_.path(), rules_, stop.get_token());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::cancelled);
}

TEST_F(Walk, FollowsLinksButNotUpward) {
    folder_.write("a/x.nes", "");
    std::filesystem::create_directory_symlink(folder_.path() / "a", folder_.path() / "b");
    std::filesystem::create_directory_symlink(folder_.path(), folder_.path() / "a/up");
    EXPECT_EQ(keys(), "a/x.nes b/x.nes ");
}

TEST_F(Walk, SkipsNamesThatAreNotUtf8AndSaysSo) {
    folder_.write("a\xFF.nes", "");
    EXPECT_EQ(keys(), "");
    ASSERT_EQ(skipped_.size(), 1U);
    EXPECT_EQ(skipped_[0].key, "a?.nes");
}

TEST_F(Walk, SaysThatARootIsMissing) {
    const auto found = walk::walk(folder_.path() / "none", rules_, {});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::not_found);
}

TEST_F(Walk, NotesSizeAndTime) {
    folder_.write("a.nes", "12345");
    const auto found = walk::walk(folder_.path(), rules_, {});
    EXPECT_EQ(found->entries.at(0).size, 5U);
    EXPECT_GT(found->entries.at(0).mtime_ns, 0);
}
