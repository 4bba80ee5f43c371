#include "store/library_state.hpp"
#include "store/record_text.hpp"
#include "store/schema.hpp"

#include <sstream>

namespace curateur::store {
namespace fs = std::filesystem;

namespace {

constexpr const char* k_if_damaged =
    "; it was left as it is: restore it from a copy, or move it away and run again, which hashes "
    "the ROMs once more and forgets what curateur wrote (those values count as yours until they "
    "agree with a source again); no document is lost";

// Reading the whole file is worth it after a crash, if it takes no longer than a moment.
constexpr std::uint64_t k_quick_check_up_to_bytes = std::uint64_t{64} << 20U;

bool ended_badly(const fs::path& file) {
    std::error_code error;
    auto log = file;
    log += "-wal";
    const auto size = fs::file_size(log, error); // a clean end removes it
    return !error && size > 0 && fs::file_size(file, error) <= k_quick_check_up_to_bytes && !error;
}

Status quick_check(const Database& database, const fs::path& file) {
    auto check = database.prepare("PRAGMA quick_check(1)");
    const bool sound = check.step() && check.text(0) == "ok";
    CURATEUR_CHECK(check.status());
    if (!sound) {
        return Error{Errc::malformed,
                     file.string() + ": is damaged (" + check.text(0) + ")" + k_if_damaged};
    }
    return ok();
}

Lookup lookup_at(const Statement& row, int column) {
    return {static_cast<LookupState>(row.number(column)),
            row.text(column + 1),
            row.text(column + 2),
            static_cast<std::uint32_t>(row.number(column + 3)),
            row.number(column + 4),
            row.text(column + 5)};
}

Status forget_choice(const Database& database, std::int64_t entry, std::string_view source) {
    return database.prepare("DELETE FROM choice WHERE entry=? AND source=?")
        .bind(entry)
        .bind(source)
        .run();
}

} // namespace

Library::Library(std::unique_ptr<State> state) : state_(std::move(state)) {}

Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(const fs::path& directory) {
    CURATEUR_CHECK(platform::make_directories(directory));
    CURATEUR_TRY(auto lock, platform::LockFile::take(directory / "lock"));
    const auto file = directory / "library.db";
    const bool suspect = ended_badly(file);
    CURATEUR_TRY(auto database, Database::open(file, {.if_damaged = k_if_damaged}));
    if (suspect) {
        CURATEUR_CHECK(quick_check(database, file));
    }
    CURATEUR_CHECK(migrate(database, file, library_schema()));
    return Library(std::make_unique<State>(State{std::move(lock), std::move(database)}));
}

Result<Library> Library::look(const fs::path& directory) {
    const auto file = directory / "library.db";
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        return Error{Errc::not_found,
                     "nothing is known of this library yet; \"curateur\" scrapes it first"};
    }
    CURATEUR_TRY(auto database,
                 Database::open(file, {.if_damaged = k_if_damaged, .reads_only = true}));
    CURATEUR_TRY(const bool is_current, is_migrated(database, file, library_schema()));
    if (!is_current) {
        CURATEUR_CHECK(open(directory));
        return look(directory);
    }
    return Library(std::make_unique<State>(State{std::nullopt, std::move(database)}));
}

const std::string& Library::note() const {
    return state_->database.note();
}

Library::Batch::Batch(Library& library) {
    if (!library.state_->database.in_transaction()) {
        transaction_ = std::make_unique<Transaction>(library.state_->database);
    }
}

Library::Batch::~Batch() {
    static_cast<void>(commit());
}

Status Library::Batch::commit() {
    const auto transaction = std::move(transaction_);
    return transaction != nullptr ? transaction->commit() : ok();
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

Status Library::rename_entry(std::int64_t entry, std::string_view key) {
    return state_->database.prepare("UPDATE entry SET key=? WHERE id=?")
        .bind(key)
        .bind(entry)
        .run();
}

Result<KnownEntries> Library::load_system(std::string_view system) const {
    const auto& database = state_->database;
    std::vector<KnownEntry> all;
    std::unordered_map<std::int64_t, std::size_t> by_id;
    // By entry_of the entries come in the order of their numbers, as the other tables lie: twenty
    // times faster than by key.
    auto rows = database.prepare("SELECT e.id, e.key, v.size, v.mtime_ns, v.inode, d.status, "
                                 "d.reason, d.detail, d.settled FROM entry e "
                                 "INDEXED BY entry_of LEFT JOIN evidence v ON v.entry=e.id "
                                 "LEFT JOIN decision d ON d.entry=e.id WHERE e.system=?");
    rows.bind(system);
    while (rows.step()) {
        KnownEntry entry;
        entry.id = rows.number(0);
        entry.key = rows.text(1);
        if (!rows.is_null(2)) {
            entry.stat = StatKey{static_cast<std::uint64_t>(rows.number(2)),
                                 rows.number(3),
                                 static_cast<std::uint64_t>(rows.number(4))};
        }
        entry.decision = {rows.text(5), rows.text(6), rows.text(7), rows.text(8)};
        by_id.emplace(entry.id, all.size());
        all.push_back(std::move(entry));
    }
    CURATEUR_CHECK(rows.status());
    auto lookups = database.prepare(
        "SELECT l.entry, l.source, l.state, l.source_id, l.matched_by, l.covers, l.asked, "
        "l.reason, r.fetched, r.revision FROM entry e INDEXED BY entry_of "
        "JOIN lookup l ON l.entry=e.id LEFT JOIN record r ON r.source=l.source AND "
        "r.source_id=l.source_id WHERE e.system=?");
    lookups.bind(system);
    while (lookups.step()) {
        if (const auto entry = by_id.find(lookups.number(0)); entry != by_id.end()) {
            all[entry->second].lookups.push_back({lookups.text(1),
                                                  lookup_at(lookups, 2),
                                                  lookups.number(8),
                                                  static_cast<std::uint32_t>(lookups.number(9))});
        }
    }
    CURATEUR_CHECK(lookups.status());
    return KnownEntries(std::move(all));
}

Status Library::put_evidence(std::int64_t entry,
                             const StatKey& stat,
                             const std::vector<core::Evidence>& evidence,
                             const EvidenceOrigin& origin) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(database.prepare("INSERT OR REPLACE INTO evidence VALUES(?, ?, ?, ?, ?)")
                       .bind(entry)
                       .bind(static_cast<std::int64_t>(stat.size))
                       .bind(stat.mtime_ns)
                       .bind(std::string_view(to_text(evidence)))
                       .bind(static_cast<std::int64_t>(stat.inode))
                       .run());
    std::string rules;
    for (const auto& rule : origin.rules) {
        rules += rule + "\n";
    }
    CURATEUR_CHECK(database.prepare("INSERT OR REPLACE INTO evidence_origin VALUES(?, ?, ?)")
                       .bind(entry)
                       .bind(origin.read_unix_ms)
                       .bind(std::string_view(rules))
                       .run());
    return all.commit();
}

Result<std::vector<core::Evidence>> Library::evidence_of_entry(std::int64_t entry) const {
    auto row = state_->database.prepare("SELECT body FROM evidence WHERE entry=?");
    if (!row.bind(entry).step()) {
        CURATEUR_CHECK(row.status());
        return std::vector<core::Evidence>();
    }
    return evidence_of(row.text(0));
}

Result<EvidenceOrigin> Library::evidence_origin(std::int64_t entry) const {
    EvidenceOrigin origin;
    auto row = state_->database.prepare("SELECT at, rules FROM evidence_origin WHERE entry=?");
    if (row.bind(entry).step()) {
        origin.read_unix_ms = row.number(0);
        std::istringstream rules(row.text(1));
        for (std::string rule; std::getline(rules, rule);) {
            origin.rules.push_back(rule);
        }
    }
    CURATEUR_CHECK(row.status());
    return origin;
}

Status Library::put_decision(std::int64_t entry, const Decision& decision) {
    return state_->database.prepare("INSERT OR REPLACE INTO decision VALUES(?, ?, ?, ?, ?)")
        .bind(entry)
        .bind(std::string_view(decision.status))
        .bind(std::string_view(decision.reason))
        .bind(std::string_view(decision.detail))
        .bind(std::string_view(decision.settled))
        .run();
}

Status Library::put_lookup(std::int64_t entry, std::string_view source, const Lookup& lookup) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(forget_choice(database, entry, source));
    CURATEUR_CHECK(database.prepare("INSERT OR REPLACE INTO lookup VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
                       .bind(entry)
                       .bind(source)
                       .bind(static_cast<std::int64_t>(lookup.state))
                       .bind(std::string_view(lookup.source_id))
                       .bind(std::string_view(lookup.matched_by))
                       .bind(std::int64_t{lookup.covers})
                       .bind(lookup.asked_unix_ms)
                       .bind(std::string_view(lookup.reason))
                       .run());
    return all.commit();
}

Result<std::optional<Lookup>> Library::find_lookup(std::int64_t entry,
                                                   std::string_view source) const {
    auto row = state_->database.prepare("SELECT state, source_id, matched_by, covers, asked, "
                                        "reason FROM lookup WHERE entry=? AND source=?");
    if (!row.bind(entry).bind(source).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<Lookup>();
    }
    return std::optional(lookup_at(row, 0));
}

Status Library::drop_lookups(std::int64_t entry) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(database.prepare("DELETE FROM choice WHERE entry=?").bind(entry).run());
    CURATEUR_CHECK(database.prepare("DELETE FROM lookup WHERE entry=?").bind(entry).run());
    return all.commit();
}

Status Library::put_choice(std::int64_t entry,
                           std::string_view source,
                           const std::vector<FoundGame>& games) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(forget_choice(database, entry, source));
    for (std::size_t place = 0; place < games.size(); ++place) {
        const auto& game = games[place];
        CURATEUR_CHECK(database.prepare("INSERT INTO choice VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
                           .bind(entry)
                           .bind(source)
                           .bind(static_cast<std::int64_t>(place))
                           .bind(std::string_view(game.source_id))
                           .bind(std::string_view(game.name))
                           .bind(std::string_view(game.year))
                           .bind_real(game.distance)
                           .bind(std::string_view(game.why))
                           .run());
    }
    return all.commit();
}

Result<std::vector<FoundGame>> Library::find_choice(std::int64_t entry,
                                                    std::string_view source) const {
    std::vector<FoundGame> games;
    auto row = state_->database.prepare("SELECT source_id, name, year, distance, why FROM choice "
                                        "WHERE entry=? AND source=? ORDER BY place");
    row.bind(entry).bind(source);
    while (row.step()) {
        games.push_back({row.text(0), row.text(1), row.text(2), row.real(3), row.text(4)});
    }
    CURATEUR_CHECK(row.status());
    return games;
}

} // namespace curateur::store
