#include "store/library_state.hpp"
#include "store/record_text.hpp"

namespace curateur::store {
namespace {

int digit_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The bytes of a digest in lower-case hex; "" when it is none.
std::string bytes_of(std::string_view hex) {
    if (hex.size() % 2 != 0) {
        return "";
    }
    std::string bytes;
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        const int high = digit_of(hex[at]);
        const int low = digit_of(hex[at + 1]);
        if (high < 0 || low < 0) {
            return "";
        }
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

void bind_digest(Statement& statement, std::string_view hex) {
    const auto bytes = bytes_of(hex);
    if (bytes.empty()) {
        statement.bind_null();
    } else {
        statement.bind_blob(bytes);
    }
}

std::int64_t size_or_unknown(const std::optional<std::uint64_t>& size) {
    return size ? static_cast<std::int64_t>(*size) : -1;
}

Status
put_dumps(const Database& database, std::int64_t record, const std::vector<core::Dump>& dumps) {
    CURATEUR_CHECK(database.prepare("DELETE FROM dump WHERE record=?").bind(record).run());
    for (const auto& [evidence, is_match] : dumps) {
        auto row = database.prepare("INSERT INTO dump VALUES(?, ?, ?, ?, ?)");
        row.bind(record);
        bind_digest(row, evidence.sha1);
        bind_digest(row, evidence.md5);
        bind_digest(row, evidence.crc32);
        CURATEUR_CHECK(row.bind(size_or_unknown(evidence.size)).run());
    }
    return ok();
}

// The one game of a select; "" when there is none, or several.
Result<std::string> only(Statement& row) {
    std::string id = row.step() ? row.text(0) : "";
    const bool another = !id.empty() && row.step();
    CURATEUR_CHECK(row.status());
    return another ? std::string() : id;
}

} // namespace

Status Library::put_record(const core::Record& record, std::uint32_t revision) {
    const auto& database = state_->database;
    Transaction all(database);
    std::int64_t id = 0;
    {
        auto row = database.prepare(
            "INSERT INTO record(source, source_id, fetched, revision) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(source, source_id) DO UPDATE SET fetched=excluded.fetched, "
            "revision=excluded.revision RETURNING id");
        row.bind(std::string_view(record.source)).bind(std::string_view(record.source_id));
        row.bind(record.fetched_unix_ms).bind(std::int64_t{revision});
        id = row.step() ? row.number(0) : 0;
        CURATEUR_CHECK(row.run());
    }
    CURATEUR_CHECK(database.prepare("INSERT OR REPLACE INTO record_body VALUES(?, ?)")
                       .bind(id)
                       .bind_blob(state_->deflater.deflated(to_text(record)))
                       .run());
    CURATEUR_CHECK(put_dumps(database, id, record.dumps));
    return all.commit();
}

Result<std::optional<core::Record>> Library::find_record(std::string_view source,
                                                         std::string_view id) const {
    auto row = state_->database.prepare("SELECT b.body FROM record r JOIN record_body b "
                                        "ON b.record=r.id WHERE r.source=? AND r.source_id=?");
    if (!row.bind(source).bind(id).step()) {
        CURATEUR_CHECK(row.status());
        return std::optional<core::Record>();
    }
    const auto text = state_->deflater.inflated(row.view(0));
    if (!text) {
        return Error{Errc::malformed, "a row of the library's database is damaged"};
    }
    CURATEUR_TRY(auto record, record_of(*text));
    return std::optional(std::move(record));
}

Result<std::string> Library::find_dump(std::string_view source,
                                       const core::Evidence& evidence) const {
    const auto& database = state_->database;
    // The strongest digest that is known decides; a weaker one does not overrule its silence.
    if (!evidence.sha1.empty()) {
        auto row = database.prepare("SELECT DISTINCT r.source_id FROM dump d JOIN record r "
                                    "ON r.id=d.record WHERE d.sha1=? AND r.source=?");
        bind_digest(row, evidence.sha1);
        CURATEUR_TRY(auto id, only(row.bind(source)));
        if (!id.empty()) {
            return id;
        }
    }
    if (!evidence.md5.empty()) {
        auto row = database.prepare("SELECT DISTINCT r.source_id FROM dump d JOIN record r "
                                    "ON r.id=d.record WHERE d.md5=?1 AND r.source=?2 "
                                    "AND (d.sha1 IS NULL OR ?3 IS NULL OR d.sha1=?3)");
        bind_digest(row, evidence.md5);
        bind_digest(row.bind(source), evidence.sha1);
        CURATEUR_TRY(auto id, only(row));
        if (!id.empty()) {
            return id;
        }
    }
    if (evidence.crc32.empty() || !evidence.size) {
        return std::string();
    }
    auto row = database.prepare("SELECT DISTINCT r.source_id FROM dump d JOIN record r "
                                "ON r.id=d.record WHERE d.crc32=?1 AND d.size=?2 AND r.source=?3 "
                                "AND (d.sha1 IS NULL OR ?4 IS NULL OR d.sha1=?4)");
    bind_digest(row, evidence.crc32);
    bind_digest(row.bind(size_or_unknown(evidence.size)).bind(source), evidence.sha1);
    return only(row);
}

} // namespace curateur::store
