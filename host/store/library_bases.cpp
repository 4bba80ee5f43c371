#include "store/library_state.hpp"

namespace curateur::store {
namespace {

// The rows of a select of (key, is_directory, game, merged), and one of (key, is_directory, field,
// value), sorted by field: as the tables are.
Result<Bases> bases_of(Statement entries, Statement values) {
    Bases bases;
    while (entries.step()) {
        auto& base = bases[{entries.text(0), entries.number(1) != 0}];
        base.game = entries.text(2);
        base.merged_unix_ms = entries.number(3);
    }
    CURATEUR_CHECK(entries.status());
    while (values.step()) {
        bases[{values.text(0), values.number(1) != 0}].fields.append(values.text(2),
                                                                     values.text(3));
    }
    CURATEUR_CHECK(values.status());
    return bases;
}

// Inserts into a table whose first column is owner: a document's path or an intent's number.
template <class Owner>
Status insert_base(const Database& database,
                   const char* into_entries,
                   const char* into_values,
                   const Owner& owner,
                   const BaseKey& key,
                   const Base& base) {
    CURATEUR_CHECK(database.prepare(into_entries)
                       .bind(owner)
                       .bind(std::string_view(key.key))
                       .bind(std::int64_t{key.is_directory})
                       .bind(std::string_view(base.game))
                       .bind(base.merged_unix_ms)
                       .run());
    for (const auto [field, value] : base.fields) {
        CURATEUR_CHECK(database.prepare(into_values)
                           .bind(owner)
                           .bind(std::string_view(key.key))
                           .bind(std::int64_t{key.is_directory})
                           .bind(field)
                           .bind(value)
                           .run());
    }
    return ok();
}

Status delete_base(const Database& database, std::string_view document, const BaseKey& key) {
    for (const char* const sql :
         {"DELETE FROM base WHERE document=? AND key=? AND is_directory=?",
          "DELETE FROM base_entry WHERE document=? AND key=? AND is_directory=?"}) {
        CURATEUR_CHECK(database.prepare(sql)
                           .bind(document)
                           .bind(std::string_view(key.key))
                           .bind(std::int64_t{key.is_directory})
                           .run());
    }
    return ok();
}

} // namespace

Result<Bases> Library::load_bases(std::string_view document) const {
    auto entries = state_->database.prepare(
        "SELECT key, is_directory, game, merged FROM base_entry WHERE document=?");
    auto values = state_->database.prepare(
        "SELECT key, is_directory, field, value FROM base WHERE document=? "
        "ORDER BY key, is_directory, field");
    entries.bind(document);
    values.bind(document);
    return bases_of(std::move(entries), std::move(values));
}

Result<std::vector<std::pair<BaseKey, std::int64_t>>>
Library::load_merge_times(std::string_view document) const {
    std::vector<std::pair<BaseKey, std::int64_t>> times;
    auto rows = state_->database.prepare(
        "SELECT key, is_directory, merged FROM base_entry WHERE document=?");
    rows.bind(document);
    while (rows.step()) {
        times.push_back({{rows.text(0), rows.number(1) != 0}, rows.number(2)});
    }
    CURATEUR_CHECK(rows.status());
    return times;
}

Result<std::optional<Base>> Library::find_base(std::string_view document,
                                               const BaseKey& key) const {
    auto entries =
        state_->database.prepare("SELECT key, is_directory, game, merged FROM base_entry "
                                 "WHERE document=? AND key=? AND is_directory=?");
    auto values = state_->database.prepare("SELECT key, is_directory, field, value FROM base "
                                           "WHERE document=? AND key=? AND is_directory=? "
                                           "ORDER BY field");
    for (auto* const rows : {&entries, &values}) {
        rows->bind(document).bind(std::string_view(key.key)).bind(std::int64_t{key.is_directory});
    }
    CURATEUR_TRY(auto bases, bases_of(std::move(entries), std::move(values)));
    const auto found = bases.find(key);
    return found == bases.end() ? std::optional<Base>() : std::optional(std::move(found->second));
}

Status Library::put_bases(std::string_view document, const Bases& bases) {
    const auto& database = state_->database;
    Transaction all(database);
    for (const auto& [key, base] : bases) {
        CURATEUR_CHECK(delete_base(database, document, key));
        CURATEUR_CHECK(insert_base(database,
                                   "INSERT INTO base_entry VALUES(?, ?, ?, ?, ?)",
                                   "INSERT INTO base VALUES(?, ?, ?, ?, ?)",
                                   document,
                                   key,
                                   base));
    }
    return all.commit();
}

Status Library::drop_base(std::string_view document, const BaseKey& key) {
    Transaction all(state_->database);
    CURATEUR_CHECK(delete_base(state_->database, document, key));
    return all.commit();
}

Status Library::drop_bases(std::string_view document) {
    Transaction all(state_->database);
    for (const char* const sql : {"DELETE FROM base WHERE document=?",
                                  "DELETE FROM base_entry WHERE document=?",
                                  "DELETE FROM document WHERE path=?"}) {
        CURATEUR_CHECK(state_->database.prepare(sql).bind(document).run());
    }
    return all.commit();
}

Result<std::string> Library::view_of(std::string_view document) const {
    auto row = state_->database.prepare("SELECT view FROM document WHERE path=?");
    std::string view = row.bind(document).step() ? row.text(0) : "";
    CURATEUR_CHECK(row.status());
    return view;
}

Status Library::put_view(std::string_view document, std::string_view view) {
    return state_->database.prepare("INSERT OR REPLACE INTO document VALUES(?, ?)")
        .bind(document)
        .bind(view)
        .run();
}

Result<std::int64_t> Library::begin_intent(const Intent& intent,
                                           const std::function<Status(const PutBase&)>& each) {
    const auto& database = state_->database;
    Apart all(database, Apart::Sync::full);
    CURATEUR_CHECK(
        database.prepare("INSERT INTO intent(document, old_sha256, new_sha256) VALUES(?, ?, ?)")
            .bind(std::string_view(intent.document))
            .bind(intent.old_sha256)
            .bind(std::string_view(intent.new_sha256))
            .run());
    const auto id = database.last_id();
    CURATEUR_CHECK(each([&](const BaseKey& key, const Base& base) {
        return insert_base(database,
                           "INSERT OR REPLACE INTO intent_entry VALUES(?, ?, ?, ?, ?)",
                           "INSERT OR REPLACE INTO intent_value VALUES(?, ?, ?, ?, ?)",
                           id,
                           key,
                           base);
    }));
    CURATEUR_CHECK(all.commit());
    return id;
}

Status Library::promote(std::int64_t intent) {
    const auto& database = state_->database;
    Transaction all(database);
    for (const char* const sql :
         {"DELETE FROM base WHERE (document, key, is_directory) IN (SELECT i.document, e.key, "
          "e.is_directory "
          "FROM intent i JOIN intent_entry e ON e.intent=i.id WHERE i.id=?)",
          "INSERT OR REPLACE INTO base_entry SELECT i.document, e.key, e.is_directory, e.game, "
          "e.merged "
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
        all.push_back({rows.number(0), rows.text(1), rows.optional_text(2), rows.text(3)});
    }
    CURATEUR_CHECK(rows.status());
    return all;
}

} // namespace curateur::store
