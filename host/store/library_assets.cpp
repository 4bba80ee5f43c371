#include "store/library_state.hpp"

namespace curateur::store {
namespace {

// The columns of asset and asset_intent, in the order of asset_at.
#define CURATEUR_ASSET_COLUMNS                                                                     \
    "path, entry, kind, candidate, sha1, size, mtime_ns, format, width, height, verdict, source, " \
    "source_id, region, language, why, fetched, reason, facts, original"

constexpr int k_asset_columns = 20;

std::string text_of(const std::map<std::string, std::string>& facts) {
    std::string text;
    for (const auto& [name, value] : facts) {
        text += name + "=" + value + "\n";
    }
    return text;
}

std::map<std::string, std::string> facts_of(const std::string& text) {
    std::map<std::string, std::string> facts;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        if (const auto mid = line.find('='); mid != std::string::npos) {
            facts.insert_or_assign(line.substr(0, mid), line.substr(mid + 1));
        }
        at = end + 1;
    }
    return facts;
}

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
    asset.fetched_unix_ms = row.number(column++);
    asset.reason = row.text(column++);
    asset.facts = facts_of(row.text(column++));
    asset.original = row.text(column);
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
    row.bind(std::string_view(asset.reason)).bind(std::string_view(text_of(asset.facts)));
    row.bind(std::string_view(asset.original));
}

} // namespace

Status Library::begin_asset(const Asset& asset, const std::filesystem::path& temp) {
    const auto& database = state_->database;
    Apart all(database, Apart::Sync::normal);
    auto row = database.prepare("INSERT OR REPLACE INTO asset_intent(" CURATEUR_ASSET_COLUMNS
                                ", temp) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                "?, ?, ?, ?)");
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
