// The rows of library, paths and scraping. What a default, a bound or a word means for the user is
// said here once; docs/configuration.md repeats it.
#include "config/table.hpp"

#include <array>

namespace curateur::config {

namespace {

constexpr auto k_scraping = std::to_array<Setting>({
    {.key = "library.name",
     .doc = "Names what curateur knows of one collection: the folder of its database and backups",
     .fallback = "default",
     .words = Words::name,
     .set =
         [](Config& to, const Value& v) {
             to.paths.library = v.text();
         }},

    {.key = "paths.roms",
     .type = Type::path,
     .doc = "The folder that holds a folder of ROMs for each system. Without it, what ES-DE's "
            "es_settings.xml says, else ~/ROMs",
     .set =
         [](Config& to, const Value& v) {
             to.paths.roms = v.text();
         }},
    {.key = "paths.media",
     .type = Type::path,
     .doc = "Where media go, in a folder for each system. Without it, what ES-DE's es_settings.xml "
            "says, else downloaded_media in ES-DE's own folder",
     .set =
         [](Config& to, const Value& v) {
             to.paths.media = v.text();
         }},
    {.key = "paths.gamelists",
     .type = Type::path,
     .doc = "Where gamelists are, in a folder for each system. Without it, gamelists in ES-DE's "
            "own folder",
     .set =
         [](Config& to, const Value& v) {
             to.paths.gamelists = v.text();
         }},
    {.key = "paths.es_systems",
     .type = Type::existing_file,
     .doc = "An es_systems.xml: its systems and no others. Without it, those ES-DE knows, with "
            "your custom_systems/es_systems.xml over them",
     .set =
         [](Config& to, const Value& v) {
             to.paths.es_systems = v.text();
         }},

    {.key = "scraping.sources",
     .type = Type::list,
     .doc = "The sources to ask, in this order. What others told before still counts",
     .words = Words::source,
     .flag = "--source",
     .operand = "A,B",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.sources = v.texts;
         }},
    {.key = "scraping.outputs",
     .type = Type::list,
     .doc = "The frontends to write for",
     .words = Words::output,
     .flag = "--output",
     .operand = "A,B",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.outputs = v.texts;
         }},
    {.key = "scraping.systems",
     .type = Type::list,
     .doc = "The systems to work on, by their short names; an empty list means all that have ROMs",
     .fallback = "[]",
     .flag = "--systems",
     .operand = "S...",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.systems = v.texts;
         }},
    {.key = "scraping.scrape_mode",
     .type = Type::choice,
     .doc = "new_only asks for games that are not listed yet (--skip-scraped); changed asks for "
            "what is wanted and unknown; force asks for every game once more (--update); skip "
            "asks nothing and checks the media that are there",
     .fallback = "changed",
     .choices = "new_only|changed|force|skip",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.mode = chosen<ScrapeMode>(v);
         }},
    {.key = "scraping.merge_strategy",
     .type = Type::choice,
     .doc = "preserve_user_edits fills blanks and updates what curateur wrote itself; "
            "refresh_metadata also replaces what others wrote; reset_all also what you edited. "
            "Favourites, play counts and the like are yours with all three",
     .fallback = "preserve_user_edits",
     .choices = "preserve_user_edits|refresh_metadata|reset_all",
     .flag = "--merge-strategy",
     .operand = "S",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.merge_strategy = chosen<MergeStrategy>(v);
         }},
    {.key = "scraping.preferred_regions",
     .type = Type::list,
     .doc = "Regions of names and media, most wanted first: wor, eu, us, jp, or a country's code",
     .fallback = "[us, wor, eu, jp]",
     .words = Words::region,
     .flag = "--regions",
     .operand = "A,B",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.regions = v.texts;
         }},
    {.key = "scraping.region_order",
     .type = Type::choice,
     .doc = "rom_first puts the region of the ROM itself before the preferred ones",
     .fallback = "rom_first",
     .choices = "rom_first|user_first",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.region_order = chosen<RegionOrder>(v);
         }},
    {.key = "scraping.preferred_language",
     .type = Type::list,
     .doc = "One language, or several, most wanted first: en, de, pt-BR",
     .fallback = "[en]",
     .words = Words::language,
     .flag = "--language",
     .operand = "A,B",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.languages = v.texts;
         }},
    {.key = "scraping.priority",
     .type = Type::map_of_lists,
     .doc = "Which source wins for a field or a kind of media, where it is not the order of "
            "scraping.sources: {default: [a, b], description: [b, a], media.cover: [b]}",
     .fallback = "{}",
     .words = Words::priority,
     .set =
         [](Config& to, const Value& v) {
             to.scraping.priority = {v.pairs.begin(), v.pairs.end()};
         }},
    {.key = "scraping.name_verification",
     .type = Type::choice,
     .doc = "How near the name in an answer must come to the ROM's when no digest, serial or size "
            "decides; disabled takes any",
     .fallback = "normal",
     .choices = "strict|normal|lenient|disabled",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.name_verification = chosen<NameVerification>(v);
         }},
    {.key = "scraping.gamelist_integrity_threshold",
     .type = Type::number,
     .doc = "If a smaller share of the listed ROMs exists, the system counts as not mounted and is "
            "not written; see --force-system",
     .fallback = "0.95",
     .min = 0,
     .max = 1,
     .set =
         [](Config& to, const Value& v) {
             to.scraping.integrity_threshold = v.number;
         }},
    {.key = "scraping.auto_favorite_enabled",
     .type = Type::boolean,
     .doc = "New entries with a high rating become favourites, once",
     .fallback = "false",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.auto_favorite = v.is_true();
         }},
    {.key = "scraping.auto_favorite_threshold",
     .type = Type::number,
     .doc = "The rating, of 1, from which it is high",
     .fallback = "0.9",
     .min = 0,
     .max = 1,
     .set =
         [](Config& to, const Value& v) {
             to.scraping.auto_favorite_threshold = v.number;
         }},
    {.key = "scraping.auto_sortname_enabled",
     .type = Type::boolean,
     .doc = "New entries get a name to sort by, once",
     .fallback = "false",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.auto_sortname = v.is_true();
         }},
    {.key = "scraping.filter_non_disc1",
     .type = Type::boolean,
     .doc = "Leaves out discs after the first",
     .fallback = "false",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.filter_non_disc1 = v.is_true();
         }},
    {.key = "scraping.show_hidden",
     .type = Type::boolean,
     .doc = "Files whose names begin with a dot are games, too",
     .fallback = "false",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.show_hidden = v.is_true();
         }},
    {.key = "scraping.exclude",
     .type = Type::list,
     .doc =
         "Files that are left alone, by patterns in any case: of a name (\"*(Beta)*\"), or with a "
         "slash of the path below the system's folder (\"hacks/*\")",
     .fallback = "[]",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.exclude = v.texts;
         }},
    {.key = "scraping.limit",
     .type = Type::integer,
     .doc = "At most so many games are asked for in a run; the rest is left for the next; 0 means "
            "no limit",
     .fallback = "0",
     .min = 0,
     .max = 1e9,
     .flag = "--limit",
     .operand = "N",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.limit = whole<std::uint32_t>(v);
         }},
    {.key = "scraping.missing",
     .type = Type::list,
     .doc =
         "Only games that lack one of these: kinds of media that an output wants, or fields that "
         "it shows. What is known not to be had is not asked for again",
     .words = Words::media_or_field,
     .state = State::flag_only,
     .flag = "--missing",
     .operand = "A,B",
     .set =
         [](Config& to, const Value& v) {
             to.scraping.missing = v.texts;
         }},
    {.key = "scraping.roms",
     .type = Type::path_list,
     .doc = "Only these ROMs: files or folders of games, as operands of the command",
     .state = State::flag_only,
     .operand = "ROM...",
     .adds = true,
     .set =
         [](Config& to, const Value& v) {
             to.scraping.roms_only.assign(v.texts.begin(), v.texts.end());
         }},
    {.key = "scraping.roms_from",
     .type = Type::path,
     .doc = "Only the ROMs that this file names, one path a line",
     .state = State::flag_only,
     .flag = "--roms-from",
     .operand = "FILE"},
});

} // namespace

std::span<const Setting> scraping_settings() {
    return k_scraping;
}

} // namespace curateur::config
