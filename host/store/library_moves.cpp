#include "store/asset_row.hpp"
#include "store/library_state.hpp"

namespace curateur::store {
namespace {

std::vector<Move> moves_at(Statement& row) {
    std::vector<Move> all;
    while (row.step()) {
        Move move;
        move.asset = asset_at(row);
        move.batch = row.number(k_asset_columns);
        move.is_cleaning = row.number(k_asset_columns + 1) != 0;
        move.state = static_cast<Move::State>(row.number(k_asset_columns + 2));
        move.system = row.text(k_asset_columns + 3);
        move.kept = row.text(k_asset_columns + 4);
        all.push_back(std::move(move));
    }
    return all;
}

// Their place in moves_at.
#define CURATEUR_MOVE_COLUMNS CURATEUR_ASSET_COLUMNS ", batch, is_cleaning, state, system, kept"

Status put_state(const Database& database, const Move& move, Move::State state) {
    return database.prepare("UPDATE moved SET state=? WHERE batch=? AND path=?")
        .bind(static_cast<std::int64_t>(state))
        .bind(move.batch)
        .bind(std::string_view(move.asset.path))
        .run();
}

} // namespace

Status Library::begin_move(const Move& move) {
    const auto& database = state_->database;
    Apart all(database, Apart::Sync::normal);
    auto row = database.prepare("INSERT OR REPLACE INTO moved(" CURATEUR_MOVE_COLUMNS
                                ") VALUES(" CURATEUR_ASSET_MARKS ", ?, ?, ?, ?, ?)");
    bind_asset(row, move.asset);
    row.bind(move.batch).bind(std::int64_t{move.is_cleaning});
    row.bind(static_cast<std::int64_t>(Move::State::going));
    CURATEUR_CHECK(row.bind(std::string_view(move.system)).bind(std::string_view(move.kept)).run());
    CURATEUR_CHECK(database
                       .prepare("DELETE FROM moved WHERE state=1 AND batch NOT IN (SELECT DISTINCT "
                                "batch FROM moved ORDER BY batch DESC LIMIT 10)")
                       .run());
    return all.commit();
}

Status Library::finish_move(const Move& move) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(drop_asset(move.asset.path));
    CURATEUR_CHECK(put_state(database, move, Move::State::away));
    return all.commit();
}

Status Library::begin_return(const Move& move) {
    Apart all(state_->database, Apart::Sync::normal);
    CURATEUR_CHECK(put_state(state_->database, move, Move::State::returning));
    return all.commit();
}

Status Library::finish_return(const Move& move, std::int64_t mtime_ns) {
    const auto& database = state_->database;
    Transaction all(database);
    auto asset = move.asset;
    asset.mtime_ns = mtime_ns;
    auto row = database.prepare("INSERT OR REPLACE INTO asset(" CURATEUR_ASSET_COLUMNS
                                ") VALUES(" CURATEUR_ASSET_MARKS ")");
    bind_asset(row, asset);
    CURATEUR_CHECK(row.run());
    CURATEUR_CHECK(forget_move(move));
    return all.commit();
}

Status Library::abandon_move(const Move& move) {
    return move.state == Move::State::returning
               ? put_state(state_->database, move, Move::State::away)
               : forget_move(move);
}

Status Library::forget_move(const Move& move) {
    return state_->database.prepare("DELETE FROM moved WHERE batch=? AND path=?")
        .bind(move.batch)
        .bind(std::string_view(move.asset.path))
        .run();
}

Result<std::vector<Move>> Library::moves_in_flight() const {
    auto row = state_->database.prepare("SELECT " CURATEUR_MOVE_COLUMNS
                                        " FROM moved WHERE state<>1 ORDER BY batch, path");
    auto all = moves_at(row);
    CURATEUR_CHECK(row.status());
    return all;
}

Result<std::vector<Move>> Library::cleaned_by(std::int64_t batch) const {
    auto row = state_->database.prepare(
        "SELECT " CURATEUR_MOVE_COLUMNS
        " FROM moved WHERE batch=? AND is_cleaning AND state=1 ORDER BY path");
    auto all = moves_at(row.bind(batch));
    CURATEUR_CHECK(row.status());
    return all;
}

Result<std::int64_t> Library::last_cleaning() const {
    auto row = state_->database.prepare(
        "SELECT ifnull(max(batch), 0) FROM moved WHERE is_cleaning AND state=1");
    static_cast<void>(row.step());
    CURATEUR_CHECK(row.status());
    return row.number(0);
}

} // namespace curateur::store
