// A media file as a row of asset, asset_intent or moved. Private to the box.
#pragma once

#include "store/library.hpp"
#include "store/sqlite.hpp"

namespace curateur::store {

// The columns, in the order of asset_at and bind_asset; and a mark for each.
#define CURATEUR_ASSET_COLUMNS                                                                     \
    "path, entry, kind, candidate, sha1, size, mtime_ns, format, width, height, verdict, source, " \
    "source_id, region, language, why, fetched, reason, facts, original, run"
#define CURATEUR_ASSET_MARKS "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
inline constexpr int k_asset_columns = 21;

[[nodiscard]] Asset asset_at(const Statement& row); // whose first columns they are
void bind_asset(Statement& row, const Asset& asset);

// As a column holds them: "name=value" lines.
[[nodiscard]] std::string text_of(const std::map<std::string, std::string>& facts);

} // namespace curateur::store
