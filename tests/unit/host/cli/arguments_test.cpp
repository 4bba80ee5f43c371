#include "cli/arguments.hpp"
#include "cli/options.hpp"
#include "cli/verbs.hpp"
#include "config/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace curateur::cli {

namespace {

using config::Override;
using testing::ElementsAre;
using testing::HasSubstr;

Result<Command> parse(const std::vector<std::string>& words) {
    std::vector<const char*> argv{"curateur"};
    for (const auto& word : words) {
        argv.push_back(word.c_str());
    }
    return parse_arguments(static_cast<int>(argv.size()), argv.data());
}

Command good(const std::vector<std::string>& words) {
    auto command = parse(words);
    EXPECT_TRUE(command) << (command ? "" : command.error().message);
    return command ? *std::move(command) : Command();
}

std::string complaint(const std::vector<std::string>& words) {
    const auto command = parse(words);
    if (command) {
        return "nothing";
    }
    EXPECT_EQ(command.error().code, Errc::invalid);
    return command.error().message;
}

TEST(Arguments, NoVerbMeansScrape) {
    EXPECT_EQ(good({}).verb, Verb::scrape);
    EXPECT_THAT(good({}).overrides, ElementsAre());
    EXPECT_EQ(good({"scrape"}).verb, Verb::scrape);
}

TEST(Arguments, TheMissionsExample) {
    const auto command = good({"--source", "a,b", "--output=esde"});
    EXPECT_THAT(command.overrides,
                ElementsAre(Override{"scraping.sources", {"a", "b"}, "--source"},
                            Override{"scraping.outputs", {"esde"}, "--output"}));
}

TEST(Arguments, AValueThatNoRunCouldTakeIsAUsageMistake) {
    EXPECT_THAT(complaint({"--ui", "loud"}), HasSubstr("--ui: \"loud\""));
    EXPECT_THAT(complaint({"--limit", "many"}), HasSubstr("--limit: \"many\""));
}

TEST(Arguments, EveryOptionBecomesItsSetting) {
    const auto command = good({"--media-types",
                               "cover,video",
                               "--regions",
                               "eu",
                               "--regions",
                               "us",
                               "--language",
                               "de,en",
                               "--dry-run",
                               "--skip-scraped",
                               "--merge-strategy",
                               "reset_all",
                               "--ui",
                               "quiet",
                               "--plugin-dir",
                               "/a,b",
                               "--plugin-dir",
                               "c",
                               "--log-file",
                               "x.log",
                               "--log-level",
                               "debug",
                               "--force-system",
                               "--limit",
                               "5",
                               "--roms-from",
                               "list",
                               "--config",
                               "my.yaml"});
    EXPECT_EQ(command.config_file, "my.yaml");
    EXPECT_THAT(command.overrides,
                testing::UnorderedElementsAre(
                    Override{"media.media_types", {"cover", "video"}, "--media-types"},
                    Override{"scraping.preferred_regions", {"eu", "us"}, "--regions"},
                    Override{"scraping.preferred_language", {"de", "en"}, "--language"},
                    Override{"runtime.dry_run", {"true"}, "--dry-run"},
                    Override{"scraping.scrape_mode", {"new_only"}, "--skip-scraped"},
                    Override{"scraping.merge_strategy", {"reset_all"}, "--merge-strategy"},
                    Override{"runtime.ui", {"quiet"}, "--ui"},
                    Override{"plugins.path", {"/a,b", "c"}, "--plugin-dir"},
                    Override{"logging.file", {"x.log"}, "--log-file"},
                    Override{"logging.level", {"debug"}, "--log-level"},
                    Override{"runtime.force_system", {"true"}, "--force-system"},
                    Override{"scraping.limit", {"5"}, "--limit"},
                    Override{"scraping.roms_from", {"list"}, "--roms-from"}));
    EXPECT_THAT(good({"--json"}).overrides,
                ElementsAre(Override{"runtime.json", {"true"}, "--json"}));
    EXPECT_THAT(good({"--update"}).overrides,
                ElementsAre(Override{"scraping.scrape_mode", {"force"}, "--update"}));
}

TEST(Arguments, SystemsTakeAllUpToTheNextOption) {
    EXPECT_THAT(good({"--systems", "nes", "snes", "--dry-run", "--systems", "gb,gbc"}).overrides,
                ElementsAre(Override{"scraping.systems", {"nes", "snes", "gb", "gbc"}, "--systems"},
                            Override{"runtime.dry_run", {"true"}, "--dry-run"}));
}

TEST(Arguments, ValidateStrictDecodes) {
    const auto command = good({"validate", "--strict", "--systems", "nes"});
    EXPECT_EQ(command.verb, Verb::validate);
    EXPECT_THAT(command.overrides,
                ElementsAre(Override{"scraping.systems", {"nes"}, "--systems"},
                            Override{"media.validation_mode", {"strict"}, "--strict"}));
}

TEST(Arguments, VerbsAreFirstWordsOnly) {
    const auto command = good({"--systems", "systems", "plugins"});
    EXPECT_EQ(command.verb, Verb::scrape);
    EXPECT_THAT(command.overrides,
                ElementsAre(Override{"scraping.systems", {"systems", "plugins"}, "--systems"}));
    EXPECT_EQ(good({"systems", "--systems", "nes"}).verb, Verb::systems);
}

TEST(Arguments, OperandsAreRoms) {
    EXPECT_THAT(good({"nes/a, b.nes", "--dry-run", "--", "--odd.nes"}).overrides,
                ElementsAre(Override{"runtime.dry_run", {"true"}, "--dry-run"},
                            Override{"scraping.roms", {"nes/a, b.nes", "--odd.nes"}, "ROM"}));
}

TEST(Arguments, PluginsHasWordsOfItsOwn) {
    EXPECT_EQ(good({"plugins"}).verb, Verb::plugins_list);
    EXPECT_EQ(good({"plugins", "list", "--plugin-dir", "x"}).verb, Verb::plugins_list);
    EXPECT_EQ(good({"plugins", "info", "esde"}).verb, Verb::plugins_info);
    EXPECT_EQ(good({"plugins", "info", "esde"}).operand, "esde");
}

TEST(Arguments, IdentifyTakesFiles) {
    const auto command =
        good({"identify", "a.nes", "--system", "nes", "--json", "--digests", "b.nes"});
    EXPECT_EQ(command.verb, Verb::identify);
    EXPECT_THAT(command.identify.files, ElementsAre("a.nes", "b.nes"));
    EXPECT_EQ(command.identify.system, "nes");
    EXPECT_TRUE(command.identify.json);
    EXPECT_TRUE(command.identify.all_digests);
    EXPECT_FALSE(good({"identify", "a.nes"}).identify.json);
}

TEST(Arguments, ReportTakesAFolder) {
    EXPECT_EQ(good({"report"}).operand, "");
    const auto command = good({"report", "shown", "--missing", "cover,description"});
    EXPECT_EQ(command.verb, Verb::report);
    EXPECT_EQ(command.operand, "shown");
    EXPECT_THAT(command.overrides,
                ElementsAre(Override{"scraping.missing", {"cover", "description"}, "--missing"}));
    EXPECT_EQ(complaint({"report", "a", "b"}),
              "\"curateur report\" needs one folder at most: curateur report [FOLDER]");
}

TEST(Arguments, AnEmptyListIsAList) {
    EXPECT_THAT(good({"--media-types", ""}).overrides,
                ElementsAre(Override{"media.media_types", {}, "--media-types"}));
}

TEST(Arguments, AWrongCallIsOneSentence) {
    struct Row {
        std::vector<std::string> words;
        std::string says;
    };

    for (const auto& [words, says] : std::vector<Row>{
             {{"--systms", "nes"}, "there is no option --systms; did you mean --systems?"},
             {{"--whatever"},
              "there is no option --whatever; \"curateur --help\" shows those there are"},
             {{"--user-password=sesame"},
              "there is no option --user-password: a command line can be read by others; put "
              "passwords into the configuration or the environment"},
             {{"pin", "nes/a.nes"},
              "\"curateur pin\" needs a ROM and a game: curateur pin ROM SOURCE:ID"},
             {{"pin", "nes/a.nes", "src:"},
              "\"curateur pin\" needs a ROM and a game: curateur pin ROM SOURCE:ID"},
             {{"ignore"}, "\"curateur ignore\" needs one ROM: curateur ignore ROM"},
             {{"why", "a.nes", "b.nes"}, "\"curateur why\" needs one ROM: curateur why ROM"},
             {{"-y"}, "-y is not in this version"},
             {{"--limit"}, "--limit needs a value: --limit N"},
             {{"--limit", "--dry-run"},
              "--limit needs a value: --limit N; \"--dry-run\" is an option"},
             {{"--systems"}, "--systems needs a value: --systems S..."},
             {{"--config", "a", "--config", "b"}, "--config is given 2 times; give it once"},
             {{"--skip-scraped", "--update"},
              "--skip-scraped and --update exclude each other; give one of them"},
             {{"--json", "--ui", "plain"}, "--json and --ui exclude each other; give one of them"},
             {{"plugin"},
              "there is no verb \"plugin\"; did you mean \"plugins\"? (a ROM of that name: "
              "./plugin)"},
             {{"convert"},
              "\"curateur convert\" is not in this version; there are " +
                  config::listed(verb_names()) + " (a ROM of that name: ./convert)"},
             {{"undo"},
              "\"curateur undo\" takes back changes of media only in this version: curateur undo "
              "--media"},
             {{"plugins", "check"},
              "\"curateur plugins check\" is not in this version; there are list and info"},
             {{"plugins", "info"},
              "\"curateur plugins info\" needs the id of one plugin; \"curateur plugins list\" "
              "shows them"},
             {{"plugins", "list", "esde"},
              "\"esde\" is one word too many; \"curateur plugins list --help\" shows what may "
              "follow"},
             {{"systems", "--dry-run"},
              "--dry-run is an option of scrape, clean and undo, not of systems"},
             {{"identify"}, "\"curateur identify\" needs a file: curateur identify FILE..."},
             {{"identify", "a.nes", "--dry-run"},
              "--dry-run is an option of scrape, clean and undo, not of identify"},
             {{"identify", "a.nes", "--system", "nes", "--system", "gb"},
              "--system is given 2 times; give it once"},
             {{"--digests"}, "--digests is an option of identify, not of scrape"},
             {{""}, "a ROM's path is empty"}}) {
        EXPECT_EQ(complaint(words), says);
    }
}

TEST(Arguments, SayTheVersion) {
    const auto command = good({"--version"});
    EXPECT_EQ(command.verb, Verb::version);
    EXPECT_EQ(command.text, "curateur " CURATEUR_VERSION "\n");
}

TEST(Help, ShowsEveryOptionOfTheVerb) {
    const auto command = good({"--help"});
    EXPECT_EQ(command.verb, Verb::help);
    for (const auto& setting : config::settings()) {
        EXPECT_THAT(command.text, HasSubstr(std::string(setting.flag)));
    }
    for (const auto& row : verbs()) {
        for (const auto& flag : flags_of(row.verb)) {
            EXPECT_THAT(help_text(row.verb), HasSubstr("  " + std::string(flag.name)));
        }
    }
    EXPECT_THAT(good({"systems", "-h"}).text, testing::Not(HasSubstr("--dry-run")));
}

TEST(Help, KnowsAnOptionForEveryNameThatAVerbLists) {
    for (const auto& row : verbs()) {
        std::size_t listed = 0;
        for (const auto words : row.options) {
            listed += static_cast<std::size_t>(std::count(words.begin(), words.end(), '-') > 0
                                                   ? std::count(words.begin(), words.end(), ' ') + 1
                                                   : 0);
        }
        EXPECT_EQ(flags_of(row.verb).size(), listed) << row.name;
    }
}

TEST(Help, FitsIntoEightyColumns) {
    for (const auto& row : verbs()) {
        std::istringstream lines(help_text(row.verb));
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(line.size(), 80U) << line;
        }
    }
}

} // namespace
} // namespace curateur::cli
