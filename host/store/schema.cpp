#include "store/schema.hpp"

#include <array>

namespace curateur::store {
namespace {

// Large bodies lie in tables of their own, so that what is read for every entry is small and lies
// together. Digests in dump are bytes, not hex: there are a hundred dumps a game.
constexpr std::array k_library{
    R"sql(
CREATE TABLE entry(id INTEGER PRIMARY KEY, system TEXT NOT NULL, key TEXT NOT NULL, UNIQUE(system, key));
CREATE INDEX entry_of ON entry(system);
CREATE TABLE evidence(entry INTEGER PRIMARY KEY REFERENCES entry(id), size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE decision(entry INTEGER PRIMARY KEY REFERENCES entry(id), status TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, settled TEXT NOT NULL);
CREATE TABLE record(id INTEGER PRIMARY KEY, source TEXT NOT NULL, source_id TEXT NOT NULL,
    fetched INTEGER NOT NULL, revision INTEGER NOT NULL, UNIQUE(source, source_id));
CREATE TABLE record_body(record INTEGER PRIMARY KEY REFERENCES record(id), body BLOB NOT NULL);
CREATE TABLE dump(record INTEGER NOT NULL REFERENCES record(id), sha1 BLOB, md5 BLOB, crc32 BLOB,
    size INTEGER NOT NULL);
CREATE INDEX dump_of ON dump(record);
CREATE INDEX dump_sha1 ON dump(sha1) WHERE sha1 IS NOT NULL;
CREATE INDEX dump_md5 ON dump(md5) WHERE md5 IS NOT NULL;
CREATE INDEX dump_crc32 ON dump(crc32, size) WHERE crc32 IS NOT NULL;
CREATE TABLE lookup(entry INTEGER NOT NULL REFERENCES entry(id), source TEXT NOT NULL, state INTEGER NOT NULL,
    source_id TEXT NOT NULL, matched_by TEXT NOT NULL, covers INTEGER NOT NULL, asked INTEGER NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY(entry, source)) WITHOUT ROWID;

CREATE TABLE document(path TEXT PRIMARY KEY, view TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE base_entry(document TEXT NOT NULL, key TEXT NOT NULL, is_directory INTEGER NOT NULL,
    game TEXT NOT NULL, merged INTEGER NOT NULL, PRIMARY KEY(document, key, is_directory)) WITHOUT ROWID;
CREATE TABLE base(document TEXT NOT NULL, key TEXT NOT NULL, is_directory INTEGER NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY(document, key, is_directory, field)) WITHOUT ROWID;
CREATE TABLE intent(id INTEGER PRIMARY KEY, document TEXT NOT NULL, old_sha256 TEXT, new_sha256 TEXT NOT NULL);
CREATE TABLE intent_entry(intent INTEGER NOT NULL REFERENCES intent(id) ON DELETE CASCADE, key TEXT NOT NULL,
    is_directory INTEGER NOT NULL, game TEXT NOT NULL, merged INTEGER NOT NULL,
    PRIMARY KEY(intent, key, is_directory)) WITHOUT ROWID;
CREATE TABLE intent_value(intent INTEGER NOT NULL REFERENCES intent(id) ON DELETE CASCADE, key TEXT NOT NULL,
    is_directory INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY(intent, key, is_directory, field)) WITHOUT ROWID;

CREATE TABLE asset(path TEXT PRIMARY KEY, entry INTEGER NOT NULL, kind TEXT NOT NULL, candidate TEXT NOT NULL,
    sha1 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, format TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, verdict TEXT NOT NULL, source TEXT NOT NULL,
    source_id TEXT NOT NULL, region TEXT NOT NULL, language TEXT NOT NULL, why TEXT NOT NULL,
    fetched INTEGER NOT NULL);
CREATE INDEX asset_candidate ON asset(candidate);
CREATE INDEX asset_sha1 ON asset(sha1);
CREATE TABLE asset_intent(path TEXT PRIMARY KEY, entry INTEGER NOT NULL, kind TEXT NOT NULL,
    candidate TEXT NOT NULL, sha1 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    format TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, verdict TEXT NOT NULL,
    source TEXT NOT NULL, source_id TEXT NOT NULL, region TEXT NOT NULL, language TEXT NOT NULL,
    why TEXT NOT NULL, fetched INTEGER NOT NULL, temp TEXT NOT NULL);
CREATE TABLE bad_media(candidate TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL,
    permanent INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE run(id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER NOT NULL, mode TEXT NOT NULL,
    exit_status INTEGER NOT NULL, stopped_by TEXT NOT NULL, requests INTEGER NOT NULL, bytes INTEGER NOT NULL);
)sql",
    R"sql(
ALTER TABLE evidence ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
)sql",
    // What validators say of media: "name=value" lines, and why one is not good.
    R"sql(
ALTER TABLE asset ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE asset ADD COLUMN facts TEXT NOT NULL DEFAULT '';
ALTER TABLE asset_intent ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE asset_intent ADD COLUMN facts TEXT NOT NULL DEFAULT '';
CREATE INDEX asset_entry ON asset(entry);
CREATE INDEX asset_bad ON asset(path) WHERE verdict='bad';
)sql",
    // The games that a search found where none is sure, nearest first. How and when evidence was
    // taken: sentences, a line each.
    R"sql(
CREATE TABLE choice(entry INTEGER NOT NULL REFERENCES entry(id), source TEXT NOT NULL, place INTEGER NOT NULL,
    source_id TEXT NOT NULL, name TEXT NOT NULL, year TEXT NOT NULL, distance REAL NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY(entry, source, place)) WITHOUT ROWID;
CREATE TABLE evidence_origin(entry INTEGER PRIMARY KEY REFERENCES entry(id), at INTEGER NOT NULL,
    rules TEXT NOT NULL);
)sql",
    // What is good, but of another format than was announced.
    R"sql(
ALTER TABLE bad_media ADD COLUMN format TEXT NOT NULL DEFAULT '';
)sql",
    // Of a picture that was scaled: the SHA-1 of what the source sent.
    R"sql(
ALTER TABLE asset ADD COLUMN original TEXT NOT NULL DEFAULT '';
ALTER TABLE asset_intent ADD COLUMN original TEXT NOT NULL DEFAULT '';
CREATE INDEX asset_original ON asset(original) WHERE original<>'';
)sql",
    // Which run put a medium there, without an index: it is looked for by undo only, and each index
    // costs every medium a page. And what was moved away: state 0 is going, 1 away, 2 returning.
    R"sql(
ALTER TABLE asset ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE asset_intent ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
CREATE TABLE moved(batch INTEGER NOT NULL, is_cleaning INTEGER NOT NULL, state INTEGER NOT NULL, system TEXT NOT NULL,
    kept TEXT NOT NULL, path TEXT NOT NULL, entry INTEGER NOT NULL, kind TEXT NOT NULL,
    candidate TEXT NOT NULL, sha1 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    format TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, verdict TEXT NOT NULL,
    source TEXT NOT NULL, source_id TEXT NOT NULL, region TEXT NOT NULL, language TEXT NOT NULL,
    why TEXT NOT NULL, fetched INTEGER NOT NULL, reason TEXT NOT NULL, facts TEXT NOT NULL,
    original TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(batch, path)) WITHOUT ROWID;
)sql"};

constexpr std::array k_answers{R"sql(
CREATE TABLE answer(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, system TEXT NOT NULL, status INTEGER NOT NULL,
    received INTEGER NOT NULL, used INTEGER NOT NULL, size INTEGER NOT NULL, headers TEXT NOT NULL);
CREATE INDEX answer_used ON answer(used, size);
CREATE INDEX answer_system ON answer(system, size);
CREATE TABLE body(answer INTEGER PRIMARY KEY REFERENCES answer(id) ON DELETE CASCADE, bytes BLOB NOT NULL);
)sql"};

} // namespace

std::span<const char* const> library_schema() {
    return k_library;
}

std::span<const char* const> answers_schema() {
    return k_answers;
}

namespace {

Result<std::size_t> version_of(const Database& database,
                               const std::filesystem::path& file,
                               std::span<const char* const> steps) {
    auto version = database.prepare("PRAGMA user_version");
    static_cast<void>(version.step());
    CURATEUR_CHECK(version.status());
    const auto found = version.number(0);
    if (found < 0 || static_cast<std::size_t>(found) > steps.size()) {
        return Error{Errc::unsupported,
                     file.string() + ": was written by a newer curateur (version " +
                         std::to_string(found) + " of the format); update curateur"};
    }
    return static_cast<std::size_t>(found);
}

} // namespace

Result<bool> is_migrated(const Database& database,
                         const std::filesystem::path& file,
                         std::span<const char* const> steps) {
    CURATEUR_TRY(const auto found, version_of(database, file, steps));
    return found == steps.size();
}

Status migrate(const Database& database,
               const std::filesystem::path& file,
               std::span<const char* const> steps) {
    CURATEUR_TRY(const auto found, version_of(database, file, steps));
    for (auto step = found; step < steps.size(); ++step) {
        Transaction all(database);
        CURATEUR_CHECK(database.execute(steps[step]));
        CURATEUR_CHECK(database.execute("PRAGMA user_version=" + std::to_string(step + 1)));
        CURATEUR_CHECK(all.commit());
    }
    return ok();
}

} // namespace curateur::store
