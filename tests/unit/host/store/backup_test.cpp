#include "store/backup.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;

TEST(Backup, KeepsWhatADocumentSaidBeforeTheRun) {
    const test::TempFolder folder;
    ASSERT_TRUE(store::backup_document(folder.path(), 7, "/home/me/nes/gamelist.xml", "first"));
    ASSERT_TRUE(store::backup_document(folder.path(), 7, "/home/me/nes/gamelist.xml", "second"));
    EXPECT_EQ(folder.read("backups/7/home+me+nes+gamelist.xml"), "first");
    EXPECT_EQ(folder.files(), 1U);
}

TEST(Backup, IsOneARun) {
    const test::TempFolder folder;
    ASSERT_TRUE(store::backup_document(folder.path(), 7, "/d.xml", "7"));
    ASSERT_TRUE(store::backup_document(folder.path(), 8, "/d.xml", "8"));
    EXPECT_EQ(folder.read("backups/7/d.xml"), "7");
    EXPECT_EQ(folder.read("backups/8/d.xml"), "8");
}

TEST(Backup, OfTwoDocumentsAreNeverOneFile) {
    EXPECT_NE(store::backup_name("/a/b+c"), store::backup_name("/a+b/c"));
    EXPECT_NE(store::backup_name("/a%2Bb"), store::backup_name("/a+b"));
    const std::string deep(300, 'x');
    EXPECT_NE(store::backup_name("/a/" + deep), store::backup_name("/b/" + deep));
}

TEST(Backup, HasANameThatAFileSystemTakes) {
    std::string path;
    for (int part = 0; part < 200; ++part) {
        path += "/é";
    }
    const auto name = store::backup_name(path + "/gamelist.xml");
    EXPECT_LE(name.size(), 255U);
    EXPECT_TRUE(name.ends_with("+é+é+gamelist.xml")) << name;
}

TEST(Backup, OfTheOldestRunsIsRemoved) {
    const test::TempFolder folder;
    for (const int run : {9, 10, 11}) {
        ASSERT_TRUE(store::backup_document(folder.path(), run, "/d.xml", "x"));
    }
    folder.write("backups/mine/d.xml", "x");
    ASSERT_TRUE(store::prune_backups(folder.path(), 2));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "backups" / "9"));
    EXPECT_EQ(folder.files(), 3U);
}

TEST(Backup, OfNoRunIsNothingToRemove) {
    const test::TempFolder folder;
    EXPECT_TRUE(store::prune_backups(folder.path(), 5));
}

TEST(Backup, SaysWhyItCannotBeMade) {
    const test::TempFolder folder;
    folder.write("backups", "a file");
    EXPECT_FALSE(store::backup_document(folder.path(), 7, "/d.xml", "x"));
}
