#include "desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Layers, TheStrongerOneWins) {
    Desk desk;
    desk.folder.write("share/defaults.yaml", "api: {max_retries: 2}\nscraping: {limit: 2}\n");
    desk.write("api: {max_retries: 4}\n");
    EXPECT_EQ(desk.good().config.scraping.limit, 2U);
    EXPECT_EQ(desk.good().config.api.max_retries, 4);
    desk.inputs.environment = {{"CURATEUR_API__MAX_RETRIES", "5"}};
    EXPECT_EQ(desk.good().config.api.max_retries, 5);
    desk.inputs.flags = {{"api.max_retries", {"6"}, "--max-retries"}};
    EXPECT_EQ(desk.good().config.api.max_retries, 6);
}

TEST(Layers, AListIsReplacedAsAWhole) {
    Desk desk;
    desk.write("scraping: {systems: [nes, snes]}\n");
    desk.inputs.flags = {{"scraping.systems", {"gb"}, "--systems"}};
    EXPECT_THAT(desk.good().config.scraping.systems, ElementsAre("gb"));
}

TEST(Layers, TheEnvironmentWritesListsWithCommas) {
    Desk desk;
    desk.inputs.environment = {{"CURATEUR_SCRAPING__SYSTEMS", "nes, snes"},
                               {"CURATEUR_SCRAPING__PRIORITY", "{name: [games]}"}};
    EXPECT_THAT(desk.good().config.scraping.systems, ElementsAre("nes", "snes"));
    EXPECT_THAT(desk.good().config.scraping.priority.at("name"), ElementsAre("games"));
}

TEST(Layers, TheEnvironmentMayNameAFileThatHoldsTheValue) {
    Desk desk;
    const auto secret = desk.folder.write("secret", " pass word\n");
    desk.inputs.environment = {{"CURATEUR_SOURCES__GAMES__USER_PASSWORD_FILE", secret.string()},
                               {"CURATEUR_API__MAX_RETRIES_FILE", "../number"}};
    desk.folder.write("number", "4\n");
    const auto loaded = desk.good();
    EXPECT_THAT(loaded.find(Part::source, "games")->settings.values.at("user_password"),
                ElementsAre(" pass word"));
    EXPECT_EQ(loaded.config.api.max_retries, 4);
}

TEST(Layers, AVariableThatIsNoSettingIsAMistake) {
    Desk desk;
    desk.inputs.environment = {{"CURATEUR_API__MAX_RETRYS", "4"},
                               {"CURATEUR_PLUGIN_PATH", "/somewhere"}};
    EXPECT_EQ(desk.complaint(),
              "CURATEUR_API__MAX_RETRYS: there is no such setting; did you mean "
              "CURATEUR_API__MAX_RETRIES?");
}

TEST(Layers, AMistakeNamesTheVariableOrTheFlag) {
    Desk desk;
    desk.inputs.environment = {{"CURATEUR_API__MAX_RETRIES", "40"}};
    desk.inputs.flags = {{"scraping.limit", {"many"}, "--limit"}};
    EXPECT_EQ(desk.complaint(),
              "CURATEUR_API__MAX_RETRIES: api.max_retries: \"40\" does not fit; use a whole "
              "number from 1 to 10\n"
              "--limit: scraping.limit: \"many\" does not fit; use a whole number from 0 to "
              "1000000000");
}

TEST(Layers, FoldersOfPluginsAddUp) {
    Desk desk;
    desk.write("plugins: {path: [one, two]}\nnonsense: 3\n");
    desk.inputs.flags = {{"plugins.path", {"/a:b", "/c"}, "--plugin-dir"}};
    const auto layers = read_layers(desk.inputs);
    ASSERT_TRUE(layers);
    EXPECT_THAT(plugin_dirs(*layers),
                ElementsAre("/a:b", "/c", desk.folder.path() / "one", desk.folder.path() / "two"));
}

TEST(Layers, TheFileInTheWorkingDirectoryComesBeforeTheUsers) {
    Desk desk;
    desk.folder.write("home/config.yaml", "scraping: {limit: 1}\n");
    EXPECT_EQ(desk.good().config.scraping.limit, 1U);
    desk.folder.write("work/config.yaml", "scraping: {limit: 2}\n");
    EXPECT_EQ(desk.good().config.scraping.limit, 2U);
    EXPECT_EQ(desk.good().config.file, desk.inputs.working_directory / "config.yaml");
    desk.write("scraping: {limit: 3}\n");
    EXPECT_EQ(desk.good().config.scraping.limit, 3U);
}

TEST(Layers, AFileOnlyFoundInTheWorkingDirectoryMayNotSayWhatRunsNorWhereSecretsGo) {
    Desk desk;
    const std::string yaml =
        "plugins: {path: [evil]}\ngames: {base_url: \"https://evil.example\"}\n";
    const auto file = desk.folder.write("work/config.yaml", yaml);
    EXPECT_EQ(desk.complaint(),
              "work/config.yaml:1: plugins.path: says which programs run, which a file that only "
              "lies in the working directory may not; name the file with --config\n"
              "work/config.yaml:2: sources.games.base_url: says where secrets are sent, which a "
              "file that only lies in the working directory may not; name the file with --config");
    const auto layers = read_layers(desk.inputs);
    ASSERT_TRUE(layers);
    EXPECT_THAT(plugin_dirs(*layers), ElementsAre());
    desk.inputs.file = file;
    EXPECT_THAT(desk.good().config.plugin_dirs,
                ElementsAre(desk.inputs.working_directory / "evil"));
}

TEST(Layers, AFileOfAnotherUserInTheWorkingDirectoryIsNotRead) {
    Desk desk;
    const auto file = desk.folder.write("work/config.yaml", "scraping: {limit: 2}\n");
    if (::chown(file.c_str(), 12345, 12345) != 0) {
        GTEST_SKIP() << "only root can give a file away";
    }
    desk.folder.write("home/config.yaml", "scraping: {limit: 1}\n");
    const auto loaded = desk.good();
    EXPECT_EQ(loaded.config.scraping.limit, 1U);
    ASSERT_EQ(loaded.notes.size(), 1U);
    EXPECT_THAT(loaded.notes[0], HasSubstr("belongs to another user and was not read"));
}

TEST(Layers, SayWhenAFileIsAbsentOrNoYamlOrNoSection) {
    Desk desk;
    desk.inputs.file = "nowhere.yaml";
    EXPECT_EQ(desk.complaint(),
              "there is no configuration file work/nowhere.yaml; correct the path after --config");
    EXPECT_EQ(read_layers(desk.inputs).error().code, Errc::not_found);
    desk.write("scraping:\n  systems: [nes\napi: {}\n");
    EXPECT_THAT(desk.complaint(), HasSubstr("own.yaml:3: is not YAML that can be used: "));
    EXPECT_EQ(read_layers(desk.inputs).error().code, Errc::malformed);
    desk.write("# a list\n- scraping\n");
    EXPECT_THAT(desk.complaint(), HasSubstr("own.yaml:2: the top level is not a section"));
}

TEST(Layers, AFileThatHoldsNothingIsNoMistake) {
    Desk desk;
    desk.write("# nothing yet\n");
    EXPECT_EQ(desk.complaint(), "nothing");
}

TEST(Layers, WarnWhenOthersCanReadAPassword) {
    Desk desk;
    desk.write("games: {user_password: sesame}\n");
    EXPECT_THAT(desk.good().notes, ElementsAre());
    std::filesystem::permissions(
        *desk.inputs.file, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    ASSERT_EQ(desk.good().notes.size(), 1U);
    EXPECT_EQ(desk.short_names(desk.good().notes[0]),
              "own.yaml: holds a password and can be read by other users; run: chmod 600 own.yaml");
}

TEST(Layers, TheDefaultsLieBesideTheFolderOfTheProgram) {
    const test::TempFolder folder;
    folder.write("bin/curateur", "");
    EXPECT_EQ(defaults_file_of(folder.path() / "bin/curateur"), "");
    const auto file = folder.write("share/curateur/defaults.yaml", "");
    EXPECT_EQ(defaults_file_of(folder.path() / "bin/curateur"), file);
    EXPECT_EQ(defaults_file_of(folder.path() / "host/app/curateur"), file);
}

} // namespace
} // namespace curateur::config
