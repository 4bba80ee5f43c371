// SQLite, as much of it as the store needs. Private to the box.
#pragma once

#include <curateur/support/result.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::store {

// A prepared statement, bound and stepped in one expression. Reset when it is prepared again.
class Statement {
public:
    Statement(sqlite3* database, sqlite3_stmt* raw) : database_(database), raw_(raw) {}

    ~Statement() { sqlite3_finalize(raw_); }

    Statement(Statement&& other) noexcept
        : database_(other.database_)
        , raw_(std::exchange(other.raw_, nullptr))
        , bound_(other.bound_) {}

    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(std::string_view text) {
        sqlite3_bind_text(
            raw_, ++bound_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
        return *this;
    }

    Statement& bind(std::int64_t number) {
        sqlite3_bind_int64(raw_, ++bound_, number);
        return *this;
    }

    Statement& bind(const std::optional<std::string>& text) {
        if (text) {
            return bind(std::string_view(*text));
        }
        sqlite3_bind_null(raw_, ++bound_);
        return *this;
    }

    // True: there is a row. An error is kept for status().
    [[nodiscard]] bool step();

    // Runs it to the end.
    [[nodiscard]] Status run();

    [[nodiscard]] Status status() const;

    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;

    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(raw_, column);
    }

private:
    sqlite3* database_;
    sqlite3_stmt* raw_;
    int bound_ = 0;
    int last_ = SQLITE_OK;
};

class Database {
public:
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file);

    // The SQL is ours: that it does not compile is a bug, told by the first step.
    [[nodiscard]] Statement prepare(std::string_view sql) const;

    // One or more statements without parameters.
    [[nodiscard]] Status execute(const std::string& sql) const;

    [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(raw_.get()); }

private:
    struct Close {
        void operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }
    };

    explicit Database(sqlite3* raw) : raw_(raw) {}

    std::unique_ptr<sqlite3, Close> raw_;
};

// All or nothing: rolled back unless committed.
class Transaction {
public:
    explicit Transaction(const Database& database)
        : database_(database), begun_(database.execute("BEGIN IMMEDIATE")) {}

    ~Transaction() {
        if (!done_) {
            static_cast<void>(database_.execute("ROLLBACK"));
        }
    }

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] Status commit() {
        CURATEUR_CHECK(Status(begun_));
        CURATEUR_CHECK(database_.execute("COMMIT"));
        done_ = true;
        return ok();
    }

private:
    const Database& database_;
    Status begun_;
    bool done_ = false;
};

} // namespace curateur::store
