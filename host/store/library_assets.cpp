#include "store/asset_row.hpp"
#include "store/library_state.hpp"

namespace curateur::store {

Status Library::begin_asset(const Asset& asset, const std::filesystem::path& temp) {
    const auto& database = state_->database;
    Apart all(database, Apart::Sync::normal);
    auto row = database.prepare("INSERT OR REPLACE INTO asset_intent(" CURATEUR_ASSET_COLUMNS
                                ", temp) VALUES(" CURATEUR_ASSET_MARKS ", ?)");
    bind_asset(row, asset);
    CURATEUR_CHECK(row.bind(std::string_view(temp.native())).run());
    return all.commit();
}

Status Library::finish_asset(const std::string& path, std::int64_t mtime_ns) {
    const auto& database = state_->database;
    Transaction all(database);
    CURATEUR_CHECK(database.prepare("UPDATE asset_intent SET mtime_ns=? WHERE path=?")
                       .bind(mtime_ns)
                       .bind(std::string_view(path))
                       .run());
    CURATEUR_CHECK(database
                       .prepare("INSERT OR REPLACE INTO asset(" CURATEUR_ASSET_COLUMNS
                                ") SELECT " CURATEUR_ASSET_COLUMNS
                                " FROM asset_intent WHERE path=?")
                       .bind(std::string_view(path))
                       .run());
    CURATEUR_CHECK(abandon_asset(path));
    return all.commit();
}

Status Library::abandon_asset(const std::string& path) {
    return state_->database.prepare("DELETE FROM asset_intent WHERE path=?")
        .bind(std::string_view(path))
        .run();
}

Result<std::vector<AssetIntent>> Library::asset_intents() const {
    std::vector<AssetIntent> all;
    auto row = state_->database.prepare("SELECT " CURATEUR_ASSET_COLUMNS
                                        ", temp FROM asset_intent ORDER BY path");
    while (row.step()) {
        all.push_back({asset_at(row), row.text(k_asset_columns)});
    }
    CURATEUR_CHECK(row.status());
    return all;
}

Result<std::optional<Asset>> Library::find_asset(std::string_view path) const {
    auto row =
        state_->database.prepare("SELECT " CURATEUR_ASSET_COLUMNS " FROM asset WHERE path=?");
    if (!row.bind(path).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<Asset>();
    }
    return std::optional(asset_at(row));
}

Result<std::vector<Asset>> Library::assets_with(std::string_view candidate,
                                                std::string_view sha1) const {
    std::vector<Asset> all;
    auto row = state_->database.prepare(
        "SELECT " CURATEUR_ASSET_COLUMNS
        " FROM asset WHERE candidate=?1 OR (sha1=?2 AND ?2<>'') OR (original=?2 AND original<>'') "
        "ORDER BY path");
    row.bind(candidate).bind(sha1);
    while (row.step()) {
        all.push_back(asset_at(row));
    }
    CURATEUR_CHECK(row.status());
    return all;
}

Result<std::int64_t> Library::last_run_with_assets() const {
    auto row = state_->database.prepare("SELECT ifnull(max(run), 0) FROM asset");
    static_cast<void>(row.step());
    CURATEUR_CHECK(row.status());
    return row.number(0);
}

Result<std::vector<Asset>> Library::assets_of_run(std::int64_t run) const {
    std::vector<Asset> all;
    auto row = state_->database.prepare("SELECT " CURATEUR_ASSET_COLUMNS
                                        " FROM asset WHERE run=? ORDER BY path");
    row.bind(run);
    while (row.step()) {
        all.push_back(asset_at(row));
    }
    CURATEUR_CHECK(row.status());
    return all;
}

Result<std::string> Library::system_of(std::int64_t entry) const {
    auto row = state_->database.prepare("SELECT system FROM entry WHERE id=?");
    if (!row.bind(entry).step()) {
        CURATEUR_CHECK(row.status());
        return std::string();
    }
    return row.text(0);
}

Status Library::drop_asset(std::string_view path) {
    return state_->database.prepare("DELETE FROM asset WHERE path=?").bind(path).run();
}

Result<std::vector<Asset>> Library::assets_of_system(std::string_view system) const {
    std::vector<Asset> all;
    auto row = state_->database.prepare("SELECT " CURATEUR_ASSET_COLUMNS
                                        " FROM asset WHERE entry IN (SELECT id FROM entry WHERE "
                                        "system=?) ORDER BY path");
    row.bind(system);
    while (row.step()) {
        all.push_back(asset_at(row));
    }
    CURATEUR_CHECK(row.status());
    return all;
}

Status Library::each_asset(std::string_view system,
                           const std::function<void(Asset&&)>& take) const {
    auto row = state_->database.prepare("SELECT " CURATEUR_ASSET_COLUMNS
                                        " FROM asset WHERE entry IN (SELECT id FROM entry WHERE "
                                        "system=?)");
    row.bind(system);
    while (row.step()) {
        take(asset_at(row));
    }
    return row.status();
}

namespace {

Result<std::vector<std::string>> texts_of(Statement row) {
    std::vector<std::string> all;
    while (row.step()) {
        all.push_back(row.text(0));
    }
    CURATEUR_CHECK(row.status());
    return all;
}

} // namespace

Result<std::vector<std::string>> Library::systems_with_assets() const {
    return texts_of(
        state_->database.prepare("SELECT DISTINCT system FROM entry WHERE id IN (SELECT "
                                 "entry FROM asset) ORDER BY system"));
}

Result<std::vector<std::string>> Library::bad_assets() const {
    return texts_of(state_->database.prepare("SELECT path FROM asset WHERE verdict='bad'"));
}

Status Library::put_findings(const Asset& asset) {
    auto row = state_->database.prepare(
        "UPDATE asset SET mtime_ns=?, format=?, width=?, height=?, verdict=?, reason=?, facts=? "
        "WHERE path=?");
    row.bind(asset.mtime_ns).bind(std::string_view(asset.format));
    row.bind(std::int64_t{asset.width}).bind(std::int64_t{asset.height});
    row.bind(std::string_view(asset.verdict)).bind(std::string_view(asset.reason));
    return row.bind(std::string_view(text_of(asset.facts)))
        .bind(std::string_view(asset.path))
        .run();
}

Status Library::put_bad_media(std::string_view candidate, const BadMedia& bad) {
    return state_->database.prepare("INSERT OR REPLACE INTO bad_media VALUES(?, ?, ?, ?, ?)")
        .bind(candidate)
        .bind(std::string_view(bad.reason))
        .bind(bad.at_unix_ms)
        .bind(std::int64_t{bad.permanent})
        .bind(std::string_view(bad.format))
        .run();
}

Result<std::optional<BadMedia>> Library::find_bad_media(std::string_view candidate) const {
    auto row = state_->database.prepare(
        "SELECT reason, at, permanent, format FROM bad_media WHERE candidate=?");
    if (!row.bind(candidate).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<BadMedia>();
    }
    return std::optional(BadMedia{row.text(0), row.number(1), row.number(2) != 0, row.text(3)});
}

} // namespace curateur::store
