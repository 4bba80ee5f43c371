#include "store/asset_row.hpp"

namespace curateur::store {

std::string text_of(const std::map<std::string, std::string>& facts) {
    std::string text;
    for (const auto& [name, value] : facts) {
        text += name + "=" + value + "\n";
    }
    return text;
}

namespace {

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

} // namespace

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
    asset.original = row.text(column++);
    asset.run = row.number(column);
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
    row.bind(std::string_view(asset.original)).bind(asset.run);
}

} // namespace curateur::store
