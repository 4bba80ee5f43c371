#include "store/library_state.hpp"

namespace curateur::store {

Result<std::int64_t> Library::begin_run(const Run& run) {
    const auto& database = state_->database;
    Transaction all(database);
    // Numbers are seconds of the clock, so that a new library.db does not give old ones again.
    CURATEUR_CHECK(
        database
            .prepare(
                "INSERT INTO run SELECT max(ifnull(max(id), 0) + 1, ?1 / 1000), ?1, 0, ?2, -1, "
                "'', 0, 0 FROM run")
            .bind(run.started_unix_ms)
            .bind(std::string_view(run.mode))
            .run());
    const auto id = database.last_id();
    CURATEUR_CHECK(database
                       .prepare("DELETE FROM run WHERE id NOT IN (SELECT id FROM run ORDER BY id "
                                "DESC LIMIT 10) AND id NOT IN (SELECT max(id) FROM run GROUP BY "
                                "mode)")
                       .run());
    CURATEUR_CHECK(all.commit());
    return id;
}

Status Library::end_run(const Run& run) {
    return state_->database
        .prepare("UPDATE run SET ended=?, exit_status=?, stopped_by=?, requests=?, bytes=? "
                 "WHERE id=?")
        .bind(run.ended_unix_ms)
        .bind(std::int64_t{run.exit_status})
        .bind(std::string_view(run.stopped_by))
        .bind(static_cast<std::int64_t>(run.requests))
        .bind(static_cast<std::int64_t>(run.bytes))
        .bind(run.id)
        .run();
}

namespace {

#define CURATEUR_RUN_COLUMNS "id, started, ended, mode, exit_status, stopped_by, requests, bytes"

Result<std::optional<Run>> run_of(Statement& row) {
    if (!row.step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<Run>();
    }
    return std::optional(Run{row.number(0),
                             row.number(1),
                             row.number(2),
                             row.text(3),
                             static_cast<int>(row.number(4)),
                             row.text(5),
                             static_cast<std::uint64_t>(row.number(6)),
                             static_cast<std::uint64_t>(row.number(7))});
}

} // namespace

Result<std::optional<Run>> Library::last_run(std::string_view mode) const {
    auto row = state_->database.prepare("SELECT " CURATEUR_RUN_COLUMNS
                                        " FROM run WHERE mode=? ORDER BY id DESC LIMIT 1");
    return run_of(row.bind(mode));
}

Result<std::optional<Run>> Library::last_run() const {
    auto row = state_->database.prepare("SELECT " CURATEUR_RUN_COLUMNS
                                        " FROM run ORDER BY id DESC LIMIT 1");
    return run_of(row);
}

} // namespace curateur::store
