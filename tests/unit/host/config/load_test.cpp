#include "config/schema.hpp"
#include "desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Config, OfNoFileIsTheCompiledDefault) {
    const Desk desk;
    auto expected = Config();
    expected.logging.errors_file = desk.inputs.working_directory / "scraping_errors.log";
    expected.overrides_file = desk.inputs.user_file.parent_path() / "overrides.yaml";
    EXPECT_EQ(desk.good().config, expected);
}

TEST(Config, TakesTheFileOfThePredecessorAsItStands) {
    Desk desk;
    desk.declared[0].id = "predecessor-source";
    desk.write("predecessor-source:\n"
               "  user_id: \"your_username\"\n"
               "  user_password: \"your_password\"\n"
               "\n"
               "paths:\n"
               "  roms: ./roms\n"
               "  media: ./downloaded_media\n"
               "  gamelists: ./gamelists\n"
               "  es_systems: ./es_systems.xml\n"
               "\n"
               "scraping:\n"
               "  systems: []  # Empty = all systems\n"
               "  media_types: [box-2D, ss]\n"
               "  preferred_regions: [us, wor, eu]\n"
               "\n"
               "runtime:\n"
               "  dry_run: false\n");
    desk.folder.write("es_systems.xml", "<systemList/>");
    const auto loaded = desk.good();
    EXPECT_EQ(loaded.config.paths.roms, desk.folder.path() / "roms");
    EXPECT_EQ(loaded.config.paths.es_systems, desk.folder.path() / "es_systems.xml");
    EXPECT_THAT(loaded.config.media.kinds.value(), ElementsAre("cover", "screenshot"));
    EXPECT_THAT(loaded.config.scraping.regions, ElementsAre("us", "wor", "eu"));
    EXPECT_THAT(
        loaded.find(Part::source, "predecessor-source")->settings.values.at("user_password"),
        ElementsAre("your_password"));
    EXPECT_THAT(loaded.notes, ElementsAre());
}

// One line a key: what the predecessor's configuration could say.
TEST(Config, TakesEveryKeyOfThePredecessor) {
    Desk desk;
    desk.write("scraping: {scrape_mode: force, systems: [nes], preferred_regions: [us, ss],\n"
               "  preferred_language: fr, gamelist_integrity_threshold: 0.5,\n"
               "  merge_strategy: reset_all, auto_favorite_enabled: yes,\n"
               "  auto_favorite_threshold: 0.75, auto_sortname_enabled: true,\n"
               "  name_verification: lenient, filter_non_disc1: on}\n"
               "media: {media_types: [covers, videos], validation_mode: strict,\n"
               "  image_min_dimension: 80}\n"
               "api: {request_timeout: 12.5, max_retries: 5, retry_backoff_seconds: 0,\n"
               "  quota_warning_threshold: 1, requests_per_minute: 100}\n"
               "logging: {level: debug, console: no, file: log/run.log}\n"
               "runtime: {dry_run: true, crc_size_limit: 0, readers: 3,\n"
               "  enable_cache: false,\n"
               "  rate_limit_override_enabled: true,\n"
               "  rate_limit_override: {max_workers: 2, requests_per_minute: 60,\n"
               "    daily_quota: 9000}}\n");
    const auto config = desk.good().config;
    EXPECT_EQ(config.scraping.mode, ScrapeMode::force);
    EXPECT_THAT(config.scraping.systems, ElementsAre("nes"));
    EXPECT_THAT(config.scraping.regions, ElementsAre("us", "own"));
    EXPECT_THAT(config.scraping.languages, ElementsAre("fr"));
    EXPECT_EQ(config.scraping.integrity_threshold, 0.5);
    EXPECT_EQ(config.scraping.merge_strategy, MergeStrategy::reset_all);
    EXPECT_TRUE(config.scraping.auto_favorite);
    EXPECT_EQ(config.scraping.auto_favorite_threshold, 0.75);
    EXPECT_TRUE(config.scraping.auto_sortname);
    EXPECT_EQ(config.scraping.name_verification, NameVerification::lenient);
    EXPECT_TRUE(config.scraping.filter_non_disc1);
    EXPECT_THAT(config.media.kinds.value(), ElementsAre("cover", "video"));
    EXPECT_EQ(config.media.validation, Validation::strict);
    EXPECT_EQ(config.media.image_min_dimension, 80U);
    EXPECT_EQ(config.api.request_timeout_s, 12.5);
    EXPECT_EQ(config.api.max_retries, 5);
    EXPECT_EQ(config.api.retry_backoff_s, 0);
    EXPECT_EQ(config.api.quota_warning, 1);
    EXPECT_EQ(config.api.requests_per_minute, 60U);
    EXPECT_EQ(config.api.max_workers, 2U);
    EXPECT_EQ(config.api.daily_quota, 9000U);
    EXPECT_EQ(config.logging.level, LogLevel::debug);
    EXPECT_FALSE(config.logging.console);
    EXPECT_EQ(config.logging.file, desk.folder.path() / "log/run.log");
    EXPECT_TRUE(config.runtime.dry_run);
    EXPECT_EQ(config.runtime.digest_size_limit, 0U);
    EXPECT_EQ(config.runtime.readers, 3U);
    EXPECT_FALSE(config.runtime.enable_cache);
}

TEST(Config, TakesTheKeysOfItsOwn) {
    Desk desk;
    desk.write("library: {name: attic}\n"
               "scraping: {sources: [games], outputs: [lists], preferred_language: [pt-BR, en],\n"
               "  region_order: user_first, show_hidden: true, limit: 7,\n"
               "  priority: {default: [games], media.covers: [games]}}\n"
               "media: {link: hardlink, variants: {marquees: [carbon, hd]}}\n"
               "runtime: {ui: quiet}\n"
               "logging: {errors_file: null}\n"
               "plugins: {path: [mine]}\n"
               "systems: {snes-hacks: {platform: snes}}\n");
    const auto config = desk.good().config;
    EXPECT_EQ(config.paths.library, "attic");
    EXPECT_THAT(config.scraping.sources, ElementsAre("games"));
    EXPECT_THAT(config.scraping.outputs, ElementsAre("lists"));
    EXPECT_THAT(config.scraping.languages, ElementsAre("pt-BR", "en"));
    EXPECT_EQ(config.scraping.region_order, RegionOrder::user_first);
    EXPECT_TRUE(config.scraping.show_hidden);
    EXPECT_EQ(config.scraping.limit, 7U);
    EXPECT_THAT(config.scraping.priority.at("media.cover"), ElementsAre("games"));
    EXPECT_EQ(config.media.link, Link::hardlink);
    EXPECT_THAT(config.media.variants.at("logo"), ElementsAre("carbon", "hd"));
    EXPECT_EQ(config.runtime.ui, Ui::quiet);
    EXPECT_EQ(config.logging.errors_file, "");
    EXPECT_THAT(config.plugin_dirs, ElementsAre(desk.folder.path() / "mine"));
    EXPECT_EQ(config.systems.at("snes-hacks").platform, "snes");
    EXPECT_EQ(config.file, *desk.inputs.file);
}

TEST(Config, AnEmptyListOfMediaTypesIsNotTheSameAsNone) {
    Desk desk;
    desk.write("media: {media_types: []}\n");
    EXPECT_THAT(desk.good().config.media.kinds.value(), ElementsAre());
    desk.write("media: {}\n");
    EXPECT_FALSE(desk.good().config.media.kinds);
}

TEST(Config, AnOverrideThatIsNotEnabledDoesNotCount) {
    Desk desk;
    desk.write("runtime: {rate_limit_override: {max_workers: 2}}\n");
    EXPECT_FALSE(desk.good().config.api.max_workers);
}

TEST(Config, SaysWhatChangesNothingAnyMore) {
    Desk desk;
    desk.write("media:\n"
               "  clean_mismatched_media: true\n"
               "runtime:\n"
               "  hash_algorithm: md5\n");
    const auto loaded = desk.good();
    EXPECT_TRUE(loaded.config.media.clean_kinds);
    ASSERT_EQ(loaded.notes.size(), 1U);
    EXPECT_THAT(loaded.notes[0], HasSubstr(":4: runtime.hash_algorithm: it changes nothing"));
}

TEST(Config, ReadsHowToSearch) {
    Desk desk;
    desk.write("search: {confidence_threshold: 0.8, max_results: 3, interactive_search: true}\n");
    const auto& search = desk.good().config.search;
    EXPECT_TRUE(search.enabled); // to choose, one has to search
    EXPECT_TRUE(search.interactive);
    EXPECT_DOUBLE_EQ(search.threshold, 0.8);
    EXPECT_EQ(search.max_results, 3U);
}

TEST(Config, LooksForTheOverridesBesideTheFileThatIsRead) {
    Desk desk;
    desk.write("");
    const auto config = desk.good().config;
    EXPECT_EQ(config.overrides_file, config.file.parent_path() / "overrides.yaml");
}

TEST(Config, SaysNothingOfDefaultsWrittenOut) {
    Desk desk;
    desk.write("search: {enable_search_fallback: false, confidence_threshold: 0.70,\n"
               "  max_results: 5, interactive_search: no}\n"
               "media: {clean_mismatched_media: false}\n");
    EXPECT_THAT(desk.good().notes, ElementsAre());
}

TEST(Config, ReadsTheRomsOfAListAndOfTheCommandLine) {
    Desk desk;
    desk.folder.write("work/list.txt", "nes/a.nes\n\n/abs/b.nes\r\n");
    desk.inputs.flags = {{"scraping.roms_from", {"list.txt"}, "--roms-from"},
                         {"scraping.roms", {"c, d.nes"}, "ROM"}};
    EXPECT_THAT(desk.good().config.scraping.roms_only,
                ElementsAre(desk.inputs.working_directory / "c, d.nes",
                            desk.inputs.working_directory / "nes/a.nes",
                            "/abs/b.nes"));
}

TEST(Config, RefusesAListOfNoRomsRatherThanTakingAll) {
    Desk desk;
    desk.folder.write("work/list.txt", "\n");
    desk.inputs.flags = {{"scraping.roms_from", {"list.txt"}, "--roms-from"}};
    EXPECT_EQ(desk.complaint(), "--roms-from: work/list.txt names no ROM");
}

TEST(Schema, EveryRowHasADocAndOneOfEachName) {
    std::set<std::string_view> keys, flags;
    for (const auto& one : settings()) {
        EXPECT_FALSE(one.doc.empty()) << one.key;
        EXPECT_FALSE(one.doc.ends_with('.')) << one.key;
        EXPECT_TRUE(keys.insert(one.key).second) << one.key;
        EXPECT_TRUE(one.flag.empty() || flags.insert(one.flag).second) << one.flag;
        EXPECT_EQ(find_setting(one.key), &one);
        EXPECT_EQ(one.state == State::meaningless, !one.note.empty()) << one.key;
    }
}

} // namespace
} // namespace curateur::config
