// Why a library is not loaded: one sentence each, word for word.
#include "plugin/entry.hpp"
#include "plugin/loader.hpp"
#include "support/temp_folder.hpp"
#include "unit/host/plugin/libraries.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace curateur;
namespace fs = std::filesystem;
using test::broken;
using test::bytes_of;
using test::k_good;

namespace {

std::string refusal_of(const fs::path& library) {
    plugin::Loader loader;
    loader.load(library);
    EXPECT_TRUE(loader.components().empty());
    return loader.refused().empty() ? "" : loader.refused().front().why;
}

} // namespace

TEST(Refusal, OfAnotherMajorNamesBothVersions) {
    EXPECT_EQ(refusal_of(broken("another_major")),
              "needs plugin ABI 9.1, this curateur has 0.1 (built with sdk 9.9): update curateur");
}

TEST(Refusal, OfAnotherMajorInTheNoteComesBeforeAnythingRuns) {
    EXPECT_EQ(refusal_of(broken("another_major_in_its_note")),
              "needs plugin ABI 9.0, this curateur has 0.1: update curateur");
}

TEST(Refusal, OfANewerMinorAdvisesToUpdateCurateur) {
    EXPECT_EQ(refusal_of(broken("newer_minor")),
              "needs plugin ABI 0.99, this curateur has 0.1 (built with sdk 9.9): update curateur");
}

TEST(Refusal, OfAnOlderMinorAdvisesToUpdateThePlugin) {
    EXPECT_EQ(
        refusal_of(broken("older_minor")),
        "needs plugin ABI 0.0, this curateur has 0.1 (built with sdk 9.9): update the plugin");
}

TEST(Refusal, FromOneZeroOnAMinorIsTheLeast) {
    EXPECT_EQ(plugin::version_refusal({1, 0}, "sdk 1.0", {1, 1}), std::nullopt);
    EXPECT_EQ(plugin::version_refusal({1, 1}, "sdk 1.7", {1, 1}), std::nullopt);
    EXPECT_EQ(plugin::version_refusal({1, 7}, "sdk 1.7", {1, 1}),
              "needs plugin ABI 1.7 or later, this curateur has 1.1 (built with sdk 1.7): update "
              "curateur");
    EXPECT_EQ(
        plugin::version_refusal({0, 1}, "sdk 0.1", {1, 1}),
        "needs plugin ABI 0.1, this curateur has 1.1 (built with sdk 0.1): update the plugin");
}

TEST(Refusal, OfAWrongMagic) {
    EXPECT_EQ(refusal_of(broken("wrong_magic")),
              "is not a curateur plugin (it does not define curateur_plugin)");
}

TEST(Refusal, OfALibraryWithoutTheSymbol) {
    EXPECT_EQ(refusal_of(broken("no_symbol")),
              "is not a curateur plugin (it does not define curateur_plugin)");
}

TEST(Refusal, OfAPluginThatOffersNothing) {
    EXPECT_EQ(refusal_of(broken("no_components")), "offers nothing");
    EXPECT_EQ(refusal_of(broken("empty_components")), "offers nothing");
}

TEST(Refusal, OfAPluginThatCannotStart) {
    EXPECT_EQ(refusal_of(broken("refuses_to_start")), "could not start");
}

TEST(Refusal, OfAPluginThatCannotStartRepeatsWhatItSays) {
    EXPECT_EQ(refusal_of(broken("says_why_it_cannot_start")),
              "could not start: its database is missing");
}

TEST(Refusal, OfAFileThatIsNoLibrary) {
    const test::TempFolder folder;
    EXPECT_EQ(refusal_of(folder.write("text.so", "hello")), "is not a shared library");
    EXPECT_EQ(refusal_of(folder.write("empty.so", "")), "is not a shared library");
    EXPECT_EQ(refusal_of(folder.path() / "none.so"), "cannot be found");
}

TEST(Refusal, OfALibraryThatIsCutShortTellsBothSizes) {
    const test::TempFolder folder;
    const auto whole = bytes_of(k_good); // the section headers end it
    for (const std::size_t size : {std::size_t{64}, std::size_t{3000}, whole.size() - 1}) {
        EXPECT_EQ(refusal_of(folder.write(std::to_string(size) + ".so", whole.substr(0, size))),
                  "is cut short (" + std::to_string(size) + " bytes, its header says at least " +
                      std::to_string(whole.size()) + ")");
    }
}

TEST(Refusal, OfALibraryWithoutSectionsThatIsCutShort) {
    const test::TempFolder folder;
    auto bytes = bytes_of(k_good).substr(0, 100);
    bytes.replace(40, 8, 8, '\0'); // e_shoff
    bytes.replace(60, 2, 2, '\0'); // e_shnum
    const auto programs = 64 + 56 * static_cast<std::size_t>(bytes[56]);
    EXPECT_EQ(refusal_of(folder.write("x.so", bytes)),
              "is cut short (100 bytes, its header says at least " + std::to_string(programs) +
                  ")");
}

TEST(Refusal, OfAHeaderWhoseSumsOverflow) {
    const test::TempFolder folder;
    auto bytes = bytes_of(k_good);
    bytes.replace(40, 8, "\xff\xff\xff\xff\xff\xff\xff\xff"); // e_shoff
    EXPECT_EQ(refusal_of(folder.write("x.so", bytes)),
              "is cut short (" + std::to_string(bytes.size()) +
                  " bytes, its header says at least 18446744073709551615)");
}

TEST(Refusal, OfAnotherMachine) {
    const test::TempFolder folder;
    auto mips = bytes_of(k_good);
    mips[18] = '\x08'; // e_machine
    mips[19] = 0;
    EXPECT_EQ(refusal_of(folder.write("mips.so", mips)), "is built for another kind of machine");
    auto narrow = bytes_of(k_good);
    narrow[4] = 1; // ELFCLASS32
    EXPECT_EQ(refusal_of(folder.write("32.so", narrow)), "is built for another kind of machine");
}

TEST(Refusal, OfAProgram) {
    const test::TempFolder folder;
    auto bytes = bytes_of(k_good);
    bytes[16] = 2; // ET_EXEC
    EXPECT_EQ(refusal_of(folder.write("x.so", bytes)), "is not a shared library");
}

TEST(Refusal, OfWhatIsNotARegularFileDoesNotOpenIt) {
    const test::TempFolder folder;
    const auto pipe = folder.path() / "pipe.so";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0); // opening it would hang
    EXPECT_EQ(refusal_of(pipe), "is not a regular file");
    fs::create_directory(folder.path() / "folder.so");
    EXPECT_EQ(refusal_of(folder.path() / "folder.so"), "is not a regular file");
}

TEST(Refusal, OfAFileThatIsTooLarge) {
    const test::TempFolder folder;
    const auto library = folder.write("x.so", "");
    fs::resize_file(library, (std::uintmax_t{1} << 30U) + 1); // sparse
    EXPECT_EQ(refusal_of(library), "is larger than 1 GiB");
}

TEST(Refusal, OfAFileThatOthersMayWrite) {
    const test::TempFolder folder;
    const auto library = folder.write("x.so", bytes_of(k_good));
    for (const auto mode : {fs::perms::group_write, fs::perms::others_write}) {
        fs::permissions(library, fs::perms::owner_all | mode);
        EXPECT_EQ(refusal_of(library), "is writable by others than its owner");
    }
}

TEST(Refusal, OfAFileInAFolderThatOthersMayWrite) {
    const test::TempFolder folder;
    const auto library = folder.write("open/x.so", bytes_of(k_good));
    fs::permissions(folder.path() / "open", fs::perms::others_write, fs::perm_options::add);
    EXPECT_EQ(refusal_of(library),
              "lies in " + (folder.path() / "open").string() +
                  ", which is writable by others than its owner");
}

TEST(Refusal, LooksAtTheFileBehindALink) {
    const test::TempFolder folder;
    const auto library = folder.write("open/x.so", bytes_of(k_good));
    fs::permissions(folder.path() / "open", fs::perms::others_write, fs::perm_options::add);
    fs::create_symlink(library, folder.path() / "link.so");
    EXPECT_TRUE(refusal_of(folder.path() / "link.so").starts_with("lies in "));
}

TEST(Refusal, OfAForeignOwner) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can give a file away";
    }
    const test::TempFolder folder;
    const auto library = folder.write("theirs/x.so", bytes_of(k_good));
    ASSERT_EQ(::chown(library.c_str(), 12345, 12345), 0);
    EXPECT_EQ(refusal_of(library), "is owned by somebody else");
    ASSERT_EQ(::chown(library.c_str(), 0, 0), 0);
    ASSERT_EQ(::chown((folder.path() / "theirs").c_str(), 12345, 12345), 0);
    EXPECT_EQ(refusal_of(library),
              "lies in " + (folder.path() / "theirs").string() +
                  ", which is owned by somebody else");
}

TEST(Refusal, OfAnUndefinedSymbolComesAtOnce) {
    EXPECT_EQ(refusal_of(broken("unresolved")),
              "is a curateur plugin (ABI 0.1) but cannot be loaded: undefined symbol: "
              "curateur_test_is_nowhere");
}

TEST(Refusal, OfAMissingDependencyNamesIt) {
    EXPECT_EQ(refusal_of(broken("missing_dependency")),
              "is a curateur plugin (ABI 0.1) but cannot be loaded: libbroken-absent.so: cannot "
              "open shared object file: No such file or directory");
}

TEST(Refusal, IsRepeatedWhenThePluginIsAskedFor) {
    const test::TempFolder folder;
    const auto library = folder.write("thegamesdb.so", "hello");
    plugin::Loader loader;
    loader.load(library);
    const auto found = loader.find(plugin::Kind::source, "thegamesdb");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message,
              "there is no source \"thegamesdb\"; none is installed; " + library.string() +
                  " is not a shared library");
}

TEST(Note, IsFoundBehindTheNotesOfOthers) {
    std::ifstream file(std::string(CORPUS_DIR) + "/elf/noted", std::ios::binary);
    const auto report = plugin::inspect(file);
    EXPECT_EQ(report.refusal, std::nullopt);
    ASSERT_TRUE(report.abi);
    EXPECT_EQ(plugin::spelled(*report.abi), "0.1");
}

TEST(Note, ThatIsLongerThanItsSegmentIsNone) {
    std::ifstream file(std::string(CORPUS_DIR) + "/elf/long_note", std::ios::binary);
    EXPECT_FALSE(plugin::inspect(file).abi);
}
