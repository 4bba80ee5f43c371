// The rows of the settings beside those of table_scraping.cpp and table_media.cpp.
#include "config/table.hpp"

#include "config/deadline.hpp"

#include <array>

namespace curateur::config {

namespace {

constexpr auto k_general = std::to_array<Setting>({
    {.key = "api.request_timeout",
     .type = Type::number,
     .doc = "Seconds after which a request without an answer, or a medium of which nothing more "
            "comes, is given up; answers that take over 75 seconds exist",
     .fallback = "90",
     .min = 0,
     .max = k_any,
     .above_min = true,
     .set =
         [](Config& to, const Value& v) {
             to.api.request_timeout_s = v.number;
         }},
    {.key = "api.max_retries",
     .type = Type::integer,
     .doc = "At most so many requests in all for one thing",
     .fallback = "3",
     .min = 1,
     .max = 10,
     .set =
         [](Config& to, const Value& v) {
             to.api.max_retries = whole<int>(v);
         }},
    {.key = "api.retry_backoff_seconds",
     .type = Type::number,
     .doc = "Seconds before the second request; more before each further one",
     .fallback = "5",
     .min = 0,
     .max = k_any,
     .set =
         [](Config& to, const Value& v) {
             to.api.retry_backoff_s = v.number;
         }},
    {.key = "api.quota_warning_threshold",
     .type = Type::number,
     .doc = "The share of the day's requests at which a warning is due",
     .fallback = "0.95",
     .min = 0,
     .max = 1,
     .set =
         [](Config& to, const Value& v) {
             to.api.quota_warning = v.number;
         }},
    {.key = "api.requests_per_minute",
     .type = Type::integer,
     .doc = "At most so many requests a minute to each source; only ever lowers what the account "
            "allows",
     .min = 1,
     .max = 300,
     .set =
         [](Config& to, const Value& v) {
             to.api.requests_per_minute = whole<std::uint32_t>(v);
         }},

    {.key = "api.reserve_requests",
     .type = Type::integer,
     .doc = "So many of the day's requests are left for other programs that use the account",
     .fallback = "0",
     .min = 0,
     .max = k_any,
     .set =
         [](Config& to, const Value& v) {
             to.api.reserve_requests = whole<std::int64_t>(v);
         }},

    {.key = "search.enable_search_fallback",
     .type = Type::boolean,
     .doc = "Searches by title for what was not found otherwise, one or two requests more for each",
     .fallback = "false",
     .flag = "--enable-search",
     .set =
         [](Config& to, const Value& v) {
             to.search.enabled = v.is_true();
         }},
    {.key = "search.confidence_threshold",
     .type = Type::number,
     .doc = "How sure a game that was searched for must be, of 1; what is less sure waits for your "
            "choice",
     .fallback = "0.7",
     .min = 0,
     .max = 1,
     .flag = "--search-threshold",
     .operand = "N",
     .set =
         [](Config& to, const Value& v) {
             to.search.threshold = v.number;
         }},
    {.key = "search.max_results",
     .type = Type::integer,
     .doc = "How many of the games that a search found are shown for a choice",
     .fallback = "5",
     .min = 1,
     .max = 10,
     .set =
         [](Config& to, const Value& v) {
             to.search.max_results = whole<std::size_t>(v);
         }},
    {.key = "search.interactive_search",
     .type = Type::boolean,
     .doc =
         "Lets you choose, at the end of the run, among the games that a search found; searches, "
         "too. Needs a terminal",
     .fallback = "false",
     .flag = "--interactive-search",
     .set =
         [](Config& to, const Value& v) {
             to.search.interactive = v.is_true();
             to.search.enabled = to.search.enabled || v.is_true();
         }},

    {.key = "runtime.dry_run",
     .type = Type::boolean,
     .doc = "Sends nothing, writes nothing, reads no ROM whole; says what would be done",
     .fallback = "false",
     .flag = "--dry-run",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.dry_run = v.is_true();
         }},
    {.key = "runtime.hash_algorithm",
     .type = Type::choice,
     .doc = "Kept for old files; every digest is made in one read of a ROM",
     .choices = "crc32|md5|sha1",
     .state = State::meaningless,
     .note = "it changes nothing: CRC-32, MD5 and SHA-1 are all made in one read; remove the line"},
    {.key = "runtime.crc_size_limit",
     .type = Type::integer,
     .doc = "Larger ROMs, in bytes, are not digested; 0 means no limit",
     .fallback = "1073741824",
     .min = 0,
     .max = k_any,
     .set =
         [](Config& to, const Value& v) {
             to.runtime.digest_size_limit = whole<std::uint64_t>(v);
         }},
    {.key = "runtime.readers",
     .type = Type::integer,
     .doc = "So many ROMs are read at once; auto: as many as there are processors, and one of each "
            "spinning disk and each network mount",
     .fallback = "auto",
     .min = 1,
     .max = 64,
     .word = "auto",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.readers = whole<unsigned>(v);
         }},
    {.key = "runtime.enable_cache",
     .type = Type::boolean,
     .doc = "Keeps the answers of sources, so that nothing is asked twice",
     .fallback = "true",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.enable_cache = v.is_true();
         }},
    {.key = "runtime.clear_cache",
     .type = Type::boolean,
     .doc = "Forgets the answers that are kept for the systems of this run; what was made of them "
            "stays",
     .state = State::flag_only,
     .flag = "--clear-cache",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.clear_cache = v.is_true();
         }},
    {.key = "runtime.wait",
     .type = Type::boolean,
     .doc = "When the day's requests are used up, or the service is closed, waits until there is "
            "more to be had and goes on, for days if need be; without it the run ends and can be "
            "resumed",
     .fallback = "false",
     .flag = "--wait",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.wait = v.is_true();
         }},
    {.key = "runtime.max_requests",
     .type = Type::integer,
     .doc = "At most so many requests in a run; 0 means no limit",
     .fallback = "0",
     .min = 0,
     .max = k_any,
     .flag = "--max-requests",
     .operand = "N",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.max_requests = whole<std::uint64_t>(v);
         }},
    {.key = "runtime.deadline",
     .doc = "When a run stops by itself: after a time (90m, 8h, 1h30m) or at a time of day (06:30)",
     .words = Words::deadline,
     .flag = "--deadline",
     .operand = "WHEN",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.deadline = deadline_of(v.text()).value_or(Deadline{});
         }},
    {.key = "runtime.max_failures",
     .type = Type::integer,
     .doc = "A run stops after so many games that failed; 0 means no limit",
     .fallback = "0",
     .min = 0,
     .max = k_any,
     .flag = "--max-failures",
     .operand = "N",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.max_failures = whole<std::uint64_t>(v);
         }},
    {.key = "runtime.rate_limit_override_enabled",
     .type = Type::boolean,
     .doc = "Whether runtime.rate_limit_override counts",
     .fallback = "false",
     .set =
         [](Config& to, const Value& v) {
             to.api.rate_override.enabled = v.is_true();
         }},
    {.key = "runtime.rate_limit_override.max_workers",
     .type = Type::integer,
     .doc = "At most so many requests at once to each source; only ever lowers what the account "
            "allows",
     .min = 1,
     .max = 10,
     .set =
         [](Config& to, const Value& v) {
             to.api.rate_override.max_workers = whole<std::uint32_t>(v);
         }},
    {.key = "runtime.rate_limit_override.requests_per_minute",
     .type = Type::integer,
     .doc = "The same for requests a minute",
     .min = 1,
     .max = 300,
     .set =
         [](Config& to, const Value& v) {
             to.api.rate_override.requests_per_minute = whole<std::uint32_t>(v);
         }},
    {.key = "runtime.rate_limit_override.daily_quota",
     .type = Type::integer,
     .doc = "The same for requests a day",
     .min = 1,
     .max = 4294967295.0,
     .set =
         [](Config& to, const Value& v) {
             to.api.rate_override.daily_quota = whole<std::uint32_t>(v);
         }},
    {.key = "runtime.force_system",
     .type = Type::boolean,
     .doc = "Writes systems that count as not mounted, too",
     .state = State::flag_only,
     .flag = "--force-system",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.force_system = v.is_true();
         }},
    {.key = "runtime.ui",
     .type = Type::choice,
     .doc = "plain is a line for each game; quiet tells failures only; auto chooses",
     .fallback = "auto",
     .choices = "auto|plain|quiet",
     .flag = "--ui",
     .operand = "UI",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.ui = chosen<Ui>(v);
         }},
    {.key = "runtime.json",
     .type = Type::boolean,
     .doc = "One JSON object a line on standard output, and nothing else there",
     .state = State::flag_only,
     .flag = "--json",
     .set =
         [](Config& to, const Value& v) {
             to.runtime.json = v.is_true();
         }},

    {.key = "logging.level",
     .type = Type::choice,
     .doc = "How much is logged: DEBUG, INFO, WARNING or ERROR",
     .fallback = "INFO",
     .choices = "DEBUG|INFO|WARNING|ERROR",
     .flag = "--log-level",
     .operand = "LEVEL",
     .set =
         [](Config& to, const Value& v) {
             to.logging.level = chosen<LogLevel>(v);
         }},
    {.key = "logging.console",
     .type = Type::boolean,
     .doc = "Logs to standard error",
     .fallback = "true",
     .set =
         [](Config& to, const Value& v) {
             to.logging.console = v.is_true();
         }},
    {.key = "logging.file",
     .type = Type::path,
     .doc = "Logs to this file, too; null means none",
     .fallback = "null",
     .may_be_null = true,
     .flag = "--log-file",
     .operand = "FILE",
     .set =
         [](Config& to, const Value& v) {
             to.logging.file = v.text();
         }},
    {.key = "logging.errors_file",
     .type = Type::path,
     .doc = "The failures of a run are listed here; null means nowhere. The default lies in the "
            "working directory",
     .fallback = "scraping_errors.log",
     .may_be_null = true,
     .set =
         [](Config& to, const Value& v) {
             to.logging.errors_file = v.text();
         }},

    {.key = "plugins.path",
     .type = Type::path_list,
     .doc = "Folders to look for plugins in before the usual ones. Plugins are programs: trust "
            "them",
     .fallback = "[]",
     .state = State::trusted,
     .flag = "--plugin-dir",
     .operand = "DIR",
     .adds = true,
     .set =
         [](Config& to, const Value& v) {
             to.plugin_dirs.assign(v.texts.begin(), v.texts.end());
         }},

    {.key = "systems.*.platform",
     .doc = "What a system of yours is, when its folder's name does not say it: snes for "
            "snes-hacks",
     .words = Words::platform,
     .set =
         [](Config& to, const Value& v) {
             to.systems[v.name].platform = v.text();
         }},
    {.key = "systems.*.exclude",
     .type = Type::list,
     .doc = "As scraping.exclude, and beside it, for one system",
     .set =
         [](Config& to, const Value& v) {
             to.systems[v.name].exclude = v.texts;
         }},
});

} // namespace

std::span<const Setting> other_settings() {
    return k_general;
}

} // namespace curateur::config
