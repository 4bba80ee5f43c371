#include "store/sqlite.hpp"

namespace curateur::store {
namespace {

Error error_of(sqlite3* database) {
    const int code = sqlite3_errcode(database);
    const char* const file = sqlite3_db_filename(database, "main");
    return {code == SQLITE_FULL                               ? Errc::no_space
            : code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? Errc::malformed
                                                              : Errc::io,
            std::string(file != nullptr ? file : "the database") + ": " + sqlite3_errmsg(database)};
}

} // namespace

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
    return error_of(database_);
}

std::string Statement::text(int column) const {
    return optional_text(column).value_or("");
}

std::optional<std::string> Statement::optional_text(int column) const {
    if (sqlite3_column_type(raw_, column) == SQLITE_NULL) {
        return std::nullopt;
    }
    const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(raw_, column));
    return std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(raw_, column)));
}

Result<Database> Database::open(const std::filesystem::path& file) {
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(),
                        &raw,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr);
    Database database(raw);
    if (code != SQLITE_OK) {
        return Error{Errc::io, file.string() + ": cannot be opened: " + sqlite3_errstr(code)};
    }
    CURATEUR_CHECK(database.execute(
        "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON"));
    return database;
}

Statement Database::prepare(std::string_view sql) const {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(raw_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    return {raw_.get(), statement};
}

Status Database::execute(const std::string& sql) const {
    if (sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return error_of(raw_.get());
    }
    return ok();
}

} // namespace curateur::store
