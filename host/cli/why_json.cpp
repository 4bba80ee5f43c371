#include "cli/evidence_words.hpp"
#include "cli/show_why.hpp"

#include <array>

namespace curateur::cli {

namespace {

using pipeline::Why;

std::uint64_t seconds(std::int64_t unix_ms) {
    return unix_ms > 0 ? static_cast<std::uint64_t>(unix_ms / 1000) : 0;
}

void put_rom(report::JsonObject& json, const Why& why) {
    const auto& rom = why.rom;
    json.text("system", rom.system);
    json.text("platform", rom.platform);
    json.text("path", "./" + rom.key);
    json.text("file", rom.file.string());
    json.text("scope", name_of(rom.scope));
    json.text("scope_reason", rom.reason);
    json.text("playlist", rom.playlist);
    json.text("renamed_from", rom.renamed_from);
    json.flag("library", why.has_library);
    json.flag("known", rom.is_known);
    json.object("name_says", [&] {
        json.text("title", rom.tags.title);
        json.list("regions", rom.tags.regions);
        json.list("languages", rom.tags.languages);
        json.number("disc", rom.tags.disc);
        json.text("revision", rom.tags.revision);
        json.list("tags", rom.tags.status);
    });
    json.object("overrides", [&] {
        std::vector<std::string> pins;
        for (const auto& [source, id] : rom.wishes.pins) {
            pins.push_back(source + ":" + id);
        }
        std::vector<std::string> set;
        for (const auto& [field, texts] : rom.wishes.values) {
            set.push_back(field);
        }
        json.list("pin", pins);
        json.flag("ignore", rom.wishes.ignored);
        json.list("set", set);
        json.list("lock", rom.wishes.locked);
    });
}

void put_evidence_of(report::JsonObject& json, const pipeline::WhyEvidence& evidence) {
    json.object("evidence", [&] {
        json.text("form", name_of(evidence.form));
        json.number("read_at", seconds(evidence.origin.read_unix_ms));
        json.text("freshness", name_of(evidence.freshness));
        json.list("rules", evidence.origin.rules);
        json.objects(
            "pieces", evidence.pieces, [&](const auto& piece) { put_evidence(json, piece); });
    });
}

void put_source(report::JsonObject& json, const pipeline::WhySource& source) {
    const auto lookup = source.lookup.value_or(store::Lookup());
    json.text("source", source.source);
    json.text("state", name_of(source));
    json.number("asked_at", seconds(lookup.asked_unix_ms));
    json.list("ways", ways_of(lookup.covers));
    const bool has_record = lookup.state == store::LookupState::have;
    json.text("matched_by", has_record ? lookup.matched_by : "");
    json.text("game_id", lookup.source_id);
    json.text("game", source.name);
    json.number("record_at", seconds(source.record_unix_ms));
    json.text("reason", source.lookup ? lookup.reason : "");
    json.flag("counts", source.counts);
    json.list("lacking", source.lacking);
    json.flag("asked_next", source.next && source.next->asks());
    json.text("next_reason", source.next ? name_of(source.next->because) : "obstacle");
    json.text("obstacle", source.obstacle);
    json.number("asked_again_at", source.next ? seconds(source.next->again_unix_ms) : 0);
    json.objects("answers", source.answers, [&](const auto& one) {
        json.list("ways", ways_of(one.covers));
        json.flag("kept", one.answer.has_value());
        if (one.answer) {
            json.number("status", static_cast<std::uint64_t>(one.answer->status));
            json.number("size", one.answer->body.size());
            json.number("received_at", seconds(one.answer->received_unix_ms));
        }
    });
    json.objects("candidates", source.candidates, [&](const auto& one) {
        json.text("game_id", one.source_id);
        json.text("name", one.name);
        json.text("year", one.year);
        json.decimal("distance", one.distance);
        json.text("why", one.why);
    });
}

void put_value(report::JsonObject& json, const pipeline::WhyValue& value) {
    json.text("text", value.text);
    json.text("source", value.source);
    json.text("game_id", value.source_id);
    json.text("region", value.region);
    json.text("language", value.language);
    json.text("why", value.why);
}

void put_text(report::JsonObject& json,
              std::string_view key,
              const std::optional<std::string>& text) {
    if (text) {
        json.text(key, *text);
    }
}

void put_field(report::JsonObject& json, const pipeline::WhyField& field) {
    json.text("field", field.field);
    json.objects("chosen", field.chosen, [&](const auto& one) { put_value(json, one); });
    json.objects("rivals", field.rivals, [&](const auto& one) { put_value(json, one); });
    json.objects("documents", field.documents, [&](const auto& one) {
        json.text("output", one.output);
        json.text("native", one.native);
        put_text(json, "stands", one.verdict.mine);
        put_text(json, "last_written", one.verdict.base);
        put_text(json, "offered", one.verdict.theirs);
        put_text(json, "becomes", one.verdict.after);
        json.text("rule", name_of(one.verdict.row));
    });
}

void put_asset(report::JsonObject& json, const store::Asset& asset) {
    json.object("asset", [&] {
        json.text("source", asset.source);
        json.text("game_id", asset.source_id);
        json.text("region", asset.region);
        json.text("language", asset.language);
        json.text("format", asset.format);
        json.number("width", asset.width);
        json.number("height", asset.height);
        json.number("size", asset.size);
        json.text("sha1", asset.sha1);
        json.text("verdict", asset.verdict);
        json.text("reason", asset.reason);
        json.text("why", asset.why);
        json.number("fetched_at", seconds(asset.fetched_unix_ms));
    });
}

void put_medium(report::JsonObject& json, const pipeline::WhyMedium& medium) {
    json.text("output", medium.output);
    json.text("kind", medium.kind);
    json.text("state", name_of(medium.state));
    json.text("file", medium.file.string());
    json.text("owner", owner_of(medium));
    json.text("why", medium.why);
    if (medium.asset) {
        put_asset(json, *medium.asset);
    }
    json.objects("candidates", medium.candidates, [&](const pipeline::WhyCandidate& one) {
        const auto& media = one.ranked.media;
        json.text("source", one.ranked.source);
        json.text("game_id", one.ranked.source_id);
        json.text("variant", media.variant);
        json.text("region", media.region);
        json.text("language", media.language);
        json.text("format", media.format);
        json.number("width", media.width);
        json.number("height", media.height);
        json.number("size", media.size.value_or(0));
        json.text("url", one.url);
        json.text("why", one.ranked.why);
        json.flag("tried", one.ranked.is_tried);
        json.flag("chosen", medium.asset && medium.asset->candidate == one.ranked.key);
        json.text("bad", one.ranked.bad ? one.ranked.bad->reason : "");
    });
}

} // namespace

std::string json_of(const Why& why) {
    report::JsonObject json("why");
    put_rom(json, why);
    put_evidence_of(json, why.evidence);
    json.objects("sources", why.sources, [&](const auto& one) { put_source(json, one); });
    json.objects("fields", why.fields, [&](const auto& one) { put_field(json, one); });
    json.objects("documents", why.documents, [&](const auto& one) {
        json.text("output", one.output);
        json.text("path", one.path);
        json.text("refused", one.refused);
        json.flag("listed", one.is_listed);
        json.list("changes", one.changes);
        json.list("untouched", one.untouched);
    });
    json.objects("media", why.media, [&](const auto& one) { put_medium(json, one); });
    json.object("last", [&] {
        json.text("status", why.decision.status);
        json.text("reason", why.decision.reason);
        json.text("detail", why.decision.detail);
    });
    json.list("next", why.next);
    return json.line();
}

} // namespace curateur::cli
