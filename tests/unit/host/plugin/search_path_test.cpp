#include "plugin/search_path.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

using namespace curateur;
namespace fs = std::filesystem;

namespace {

class SearchPath : public testing::Test {
protected:
    SearchPath() {
        places_.data_home = "/home/me/.local/share";
        places_.executable = folder_.path() / "usr/bin/curateur";
        fs::create_directories(installed());
    }

    [[nodiscard]] fs::path installed() const {
        return folder_.path() / "usr" / LIBRARY_DIR / "curateur/plugins";
    }

    [[nodiscard]] std::vector<fs::path> found() const {
        auto path = plugin::search_path(places_);
        EXPECT_TRUE(path) << path.error().message;
        return path ? *path : std::vector<fs::path>();
    }

    [[nodiscard]] std::string complaint() const {
        const auto path = plugin::search_path(places_);
        EXPECT_FALSE(path);
        return path ? "" : path.error().message;
    }

    test::TempFolder folder_;
    plugin::SearchPlaces places_;
};

const fs::path k_of_the_user = "/home/me/.local/share/curateur/plugins";

} // namespace

TEST_F(SearchPath, OfNothingSpecialIsTheUsersThenTheInstalled) {
    EXPECT_EQ(found(), (std::vector{k_of_the_user, installed()}));
}

TEST_F(SearchPath, BeginsWithWhatWasGivenThenTheEnvironment) {
    places_.given = {folder_.path()};
    places_.environment = "/b:/a/../c";
    EXPECT_EQ(found(),
              (std::vector<fs::path>{folder_.path(), "/b", "/c", k_of_the_user, installed()}));
}

TEST_F(SearchPath, MakesARelativeDirectoryThatWasGivenAbsolute) {
    places_.given = {"."};
    EXPECT_EQ(found().front(), fs::current_path());
}

TEST_F(SearchPath, RefusesAGivenDirectoryThatDoesNotExist) {
    places_.given = {folder_.path() / "none"};
    EXPECT_EQ(complaint(),
              "the plugin directory " + (folder_.path() / "none").string() +
                  " does not exist or is not a directory");
}

TEST_F(SearchPath, RefusesARelativeEntryOfTheEnvironment) {
    places_.environment = "/a:plugins";
    EXPECT_EQ(complaint(),
              "CURATEUR_PLUGIN_PATH: \"plugins\" is not an absolute path: write it from / on");
}

TEST_F(SearchPath, RefusesAnEmptyEntryOfTheEnvironment) {
    for (const char* text : {"/a::/b", ":/a", "/a:"}) {
        places_.environment = text;
        EXPECT_EQ(complaint(),
                  "CURATEUR_PLUGIN_PATH has an empty entry, which would mean the current "
                  "directory: remove the colon too many");
    }
}

TEST_F(SearchPath, OfABuildTreeEndsWithItsOwnPlugins) {
    fs::remove(installed());
    folder_.write("usr/CMakeCache.txt", "");
    places_.executable = folder_.path() / "usr/host/app/curateur";
    EXPECT_EQ(found().back(), folder_.path() / "usr/plugins");
}

TEST_F(SearchPath, OfAnInstallationInsideABuildTreeEndsWithTheInstalled) {
    folder_.write("CMakeCache.txt", "");
    EXPECT_EQ(found().back(), installed());
}

TEST_F(SearchPath, NamesADirectoryOnce) {
    places_.environment = installed().string() + ":" + installed().string();
    EXPECT_EQ(found(), (std::vector{installed(), k_of_the_user}));
}

TEST_F(SearchPath, OfThisProcessIsMadeOfItsEnvironmentAndItsExecutable) {
    ::setenv("CURATEUR_PLUGIN_PATH", "/from/the/environment", 1);
    ::setenv("XDG_DATA_HOME", "/data", 1);
    places_ = plugin::search_places({});
    ::unsetenv("CURATEUR_PLUGIN_PATH");
    ::unsetenv("XDG_DATA_HOME");
    EXPECT_EQ(
        found(),
        (std::vector<fs::path>{"/from/the/environment", "/data/curateur/plugins", PLUGIN_DIR}));
}
