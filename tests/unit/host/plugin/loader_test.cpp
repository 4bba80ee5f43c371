#include "plugin/loader.hpp"
#include "support/temp_folder.hpp"
#include "unit/host/plugin/libraries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace curateur;
namespace fs = std::filesystem;
using test::broken;
using test::bytes_of;
using test::k_good;

TEST(Loader, LoadsAPluginInPlainC) {
    plugin::Loader loader;
    loader.load(k_good);
    ASSERT_EQ(loader.components().size(), 1U);
    EXPECT_EQ(loader.components().front().id, "plain-c");
    EXPECT_EQ(loader.components().front().kind, plugin::Kind::source);
}

TEST(Loader, SkipsAComponentOfAnUnknownKindAndSaysSo) {
    plugin::Loader loader;
    loader.load(broken("unknown_kind"));
    EXPECT_EQ(loader.notes(),
              (std::vector{broken("unknown_kind").string() +
                           " offers \"curateur.scanner/1\", which this curateur does not know"}));
}

TEST(Loader, SkipsComponentsThatAreNotCompleteAndSaysWhatTheyLack) {
    plugin::Loader loader;
    loader.load(broken("incomplete"));
    ASSERT_EQ(loader.components().size(), 1U);
    EXPECT_EQ(loader.components().front().id, "whole");
    const auto note = [](const char* id, const char* what) {
        return broken("incomplete").string() + " offers a component \"" + id +
               "\" that is not complete: " + what;
    };
    EXPECT_EQ(loader.notes(),
              (std::vector{
                  note("Bad Id",
                       "an id has 2 to 32 letters a-z, digits or hyphens and begins with a letter"),
                  note("no-create", "no create()"),
                  note("no-table", "no table"),
                  note("short-table", "its table is shorter than this ABI says"),
                  note("short", "its descriptor is shorter than this ABI says"),
                  note("no-plan", "no plan()"),
                  note("no-description", "no description")}));
}

TEST(Loader, UsesTheFirstOfTwoWithTheSameId) {
    const test::TempFolder folder;
    const auto copy = folder.write("copy.so", bytes_of(k_good)).string();
    plugin::Loader loader;
    loader.load(k_good);
    loader.load(copy);
    EXPECT_EQ(loader.components().size(), 1U);
    EXPECT_EQ(loader.notes(),
              (std::vector{"\"plain-c\" is offered by " + k_good.string() + " and by " + copy +
                           "; " + k_good.string() + " is used (earlier in the search path)"}));
}

TEST(Loader, TakesALibraryUnderTwoNamesForOne) {
    const test::TempFolder folder;
    fs::create_symlink(k_good, folder.path() / "link.so");
    plugin::Loader loader;
    loader.load(k_good);
    loader.load(folder.path() / "link.so");
    EXPECT_EQ(loader.components().size(), 1U);
    EXPECT_TRUE(loader.notes().empty());
}

TEST(Loader, TakesTheLibrariesOfAFolderInTheOrderOfTheirNames) {
    const test::TempFolder folder;
    for (const char* name : {"b.so", "a.so", "c.txt", "sub/d.so"}) {
        folder.write(name, "hello");
    }
    plugin::Loader loader;
    loader.load_from({folder.path(), folder.path() / "none"});
    ASSERT_EQ(loader.refused().size(), 2U);
    EXPECT_EQ(loader.refused()[0].library, folder.path() / "a.so");
    EXPECT_EQ(loader.refused()[1].library, folder.path() / "b.so");
}

TEST(LoaderDeathTest, StartsAPluginOnceAndStopsItAtTheEndOfTheProcess) {
    const auto load_twice_and_end = [] {
        plugin::Loader().load(broken("starts_and_stops"));
        plugin::Loader().load(broken("starts_and_stops"));
        std::exit(0); // NOLINT(concurrency-mt-unsafe): the only thread
    };
    EXPECT_EXIT(load_twice_and_end(), testing::ExitedWithCode(0), "^started;stopped;$");
}

TEST(Loader, SaysWhatIsInstalledWhenAskedForSomethingElse) {
    plugin::Loader loader;
    loader.load(k_good);
    const auto found = loader.find(plugin::Kind::source, "plain-d");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, "there is no source \"plain-d\"; installed: plain-c");
}
