#include "desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::config {
namespace {

struct Mistake {
    const char *yaml, *says;
};

// One line a mistake that the reference of the predecessor's keys names, and of ours.
const std::vector<Mistake> k_mistakes{
    {"paths: {roms: }", "paths.roms: has no value; use a path, or remove the line"},
    {"paths: {roms: \"\"}", "paths.roms: is empty; use a path, or remove it"},
    {"paths: {media: []}", "paths.media: a list does not fit; use a path"},
    {"paths: {es_systems: gone.xml}",
     "paths.es_systems: there is no file gone.xml; correct the path, or remove the line"},
    {"paths: {es_systems: work}", "paths.es_systems: work is not a file; give the file itself"},
    {"scraping: {scrape_mode: fast}",
     "scraping.scrape_mode: \"fast\" does not fit; use one of new_only, changed, force and skip"},
    {"scraping: {systems: nes}", "scraping.systems: \"nes\" does not fit; use a list: [a, b]"},
    {"scraping: {systems: [{a: 1}]}",
     "scraping.systems: a section stands where a text should; use a list: [a, b]"},
    {"scraping: {preferred_regions: us}",
     "scraping.preferred_regions: \"us\" does not fit; use a list: [a, b]"},
    {"scraping: {preferred_regions: [usa]}",
     "scraping.preferred_regions: \"usa\" is no code of a region; did you mean \"us\"?"},
    {"scraping: {preferred_language: english}",
     "scraping.preferred_language: \"english\" is no language; use a code such as en, de, ja or "
     "zh-Hant"},
    {"scraping: {preferred_language: {}}",
     "scraping.preferred_language: a section does not fit; use a language or a list: [en, de]"},
    {"scraping: {gamelist_integrity_threshold: 95}",
     "scraping.gamelist_integrity_threshold: \"95\" does not fit; use a number from 0 to 1"},
    {"scraping: {gamelist_integrity_threshold: most}",
     "scraping.gamelist_integrity_threshold: \"most\" does not fit; use a number from 0 to 1"},
    {"scraping: {merge_strategy: preserve}",
     "scraping.merge_strategy: \"preserve\" does not fit; use one of preserve_user_edits, "
     "refresh_metadata and reset_all"},
    {"scraping: {auto_favorite_enabled: \"true\"}",
     "scraping.auto_favorite_enabled: \"true\" in quotes does not fit; use true or false"},
    {"scraping: {auto_favorite_threshold: -1}",
     "scraping.auto_favorite_threshold: \"-1\" does not fit; use a number from 0 to 1"},
    {"scraping: {auto_sortname_enabled: 1}",
     "scraping.auto_sortname_enabled: \"1\" does not fit; use true or false"},
    {"scraping: {name_verification: loose}",
     "scraping.name_verification: \"loose\" does not fit; use one of strict, normal, lenient and "
     "disabled"},
    {"scraping: {filter_non_disc1: []}",
     "scraping.filter_non_disc1: a list does not fit; use true or false"},
    {"scraping: {sources: [gmes]}",
     "scraping.sources: \"gmes\" is no source that is installed; did you mean \"games\"?"},
    {"scraping: {priority: {descripton: [games]}}",
     "scraping.priority: \"descripton\" is no field and no \"media.\" and a kind; did you mean "
     "\"description\"?"},
    {"scraping: {roms: [a]}", "scraping.roms: holds for one run only; give it on the command line"},
    {"media: {media_types: covers}",
     "media.media_types: \"covers\" does not fit; use a list: [a, b]"},
    {"media: {media_types: [covr]}",
     "media.media_types: \"covr\" is no kind of media; did you mean \"cover\"?"},
    {"media: {variants: {lgo: [hd]}}",
     "media.variants: \"lgo\" is no kind of media; did you mean \"logo\"?"},
    {"media: {variants: {logo: [carbn]}}",
     "media.variants: \"carbn\" is no variant of logo; did you mean \"carbon\"?"},
    {"media: {variants: {cover: [hd]}}", "media.variants: cover has no variants; remove \"hd\""},
    {"media: {link: soft}",
     "media.link: \"soft\" does not fit; use one of auto, reflink, hardlink and copy"},
    {"media: {validation_mode: some}",
     "media.validation_mode: \"some\" does not fit; use one of disabled, normal and strict"},
    {"media: {image_min_dimension: 0}",
     "media.image_min_dimension: \"0\" does not fit; use a whole number from 1 to 100000"},
    {"media: {image_min_dimension: 1.5}",
     "media.image_min_dimension: \"1.5\" does not fit; use a whole number from 1 to 100000"},
    {"media: {clean_mismatched_media: maybe}",
     "media.clean_mismatched_media: \"maybe\" does not fit; use true or false"},
    {"api: {request_timeout: 0}",
     "api.request_timeout: \"0\" does not fit; use a number greater than 0"},
    {"api: {max_retries: \"3\"}",
     "api.max_retries: \"3\" in quotes does not fit; use a whole number from 1 to 10"},
    {"api: {max_retries: 11}",
     "api.max_retries: \"11\" does not fit; use a whole number from 1 to 10"},
    {"api: {retry_backoff_seconds: -5}",
     "api.retry_backoff_seconds: \"-5\" does not fit; use a number of 0 or more"},
    {"api: {quota_warning_threshold: nan}",
     "api.quota_warning_threshold: \"nan\" does not fit; use a number from 0 to 1"},
    {"api: {requests_per_minute: 301}",
     "api.requests_per_minute: \"301\" does not fit; use a whole number from 1 to 300"},
    {"logging: {level: TRACE}",
     "logging.level: \"TRACE\" does not fit; use one of DEBUG, INFO, WARNING and ERROR"},
    {"logging: {console: 2}", "logging.console: \"2\" does not fit; use true or false"},
    {"logging: {file: [a]}", "logging.file: a list does not fit; use a path"},
    {"runtime: {dry_run: 2}", "runtime.dry_run: \"2\" does not fit; use true or false"},
    {"runtime: {hash_algorithm: md4}",
     "runtime.hash_algorithm: \"md4\" does not fit; use one of crc32, md5 and sha1 (did you mean "
     "\"md5\"?)"},
    {"runtime: {crc_size_limit: -1}",
     "runtime.crc_size_limit: \"-1\" does not fit; use a whole number of 0 or more"},
    {"runtime: {readers: many}",
     "runtime.readers: \"many\" does not fit; use auto, or a whole number from 1 to 64"},
    {"runtime: {enable_cache: 2}", "runtime.enable_cache: \"2\" does not fit; use true or false"},
    {"runtime: {rate_limit_override_enabled: 2}",
     "runtime.rate_limit_override_enabled: \"2\" does not fit; use true or false"},
    {"runtime: {rate_limit_override: 60}",
     "runtime.rate_limit_override: is not a section; put its settings below it, indented"},
    {"runtime: {rate_limit_override: {max_workers: 11}}",
     "runtime.rate_limit_override.max_workers: \"11\" does not fit; use a whole number from 1 to "
     "10"},
    {"runtime: {rate_limit_override: {requests_per_minute: 0}}",
     "runtime.rate_limit_override.requests_per_minute: \"0\" does not fit; use a whole number from "
     "1 to 300"},
    {"runtime: {rate_limit_override: {daily_quota: 0}}",
     "runtime.rate_limit_override.daily_quota: \"0\" does not fit; use a whole number from 1 to "
     "4294967295"},
    {"runtime: {force_system: true}",
     "runtime.force_system: holds for one run only; give it on the command line: --force-system"},
    {"search: {enable_search_fallback: 2}",
     "search.enable_search_fallback: \"2\" does not fit; use true or false"},
    {"search: {confidence_threshold: 70}",
     "search.confidence_threshold: \"70\" does not fit; use a number from 0 to 1"},
    {"search: {max_results: 0}",
     "search.max_results: \"0\" does not fit; use a whole number from 1 to 10"},
    {"search: {interactive_search: 2}",
     "search.interactive_search: \"2\" does not fit; use true or false"},
    {"library: {name: ../x}",
     "library.name: \"../x\" cannot name a directory; use letters, digits, \"-\", \"_\" and "
     "\".\""},
    {"systems: {hacks: {platform: sness}}",
     "systems.hacks.platform: \"sness\" is no platform; did you mean \"snes\"?"},
    {"systems: {hacks: {platfrm: snes}}",
     "systems.hacks.platfrm: there is no such setting; did you mean \"platform\"?"},
    {"systems: {hacks: snes}",
     "systems.hacks: is not a section; put its settings below it, indented"},
    {"scraping: nes", "scraping: is not a section; put its settings below it, indented"},
    {"scrapping: {}", "scrapping: there is no such section; did you mean \"scraping\"?"},
    {"scraping: {scrape_mod: force}",
     "scraping.scrape_mod: there is no such setting; did you mean \"scrape_mode\"?"},
    {"scraping: {validation_mode: normal}",
     "scraping.validation_mode: there is no such setting; did you mean media.validation_mode?"},
};

TEST(Mistakes, EachHasItsMessage) {
    Desk desk;
    for (const auto& mistake : k_mistakes) {
        desk.write(mistake.yaml);
        EXPECT_EQ(desk.complaint(), std::string("own.yaml:1: ") + mistake.says) << mistake.yaml;
    }
}

TEST(Mistakes, AreToldAllAtOnceInTheOrderOfTheirLines) {
    Desk desk;
    desk.write("api:\n"
               "  max_retries: 0\n"
               "scraping:\n"
               "  systems: nes\n"
               "  scrape_mode: fast\n"
               "api:\n"
               "  max_retries: 3\n"
               "games:\n"
               "  usr_id: ann\n");
    EXPECT_EQ(desk.complaint(),
              "own.yaml:2: api.max_retries: \"0\" does not fit; use a whole number from 1 to 10\n"
              "own.yaml:4: scraping.systems: \"nes\" does not fit; use a list: [a, b]\n"
              "own.yaml:5: scraping.scrape_mode: \"fast\" does not fit; use one of new_only, "
              "changed, force and skip\n"
              "own.yaml:6: api: stands here a second time; the first is in line 1; keep one of "
              "them\n"
              "own.yaml:9: sources.games.usr_id: there is no such option; did you mean "
              "\"user_id\"?");
}

TEST(Mistakes, TwoNamesForOneSettingAreTold) {
    Desk desk;
    desk.write("scraping: {media_types: [cover]}\nmedia: {media_types: [video]}\n");
    EXPECT_EQ(desk.complaint(),
              "own.yaml:2: media.media_types: is the same as scraping.media_types in line 1; keep "
              "one of them");
}

} // namespace
} // namespace curateur::config
