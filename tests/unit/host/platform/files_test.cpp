#include "platform/atomic_file.hpp"
#include "platform/digest.hpp"
#include "platform/file.hpp"
#include "platform/lock.hpp"
#include "platform/paths.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

using namespace curateur;
using platform::sha256_of;

TEST(ReplaceFile, MakesAFileThatWasNotThere) {
    const test::TempFolder folder;
    ASSERT_TRUE(platform::replace_file(folder.path() / "sub/a.xml", "new", std::nullopt));
    EXPECT_EQ(folder.read("sub/a.xml"), "new");
}

TEST(ReplaceFile, LeavesNoTemporaryFile) {
    const test::TempFolder folder;
    ASSERT_TRUE(platform::replace_file(folder.write("a.xml", "old"), "new", sha256_of("old")));
    EXPECT_EQ(folder.files(), 1U);
    EXPECT_EQ(folder.read("a.xml"), "new");
}

TEST(ReplaceFile, RefusesAFileThatSomebodyChanged) {
    const test::TempFolder folder;
    const auto done =
        platform::replace_file(folder.write("a.xml", "theirs"), "new", sha256_of("old"));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::busy);
    EXPECT_EQ(folder.read("a.xml"), "theirs");
    EXPECT_EQ(folder.files(), 1U);
}

TEST(ReplaceFile, RefusesAFileThatSomebodyMade) {
    const test::TempFolder folder;
    EXPECT_FALSE(platform::replace_file(folder.write("a.xml", "theirs"), "new", std::nullopt));
    EXPECT_EQ(folder.read("a.xml"), "theirs");
}

TEST(ReplaceFile, ReplacesTheFileBehindALink) {
    const test::TempFolder folder;
    const auto real = folder.write("real.xml", "old");
    std::filesystem::create_symlink(real, folder.path() / "link.xml");
    ASSERT_TRUE(platform::replace_file(folder.path() / "link.xml", "new", sha256_of("old")));
    EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link.xml"));
    EXPECT_EQ(folder.read("real.xml"), "new");
}

TEST(ShareNew, MakesOneFileWithTwoNamesIfAskedTo) {
    const test::TempFolder folder;
    const auto source = folder.write("a.png", "picture");
    const auto shared =
        platform::share_new(source, folder.path() / "b.png", platform::Sharing::hardlink);
    ASSERT_TRUE(shared) << shared.error().message;
    EXPECT_EQ(*shared, "");
    EXPECT_TRUE(std::filesystem::equivalent(source, folder.path() / "b.png"));
}

TEST(ShareNew, MakesAnotherFileElse) {
    for (const auto how : {platform::Sharing::automatic, platform::Sharing::copy}) {
        const test::TempFolder folder;
        const auto source = folder.write("a.png", "picture");
        const auto shared = platform::share_new(source, folder.path() / "b.png", how);
        ASSERT_TRUE(shared) << shared.error().message;
        EXPECT_EQ(*shared, "");
        EXPECT_FALSE(std::filesystem::equivalent(source, folder.path() / "b.png"));
        EXPECT_EQ(folder.read("b.png"), "picture");
        EXPECT_EQ(folder.files(), 2U);
    }
}

TEST(ShareNew, NeverReplaces) {
    for (const auto how : {platform::Sharing::automatic,
                           platform::Sharing::reflink,
                           platform::Sharing::hardlink,
                           platform::Sharing::copy}) {
        const test::TempFolder folder;
        const auto shared = platform::share_new(
            folder.write("a.png", "ours"), folder.write("b.png", "theirs"), how);
        ASSERT_FALSE(shared);
        EXPECT_EQ(shared.error().code, Errc::busy);
        EXPECT_EQ(folder.read("b.png"), "theirs");
        EXPECT_EQ(folder.files(), 2U);
    }
}

TEST(MoveFar, LeavesNothingBehind) {
    const test::TempFolder folder;
    const auto moved = platform::move_far(folder.write("a.png", "ours"), folder.path() / "b.png");
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_EQ(folder.read("b.png"), "ours");
    EXPECT_EQ(folder.files(), 1U);
}

TEST(MoveFar, GoesToAnotherFileSystem) {
    const test::TempFolder folder;
    const std::filesystem::path far = "/dev/shm/curateur-far-" + std::to_string(::getpid());
    const auto source = folder.write("a.png", "ours");
    std::filesystem::remove(far);
    const auto moved = platform::move_far(source, far);
    if (!moved) {
        GTEST_SKIP() << "there is no second file system to write to: " << moved.error().message;
    }
    EXPECT_FALSE(std::filesystem::exists(source));
    EXPECT_EQ(*platform::read_file(far, 100), "ours");
    const auto back = platform::move_far(far, folder.write("c.png", "theirs"));
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().code, Errc::busy);
    EXPECT_TRUE(std::filesystem::remove(far)) << "it stays where it was";
}

TEST(MoveNew, NeverReplaces) {
    const test::TempFolder folder;
    const auto temp = folder.write("temp", "ours");
    const auto moved = platform::move_new(temp, folder.write("cover.png", "theirs"));
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().code, Errc::busy);
    EXPECT_EQ(folder.read("cover.png"), "theirs");
}

TEST(CopyNew, CopiesAllBytes) {
    const test::TempFolder folder;
    ASSERT_TRUE(platform::copy_new(folder.write("a", "bytes"), folder.path() / "b"));
    EXPECT_EQ(folder.read("b"), "bytes");
}

TEST(ReadFile, SaysWhichFileIsMissing) {
    const auto read = platform::read_file("/nowhere/x", 10);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::not_found);
    EXPECT_EQ(read.error().message, "/nowhere/x: cannot be opened: No such file or directory");
}

TEST(ReadFile, RefusesWhatIsTooLarge) {
    const test::TempFolder folder;
    EXPECT_EQ(platform::read_file(folder.write("a", "12345"), 4).error().code, Errc::invalid);
}

TEST(LockFile, TellsTheProcessThatHoldsIt) {
    const test::TempFolder folder;
    const auto held = platform::LockFile::take(folder.path() / "lock");
    ASSERT_TRUE(held);
    const auto second = platform::LockFile::take(folder.path() / "lock");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::busy);
    EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())),
              std::string::npos);
}

TEST(Digester, KnowsTheDigestsOfACheckString) {
    platform::Digester digester;
    digester.update("1234");
    digester.update("56789");
    const auto digests = digester.finish();
    EXPECT_EQ(digests.crc32, "cbf43926");
    EXPECT_EQ(digests.md5, "25f9e794323b453885f5181f1b624d0b");
    EXPECT_EQ(digests.sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
    EXPECT_EQ(digests.size, 9U);
}

TEST(AbsoluteFrom, ExpandsTheHomeAndRelativePaths) {
    EXPECT_EQ(platform::absolute_from("~/x", "/base"), platform::home() / "x");
    EXPECT_EQ(platform::absolute_from("./roms/", "/base"), "/base/roms");
    EXPECT_EQ(platform::absolute_from("/a/../b", "/base"), "/b");
}

TEST(TemporaryFile, IsALeftoverOnlyWhenItsProcessIsGone) {
    const auto name = [](pid_t pid) {
        return "/x/.curateur-" + std::to_string(pid) + "-0.tmp";
    };
    EXPECT_FALSE(platform::is_leftover(name(::getppid())));
    EXPECT_TRUE(platform::is_leftover(name(::getpid()))); // of one that had our number before us
    const pid_t gone = ::fork();
    if (gone == 0) {
        ::_exit(0);
    }
    ::waitpid(gone, nullptr, 0);
    EXPECT_TRUE(platform::is_leftover(name(gone)));
    EXPECT_FALSE(platform::is_leftover("/x/.curateur-notes.txt"));
    EXPECT_FALSE(platform::is_leftover("/x/Game.png"));
}
