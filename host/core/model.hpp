// The vocabulary of the host: what crosses from plugins, is stored, matched, resolved and written.
// Plain values. Where a struct mirrors one of the ABI (abi_source.h, abi_output.h), the field names
// and meanings are the same; text is UTF-8, "" means "not known".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::core {

// Of which bytes a piece of evidence speaks (CUR_OF_*).
enum class Of : std::uint32_t {
    file = 1,
    member = 2,
    payload = 3,
    track = 4,
    container = 5,
    largest = 6,
    disc_data = 7
};

// What kind of thing an entry is (CUR_FORM_*).
enum class Form : std::uint32_t { rom = 1, disc = 2, folder = 3, set = 4 };

// Ways to look a game up (CUR_LOOKUP_*), as a set of bits.
enum Lookup : std::uint32_t {
    lookup_id = 1,
    lookup_hash = 2,
    lookup_file = 4,
    lookup_name = 8,
    lookup_account = 16,
    lookup_serial = 32
};

struct Evidence {
    Of of = Of::file;
    std::uint32_t disc = 0;            // 0: not said
    std::optional<std::uint64_t> size; // bytes
    std::string name;                  // file or member name, no directory
    std::string crc32, md5, sha1;      // lower-case hex
    std::string serial;
    std::string regions, languages; // "us,eu"
    bool operator==(const Evidence&) const = default;
};

struct Id {
    std::string scheme, value;
    bool operator==(const Id&) const = default;
};

struct Value {
    std::string field, text;      // of sdk/registry/fields.csv
    std::string language, region; // of sdk/registry/languages.csv, regions.csv
    std::string item;             // list fields: shared by the values that translate each other
    std::int32_t rank = 0;        // lower first
    bool operator==(const Value&) const = default;
};

struct Param {
    std::string name, value;
    bool unkeyed = false; // not part of the cache key
    bool operator==(const Param&) const = default;
};

// An HTTP request as a plugin planned it: secrets are stand-in tokens, parameters are not yet
// encoded.
struct Request {
    std::string method = "GET", url, tag;
    std::string bucket = "api";
    std::int64_t cache_ttl_s = -1; // -1: the host's default, 0: never
    std::uint32_t covers = 0;      // Lookup bits that a "not found" here settles
    std::vector<Param> query, headers;
    std::string body_type, body;
    bool operator==(const Request&) const = default;
};

// A media candidate of a record.
struct Media {
    std::string kind, variant;
    Request request; // GET of the candidate's URL unless the source built one
    std::string format, region, language, crc32, md5, sha1;
    std::optional<std::uint64_t> size;
    std::uint32_t width = 0, height = 0;
    std::int32_t rank = 0;
    std::uint32_t disc = 0;
    bool operator==(const Media&) const = default;
};

struct Dump {
    Evidence evidence;
    bool is_match = false; // the service says this is the row that matched
    bool operator==(const Dump&) const = default;
};

enum RecordFlag : std::uint32_t { record_not_a_game = 1, record_adult = 2, record_candidate = 4 };

// What one source says of one game.
struct Record {
    std::string source, source_id, native_platform;
    std::uint32_t matched_by = 0; // Lookup bits; the service's claim, not proof
    std::uint32_t flags = 0;      // RecordFlag bits
    std::vector<Value> values;
    std::vector<Id> ids;
    std::vector<Dump> dumps;
    std::vector<Media> media;
    std::int64_t fetched_unix_ms = 0;
    bool operator==(const Record&) const = default;
};

// What a service says of the account; nullopt: not said.
struct Account {
    std::string bucket = "api";
    std::optional<std::int64_t> concurrency, per_minute, per_day, used_today, misses_per_day,
        misses_today;
    std::optional<std::int64_t> bytes_per_second, resets_at_unix_ms;
    std::string user; // "": as a guest
    bool operator==(const Account&) const = default;
};

// A question to one source about one entry.
struct Query {
    std::uint32_t lookups = 0; // the ways still open
    Form form = Form::rom;
    std::string system, platform, native_platform, title;
    std::vector<Evidence> evidence; // most telling first
    std::string source_id;
    std::vector<Id> ids;
    std::vector<std::string> languages, regions; // in the user's order
};

// "hash", "serial", ...: the one strongest way of a set of bits, as --json says it.
[[nodiscard]] std::string_view lookup_name_of(std::uint32_t bits);

} // namespace curateur::core
