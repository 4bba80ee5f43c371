#include "store/library_state.hpp"

namespace curateur::store {
namespace {

// The columns of asset and asset_intent, in the order of asset_at.
#define CURATEUR_ASSET_COLUMNS                                                                     \
    "path, entry, kind, candidate, sha1, size, mtime_ns, format, width, height, verdict, source, " \
    "source_id, region, language, why, fetched"

Asset asset_at(const Statement& row) {
    Asset asset;
    int column = 0;
    asset.path = row.text(column++);
    asset.entry = row.number(column++);
    asset.kind = row.text(column++);
    asset.candidate = row.text(column++);
    asset.sha1 = row.text(column++);
    asset.size = static_cast<std::uint64_t>(row.number(column++));
    asset.mtime_ns = row.number(column++);
    asset.format = row.text(column++);
    asset.width = static_cast<std::uint32_t>(row.number(column++));
    asset.height = static_cast<std::uint32_t>(row.number(column++));
    for (auto* const text : {&asset.verdict,
                             &asset.source,
                             &asset.source_id,
                             &asset.region,
                             &asset.language,
                             &asset.why}) {
        *text = row.text(column++);
    }
    asset.fetched_unix_ms = row.number(column);
    return asset;
}

void bind_asset(Statement& row, const Asset& asset) {
    row.bind(std::string_view(asset.path)).bind(asset.entry);
    for (const auto* const text : {&asset.kind, &asset.candidate, &asset.sha1}) {
        row.bind(std::string_view(*text));
    }
    row.bind(static_cast<std::int64_t>(asset.size)).bind(asset.mtime_ns);
    row.bind(std::string_view(asset.format));
    row.bind(std::int64_t{asset.width}).bind(std::int64_t{asset.height});
    for (const auto* const text : {&asset.verdict,
                                   &asset.source,
                                   &asset.source_id,
                                   &asset.region,
                                   &asset.language,
                                   &asset.why}) {
        row.bind(std::string_view(*text));
    }
    row.bind(asset.fetched_unix_ms);
}

} // namespace

Status Library::begin_asset(const Asset& asset, const std::filesystem::path& temp) {
    const auto& database = state_->database;
    Apart all(database, Apart::Sync::normal);
    auto row = database.prepare("INSERT OR REPLACE INTO asset_intent(" CURATEUR_ASSET_COLUMNS
                                ", temp) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                "?)");
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
        all.push_back({asset_at(row), row.text(17)});
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
        " FROM asset WHERE candidate=?1 OR (sha1=?2 AND ?2<>'') ORDER BY path");
    row.bind(candidate).bind(sha1);
    while (row.step()) {
        all.push_back(asset_at(row));
    }
    CURATEUR_CHECK(row.status());
    return all;
}

Status Library::drop_asset(std::string_view path) {
    return state_->database.prepare("DELETE FROM asset WHERE path=?").bind(path).run();
}

Status Library::put_bad_media(std::string_view candidate, const BadMedia& bad) {
    return state_->database.prepare("INSERT OR REPLACE INTO bad_media VALUES(?, ?, ?, ?)")
        .bind(candidate)
        .bind(std::string_view(bad.reason))
        .bind(bad.at_unix_ms)
        .bind(std::int64_t{bad.permanent})
        .run();
}

Result<std::optional<BadMedia>> Library::find_bad_media(std::string_view candidate) const {
    auto row =
        state_->database.prepare("SELECT reason, at, permanent FROM bad_media WHERE candidate=?");
    if (!row.bind(candidate).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<BadMedia>();
    }
    return std::optional(BadMedia{row.text(0), row.number(1), row.number(2) != 0});
}

} // namespace curateur::store
