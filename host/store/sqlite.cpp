#include "store/sqlite.hpp"

#include <sys/vfs.h>

#include <array>

namespace curateur::store {
namespace {

constexpr int k_busy_timeout_ms = 5'000; // a backup program or the sqlite3 shell reads along

// The file systems where memory cannot be shared between processes, or not reliably: statfs(2) and
// linux/magic.h.
const char* network_kind_of(const std::filesystem::path& directory) {
    struct Kind {
        std::uint32_t magic;
        const char* name;
    };

    constexpr std::array k_kinds{Kind{0x6969, "NFS"},
                                 Kind{0xFF534D42, "CIFS"},
                                 Kind{0xFE534D42, "SMB"},
                                 Kind{0x517B, "SMB"},
                                 Kind{0x65735546, "FUSE"},
                                 Kind{0x01021997, "9P"},
                                 Kind{0x5346414F, "AFS"},
                                 Kind{0x00C36400, "Ceph"}};

    struct statfs info {};

    if (::statfs(directory.c_str(), &info) != 0) {
        return nullptr;
    }
    for (const auto& kind : k_kinds) {
        if (static_cast<std::uint32_t>(info.f_type) == kind.magic) {
            return kind.name;
        }
    }
    return nullptr;
}

Errc code_of(int code) {
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return Errc::no_space;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return Errc::malformed;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Errc::busy;
    default:
        return Errc::io;
    }
}

} // namespace

Connection::~Connection() {
    for (const auto& [sql, statement] : idle) {
        sqlite3_finalize(statement);
    }
    sqlite3_close_v2(raw);
}

Error Connection::error() const {
    const auto code = code_of(sqlite3_errcode(raw));
    const char* const file = sqlite3_db_filename(raw, "main");
    std::string message = std::string(file != nullptr ? file : "the database") + ": ";
    if (code == Errc::malformed) {
        message += "is damaged (" + std::string(sqlite3_errmsg(raw)) + ")" + if_damaged;
    } else {
        message += sqlite3_errmsg(raw);
    }
    return {code, std::move(message)};
}

Statement::~Statement() {
    if (raw_ == nullptr) {
        return;
    }
    if (home_ != nullptr && *home_ == nullptr) {
        sqlite3_reset(raw_);
        sqlite3_clear_bindings(raw_);
        *home_ = raw_;
    } else {
        sqlite3_finalize(raw_);
    }
}

Statement& Statement::bind(std::string_view text) {
    // A null pointer would bind NULL.
    sqlite3_bind_text64(raw_,
                        ++bound_,
                        text.data() != nullptr ? text.data() : "",
                        text.size(),
                        SQLITE_TRANSIENT,
                        SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    sqlite3_bind_int64(raw_, ++bound_, number);
    return *this;
}

Statement& Statement::bind(const std::optional<std::string>& text) {
    return text ? bind(std::string_view(*text)) : bind_null();
}

Statement& Statement::bind_real(double number) {
    sqlite3_bind_double(raw_, ++bound_, number);
    return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
    sqlite3_bind_blob64(raw_,
                        ++bound_,
                        bytes.data() != nullptr ? bytes.data() : "",
                        bytes.size(),
                        SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind_null() {
    sqlite3_bind_null(raw_, ++bound_);
    return *this;
}

bool Statement::step() {
    last_ = sqlite3_step(raw_);
    return last_ == SQLITE_ROW;
}

Status Statement::run() {
    while (step()) {
    }
    return status();
}

Status Statement::status() const {
    if (last_ == SQLITE_OK || last_ == SQLITE_ROW || last_ == SQLITE_DONE) {
        return ok();
    }
    return connection_->error();
}

std::string Statement::text(int column) const {
    return std::string(view(column));
}

std::optional<std::string> Statement::optional_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
}

std::string_view Statement::view(int column) const {
    const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(raw_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw_, column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

Result<Database> Database::open(const std::filesystem::path& file, const DatabaseOptions& options) {
    auto connection = std::make_unique<Connection>();
    connection->if_damaged = options.if_damaged;
    const int access =
        options.reads_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code =
        sqlite3_open_v2(file.c_str(), &connection->raw, access | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        return Error{code_of(code), file.string() + ": cannot be opened: " + sqlite3_errstr(code)};
    }
    sqlite3_busy_timeout(connection->raw, k_busy_timeout_ms);
    Database database(std::move(connection));
    const auto cache = "PRAGMA cache_size=-" + std::to_string(options.cache_kib);
    if (options.reads_only) {
        CURATEUR_CHECK(database.execute(cache));
        return database;
    }
    if (options.gives_back_space) {
        CURATEUR_CHECK(database.execute("PRAGMA auto_vacuum=INCREMENTAL"));
    }
    CURATEUR_CHECK(database.execute("PRAGMA page_size=16384; " + cache));
    CURATEUR_CHECK(database.choose_journal(file, options.journal));
    CURATEUR_CHECK(database.execute("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON"));
    return database;
}

Status Database::choose_journal(const std::filesystem::path& file, Journal wanted) {
    const char* const network =
        wanted == Journal::automatic ? network_kind_of(file.parent_path()) : nullptr;
    if (network != nullptr) {
        note_ = file.string() + ": lies on " + network +
                ", where the database is slower and less safe; set XDG_STATE_HOME to a folder of a "
                "local disk";
    }
    if (network == nullptr && wanted != Journal::rollback) {
        CURATEUR_TRY(const bool is_wal, take_wal());
        if (is_wal) {
            return ok();
        }
        note_ = file.string() + ": its file system does not allow a write-ahead log, so the "
                                "database is slower";
    }
    journal_ = Journal::rollback;
    return execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=TRUNCATE");
}

Result<bool> Database::take_wal() const {
    auto mode = prepare("PRAGMA journal_mode=WAL");
    const bool is_wal = mode.step() && mode.text(0) == "wal";
    CURATEUR_CHECK(mode.status());
    return is_wal;
}

Statement Database::prepare(std::string_view sql) const {
    auto& idle = connection_->idle;
    auto found = idle.find(sql);
    if (found == idle.end()) {
        found = idle.emplace(std::string(sql), nullptr).first;
    }
    auto* statement = std::exchange(found->second, nullptr);
    if (statement == nullptr) {
        sqlite3_prepare_v3(connection_->raw,
                           sql.data(),
                           static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT,
                           &statement,
                           nullptr);
    }
    return {*connection_, statement, &found->second};
}

Status Database::execute(const std::string& sql) const {
    if (sqlite3_exec(connection_->raw, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return connection_->error();
    }
    return ok();
}

Transaction::Transaction(const Database& database)
    : connection_(*database.connection_)
    , database_(database)
    , nested_(connection_.depth > 0)
    , begun_(database.prepare(nested_ ? "SAVEPOINT inner_one" : "BEGIN IMMEDIATE").run())
    , open_(begun_.has_value()) {
    connection_.depth += open_ ? 1 : 0;
}

Transaction::~Transaction() {
    if (!open_) {
        return;
    }
    --connection_.depth;
    if (nested_) {
        static_cast<void>(database_.prepare("ROLLBACK TO inner_one").run());
        static_cast<void>(database_.prepare("RELEASE inner_one").run());
    } else {
        static_cast<void>(database_.prepare("ROLLBACK").run());
    }
}

Status Transaction::commit() {
    CURATEUR_CHECK(Status(begun_));
    CURATEUR_CHECK(database_.prepare(nested_ ? "RELEASE inner_one" : "COMMIT").run());
    --connection_.depth;
    open_ = false;
    return ok();
}

Apart::Apart(const Database& database, Sync sync)
    : database_(database), sync_(sync), batch_(database.in_transaction()), begun_(ok()) {
    if (batch_) {
        begun_ = database_.prepare("COMMIT").run();
    }
    if (begun_ && sync_ == Sync::full) {
        begun_ = database_.execute("PRAGMA synchronous=FULL");
    }
    if (begun_) {
        begun_ = database_.prepare("BEGIN IMMEDIATE").run();
    }
    open_ = begun_.has_value();
}

Apart::~Apart() {
    if (open_) {
        static_cast<void>(database_.prepare("ROLLBACK").run());
    }
    if (sync_ == Sync::full) {
        static_cast<void>(database_.execute("PRAGMA synchronous=NORMAL"));
    }
    if (batch_) {
        // If it fails, the puts of the batch are on their own: slower, not lost.
        static_cast<void>(database_.prepare("BEGIN IMMEDIATE").run());
    }
}

Status Apart::commit() {
    CURATEUR_CHECK(Status(begun_));
    CURATEUR_CHECK(database_.prepare("COMMIT").run());
    open_ = false;
    return ok();
}

} // namespace curateur::store
