#include "store/library.hpp"

#include "store/record_text.hpp"
#include "store/sqlite.hpp"

#include <array>
#include <charconv>

namespace curateur::store {
namespace {

// One step a version; never edited once released.
constexpr std::array<const char*, 1> k_migrations{R"sql(
CREATE TABLE entry(id INTEGER PRIMARY KEY, system TEXT NOT NULL, key TEXT NOT NULL, UNIQUE(system, key));
CREATE TABLE evidence(entry INTEGER PRIMARY KEY REFERENCES entry(id), size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE record(source TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(source, id)) WITHOUT ROWID;
CREATE TABLE dump(source TEXT NOT NULL, id TEXT NOT NULL, sha1 TEXT, md5 TEXT, crc32 TEXT, size INTEGER NOT NULL);
CREATE INDEX dump_of ON dump(source, id);
CREATE INDEX dump_sha1 ON dump(sha1) WHERE sha1 IS NOT NULL;
CREATE INDEX dump_md5 ON dump(md5) WHERE md5 IS NOT NULL;
CREATE INDEX dump_crc32 ON dump(crc32, size) WHERE crc32 IS NOT NULL;
CREATE TABLE lookup(entry INTEGER NOT NULL REFERENCES entry(id), source TEXT NOT NULL, state INTEGER NOT NULL,
    source_id TEXT NOT NULL, matched_by TEXT NOT NULL, covers INTEGER NOT NULL, asked INTEGER NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY(entry, source)) WITHOUT ROWID;
CREATE TABLE base_entry(document TEXT NOT NULL, key TEXT NOT NULL, is_directory INTEGER NOT NULL,
    game TEXT NOT NULL, PRIMARY KEY(document, key, is_directory)) WITHOUT ROWID;
CREATE TABLE base(document TEXT NOT NULL, key TEXT NOT NULL, is_directory INTEGER NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY(document, key, is_directory, field)) WITHOUT ROWID;
CREATE TABLE intent(id INTEGER PRIMARY KEY, document TEXT NOT NULL, old_sha256 TEXT, new_sha256 TEXT NOT NULL);
CREATE TABLE intent_entry(intent INTEGER NOT NULL REFERENCES intent(id) ON DELETE CASCADE, key TEXT NOT NULL,
    is_directory INTEGER NOT NULL, game TEXT NOT NULL, PRIMARY KEY(intent, key, is_directory)) WITHOUT ROWID;
CREATE TABLE intent_value(intent INTEGER NOT NULL REFERENCES intent(id) ON DELETE CASCADE, key TEXT NOT NULL,
    is_directory INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY(intent, key, is_directory, field)) WITHOUT ROWID;
)sql"};

Status migrate(const Database& database, const std::filesystem::path& file) {
    auto version = database.prepare("PRAGMA user_version");
    static_cast<void>(version.step());
    CURATEUR_CHECK(version.status());
    const auto found = static_cast<std::size_t>(version.number(0));
    if (found > k_migrations.size()) {
        return Error{Errc::unsupported,
                     file.string() + ": was written by a newer curateur (version " +
                         std::to_string(found) + " of the format); update curateur"};
    }
    for (auto step = found; step < k_migrations.size(); ++step) {
        Transaction all(database);
        CURATEUR_CHECK(database.execute(k_migrations[step]));
        CURATEUR_CHECK(database.execute("PRAGMA user_version=" + std::to_string(step + 1)));
        CURATEUR_CHECK(all.commit());
    }
    return ok();
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

std::int64_t size_or_unknown(const std::optional<std::uint64_t>& size) {
    return size ? static_cast<std::int64_t>(*size) : -1;
}

// The rows of a select of (key, is_directory, game), and one of (key, is_directory, field, value).
Result<Bases> bases_of(Statement entries, Statement values) {
    Bases bases;
    while (entries.step()) {
        bases[{entries.text(0), entries.number(1) != 0}].game = entries.text(2);
    }
    CURATEUR_CHECK(entries.status());
    while (values.step()) {
        bases[{values.text(0), values.number(1) != 0}].fields.insert_or_assign(values.text(2),
                                                                               values.text(3));
    }
    CURATEUR_CHECK(values.status());
    return bases;
}

} // namespace

struct Library::State {
    platform::LockFile lock;
    Database database;
};

Library::Library(std::unique_ptr<State> state) : state_(std::move(state)) {}

Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(const std::filesystem::path& directory) {
    CURATEUR_CHECK(platform::make_directories(directory));
    CURATEUR_TRY(auto lock, platform::LockFile::take(directory / "lock"));
    const auto file = directory / "library.db";
    CURATEUR_TRY(auto database, Database::open(file));
    CURATEUR_CHECK(migrate(database, file));
    return Library(std::make_unique<State>(State{std::move(lock), std::move(database)}));
}

Result<std::int64_t> Library::entry(std::string_view system, std::string_view key) {
    auto found = state_->database.prepare("SELECT id FROM entry WHERE system=? AND key=?");
    if (found.bind(system).bind(key).step()) {
        return found.number(0);
    }
    CURATEUR_CHECK(found.status());
    CURATEUR_CHECK(state_->database.prepare("INSERT INTO entry(system, key) VALUES(?, ?)")
                       .bind(system)
                       .bind(key)
                       .run());
    return state_->database.last_id();
}

Status Library::put_evidence(std::int64_t entry,
                             const StatKey& stat,
                             const std::vector<core::Evidence>& evidence) {
    return state_->database.prepare("INSERT OR REPLACE INTO evidence VALUES(?, ?, ?, ?)")
        .bind(entry)
        .bind(static_cast<std::int64_t>(stat.size))
        .bind(stat.mtime_ns)
        .bind(std::string_view(to_text(evidence)))
        .run();
}

Result<std::optional<std::vector<core::Evidence>>>
Library::find_evidence(std::int64_t entry, const StatKey& stat) const {
    using Found = std::optional<std::vector<core::Evidence>>;
    auto row = state_->database.prepare(
        "SELECT body FROM evidence WHERE entry=? AND size=? AND mtime_ns=?");
    if (!row.bind(entry).bind(static_cast<std::int64_t>(stat.size)).bind(stat.mtime_ns).step()) {
        CURATEUR_CHECK(row.status());
        return Found();
    }
    CURATEUR_TRY(auto evidence, evidence_of(row.text(0)));
    return Found(std::move(evidence));
}

Status Library::put_record(const core::Record& record) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(database.prepare("INSERT OR REPLACE INTO record VALUES(?, ?, ?)")
                       .bind(std::string_view(record.source))
                       .bind(std::string_view(record.source_id))
                       .bind(std::string_view(to_text(record)))
                       .run());
    CURATEUR_CHECK(database.prepare("DELETE FROM dump WHERE source=? AND id=?")
                       .bind(std::string_view(record.source))
                       .bind(std::string_view(record.source_id))
                       .run());
    for (const auto& [evidence, is_match] : record.dumps) {
        CURATEUR_CHECK(database.prepare("INSERT INTO dump VALUES(?, ?, ?, ?, ?, ?)")
                           .bind(std::string_view(record.source))
                           .bind(std::string_view(record.source_id))
                           .bind(unless_empty(evidence.sha1))
                           .bind(unless_empty(evidence.md5))
                           .bind(unless_empty(evidence.crc32))
                           .bind(size_or_unknown(evidence.size))
                           .run());
    }
    return all.commit();
}

Result<std::optional<core::Record>> Library::find_record(std::string_view source,
                                                         std::string_view id) const {
    auto row = state_->database.prepare("SELECT body FROM record WHERE source=? AND id=?");
    if (!row.bind(source).bind(id).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<core::Record>();
    }
    CURATEUR_TRY(auto record, record_of(row.text(0)));
    return std::optional(std::move(record));
}

Result<std::string> Library::find_dump(std::string_view source,
                                       const core::Evidence& evidence) const {
    const auto only = [](Statement& row) -> Result<std::string> {
        std::string id = row.step() ? row.text(0) : "";
        const bool another = !id.empty() && row.step();
        CURATEUR_CHECK(row.status());
        return another ? std::string() : id;
    };
    constexpr std::string_view k_select = "SELECT DISTINCT id FROM dump WHERE source=?1 AND ";
    // The strongest digest that is known decides; a weaker one does not overrule its silence.
    if (!evidence.sha1.empty()) {
        auto row = state_->database.prepare(std::string(k_select) + "sha1=?2");
        CURATEUR_TRY(auto id, only(row.bind(source).bind(std::string_view(evidence.sha1))));
        if (!id.empty()) {
            return id;
        }
    }
    if (!evidence.md5.empty()) {
        auto row = state_->database.prepare(std::string(k_select) +
                                            "md5=?2 AND (sha1 IS NULL OR ?3='' OR sha1=?3)");
        row.bind(source).bind(std::string_view(evidence.md5)).bind(std::string_view(evidence.sha1));
        CURATEUR_TRY(auto id, only(row));
        if (!id.empty()) {
            return id;
        }
    }
    if (evidence.crc32.empty() || !evidence.size) {
        return std::string();
    }
    auto row = state_->database.prepare(
        std::string(k_select) + "crc32=?2 AND size=?3 AND (sha1 IS NULL OR ?4='' OR sha1=?4)");
    row.bind(source).bind(std::string_view(evidence.crc32)).bind(size_or_unknown(evidence.size));
    return only(row.bind(std::string_view(evidence.sha1)));
}

Status Library::put_lookup(std::int64_t entry, std::string_view source, const Lookup& lookup) {
    return state_->database.prepare("INSERT OR REPLACE INTO lookup VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(entry)
        .bind(source)
        .bind(static_cast<std::int64_t>(lookup.state))
        .bind(std::string_view(lookup.source_id))
        .bind(std::string_view(lookup.matched_by))
        .bind(std::int64_t{lookup.covers})
        .bind(lookup.asked_unix_ms)
        .bind(std::string_view(lookup.reason))
        .run();
}

Result<std::optional<Lookup>> Library::find_lookup(std::int64_t entry,
                                                   std::string_view source) const {
    auto row = state_->database.prepare("SELECT state, source_id, matched_by, covers, asked, "
                                        "reason FROM lookup WHERE entry=? AND source=?");
    if (!row.bind(entry).bind(source).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<Lookup>();
    }
    return std::optional(Lookup{static_cast<LookupState>(row.number(0)),
                                row.text(1),
                                row.text(2),
                                static_cast<std::uint32_t>(row.number(3)),
                                row.number(4),
                                row.text(5)});
}

Result<Bases> Library::load_bases(std::string_view document) const {
    auto entries =
        state_->database.prepare("SELECT key, is_directory, game FROM base_entry WHERE document=?");
    auto values = state_->database.prepare(
        "SELECT key, is_directory, field, value FROM base WHERE document=?");
    entries.bind(document);
    values.bind(document);
    return bases_of(std::move(entries), std::move(values));
}

Status Library::drop_bases(std::string_view document) {
    Transaction all(state_->database);
    CURATEUR_CHECK(
        state_->database.prepare("DELETE FROM base WHERE document=?").bind(document).run());
    CURATEUR_CHECK(
        state_->database.prepare("DELETE FROM base_entry WHERE document=?").bind(document).run());
    return all.commit();
}

Result<std::int64_t> Library::begin_intent(const Intent& intent) {
    const auto& database = state_->database;
    CURATEUR_CHECK(
        database.execute("PRAGMA synchronous=FULL")); // it must be on the disk before the rename
    Transaction all(database);
    CURATEUR_CHECK(
        database.prepare("INSERT INTO intent(document, old_sha256, new_sha256) VALUES(?, ?, ?)")
            .bind(std::string_view(intent.document))
            .bind(intent.old_sha256)
            .bind(std::string_view(intent.new_sha256))
            .run());
    const auto id = database.last_id();
    for (const auto& [key, base] : intent.bases) {
        CURATEUR_CHECK(database.prepare("INSERT INTO intent_entry VALUES(?, ?, ?, ?)")
                           .bind(id)
                           .bind(std::string_view(key.key))
                           .bind(std::int64_t{key.is_directory})
                           .bind(std::string_view(base.game))
                           .run());
        for (const auto& [field, value] : base.fields) {
            CURATEUR_CHECK(database.prepare("INSERT INTO intent_value VALUES(?, ?, ?, ?, ?)")
                               .bind(id)
                               .bind(std::string_view(key.key))
                               .bind(std::int64_t{key.is_directory})
                               .bind(std::string_view(field))
                               .bind(std::string_view(value))
                               .run());
        }
    }
    CURATEUR_CHECK(all.commit());
    CURATEUR_CHECK(database.execute("PRAGMA synchronous=NORMAL"));
    return id;
}

Status Library::promote(std::int64_t intent) {
    const auto& database = state_->database;
    Transaction all(database);
    for (const char* const sql :
         {"DELETE FROM base WHERE (document, key, is_directory) IN (SELECT i.document, e.key, "
          "e.is_directory "
          "FROM intent i JOIN intent_entry e ON e.intent=i.id WHERE i.id=?)",
          "INSERT OR REPLACE INTO base_entry SELECT i.document, e.key, e.is_directory, e.game "
          "FROM intent i JOIN intent_entry e ON e.intent=i.id WHERE i.id=?",
          "INSERT OR REPLACE INTO base SELECT i.document, v.key, v.is_directory, v.field, v.value "
          "FROM intent i JOIN intent_value v ON v.intent=i.id WHERE i.id=?",
          "DELETE FROM intent WHERE id=?"}) {
        CURATEUR_CHECK(database.prepare(sql).bind(intent).run());
    }
    return all.commit();
}

Status Library::abandon(std::int64_t intent) {
    return state_->database.prepare("DELETE FROM intent WHERE id=?").bind(intent).run();
}

Result<std::vector<Intent>> Library::intents() const {
    const auto& database = state_->database;
    std::vector<Intent> all;
    auto rows =
        database.prepare("SELECT id, document, old_sha256, new_sha256 FROM intent ORDER BY id");
    while (rows.step()) {
        Intent intent{rows.number(0), rows.text(1), rows.optional_text(2), rows.text(3), {}};
        auto entries =
            database.prepare("SELECT key, is_directory, game FROM intent_entry WHERE intent=?");
        auto values = database.prepare(
            "SELECT key, is_directory, field, value FROM intent_value WHERE intent=?");
        entries.bind(intent.id);
        values.bind(intent.id);
        CURATEUR_TRY(intent.bases, bases_of(std::move(entries), std::move(values)));
        all.push_back(std::move(intent));
    }
    CURATEUR_CHECK(rows.status());
    return all;
}

} // namespace curateur::store
