// SQLite, as much of it as the store needs. Private to the box.
#pragma once

#include <curateur/support/result.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::store {

// An open file and the statements that were prepared for it.
struct Connection {
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    [[nodiscard]] Error error() const; // of the last call that failed

    sqlite3* raw = nullptr;
    std::string if_damaged = {};                            // what the user can do about it
    std::map<std::string, sqlite3_stmt*, std::less<>> idle; // by their SQL; null: in use
    int depth = 0;                                          // of transactions
};

// A prepared statement, bound and stepped in one expression; given back for the next that prepares
// the same SQL.
class Statement {
public:
    Statement(Connection& connection, sqlite3_stmt* raw, sqlite3_stmt** home)
        : connection_(&connection), raw_(raw), home_(home) {}

    ~Statement();

    Statement(Statement&& other) noexcept
        : connection_(other.connection_)
        , raw_(std::exchange(other.raw_, nullptr))
        , home_(other.home_)
        , bound_(other.bound_)
        , last_(other.last_) {}

    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // The bytes are copied.
    Statement& bind(std::string_view text);
    Statement& bind(std::int64_t number);
    Statement& bind(const std::optional<std::string>& text);
    Statement& bind_real(double number);
    Statement& bind_blob(std::string_view bytes);
    Statement& bind_null();

    // True: there is a row. An error is kept for status().
    [[nodiscard]] bool step();

    // Runs it to the end.
    [[nodiscard]] Status run();

    [[nodiscard]] Status status() const;

    [[nodiscard]] bool is_null(int column) const {
        return sqlite3_column_type(raw_, column) == SQLITE_NULL;
    }

    // Text or a blob; "" for null.
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;
    [[nodiscard]] std::string_view view(int column) const; // until the next step

    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(raw_, column);
    }

    [[nodiscard]] double real(int column) const { return sqlite3_column_double(raw_, column); }

private:
    Connection* connection_;
    sqlite3_stmt* raw_;
    sqlite3_stmt** home_;
    int bound_ = 0;
    int last_ = SQLITE_OK;
};

// How a database is kept whole.
enum class Journal {
    automatic, // as the file system allows
    wal,       // needs memory shared through the file system, if only in name
    rollback,  // exclusive locking, a truncated journal: works on network file systems
};

struct DatabaseOptions {
    Journal journal = Journal::automatic;
    std::string if_damaged = {};   // what the user can do about it: follows the error
    bool gives_back_space = false; // freed pages may be cut off the file (of a new file only)
    bool reads_only = false;       // the file exists; its journal stays as it is
    int cache_kib = 16 * 1024;     // pages that are kept in memory
};

class Database {
public:
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file,
                                               const DatabaseOptions& options = {});

    // The SQL is ours: that it does not compile is a bug, told by the first step.
    [[nodiscard]] Statement prepare(std::string_view sql) const;

    // One or more statements without parameters.
    [[nodiscard]] Status execute(const std::string& sql) const;

    [[nodiscard]] std::int64_t last_id() const {
        return sqlite3_last_insert_rowid(connection_->raw);
    }

    [[nodiscard]] bool in_transaction() const { return connection_->depth > 0; }

    [[nodiscard]] Journal journal() const { return journal_; } // never automatic

    // Why it is not WAL: one sentence, or "".
    [[nodiscard]] const std::string& note() const { return note_; }

private:
    friend class Transaction;

    explicit Database(std::unique_ptr<Connection> connection)
        : connection_(std::move(connection)) {}

    [[nodiscard]] Status choose_journal(const std::filesystem::path& file, Journal wanted);
    [[nodiscard]] Result<bool> take_wal() const; // false: the file system has none

    std::unique_ptr<Connection> connection_;
    Journal journal_ = Journal::wal;
    std::string note_;
};

// All or nothing: rolled back unless committed. One within another is undone with the outer one.
class Transaction {
public:
    explicit Transaction(const Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] Status commit();

    [[nodiscard]] bool is_open() const { return open_; }

private:
    Connection& connection_;
    const Database& database_;
    bool nested_;
    Status begun_;
    bool open_;
};

// A transaction that is committed when commit() returns, whatever batch is open: what the batch has
// so far is committed too, and the batch begins anew. Never inside a transaction that may roll
// back.
class Apart {
public:
    enum class Sync { normal, full }; // full: on the disk, whatever happens to the power

    Apart(const Database& database, Sync sync);
    ~Apart();
    Apart(const Apart&) = delete;
    Apart& operator=(const Apart&) = delete;

    [[nodiscard]] Status commit();

private:
    const Database& database_;
    Sync sync_;
    bool batch_;
    Status begun_;
    bool open_ = false;
};

} // namespace curateur::store
