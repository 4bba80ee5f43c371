#include "cli/show_systems.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace curateur::cli {
namespace {

systems::System system(const test::TempFolder& folder, const std::string& name) {
    return {name, "The " + name, folder.path() / name, {".zip", ".ZIP", ".", "." + name}, {}};
}

TEST(SystemsList, ShowsThoseWithAFolderAndNamesTheOthers) {
    const test::TempFolder folder;
    std::filesystem::create_directories(folder.path() / "nes");
    const auto where = folder.path().string();
    EXPECT_EQ(list_of_systems({system(folder, "gb"), system(folder, "nes"), system(folder, "vb")}),
              "nes: The nes\n    " + where +
                  "/nes\n    .zip (none) .nes\n\nWithout a folder, such as " + where +
                  "/gb:\n    gb vb\n");
}

TEST(SystemsList, SaysWhenNoneHasAFolder) {
    const test::TempFolder folder;
    EXPECT_EQ(list_of_systems({system(folder, "gb")}).rfind("No system has a folder.\n", 0), 0U);
}

} // namespace
} // namespace curateur::cli
