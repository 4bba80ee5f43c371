// The plan for programs.
#include "cli/show_plan.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

namespace curateur::cli {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& out, const char* key, const std::string& value) {
    out.Key(key);
    out.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

void number(Writer& out, const char* key, double value) {
    out.Key(key);
    out.Int64(std::llround(value));
}

void number(Writer& out, const char* key, std::int64_t value) {
    out.Key(key);
    out.Int64(value);
}

void flag(Writer& out, const char* key, bool value) {
    out.Key(key);
    out.Bool(value);
}

std::int64_t seconds_of(std::int64_t unix_ms) {
    return unix_ms / 1000;
}

void write(Writer& out, const pipeline::PlannedMedia& media) {
    number(out, "fetched", media.fetched);
    number(out, "bytes", media.bytes);
    number(out, "copies", media.copies);
    number(out, "copied_bytes", media.copied_bytes);
}

void write(Writer& out, const pipeline::PlannedSystem& system) {
    number(out, "entries", static_cast<std::int64_t>(system.entries));
    number(out, "known", static_cast<std::int64_t>(system.known));
    number(out, "left_alone", static_cast<std::int64_t>(system.left_alone));
    number(out, "to_ask", static_cast<std::int64_t>(system.to_ask));
    number(out, "lookups", system.lookups);
    number(out, "misses", system.misses);
    flag(out, "estimate", system.is_estimate);
    out.Key("media");
    out.StartObject();
    write(out, system.all_media());
    out.Key("kinds");
    out.StartObject();
    for (const auto& [kind, media] : system.media) {
        out.Key(kind.c_str());
        out.StartObject();
        write(out, media);
        out.EndObject();
    }
    out.EndObject();
    out.EndObject();
}

void write(Writer& out, const pipeline::PlannedSource& source) {
    text(out, "source", source.id);
    number(out, "requests", source.requests());
    number(out, "lookups", source.lookups);
    number(out, "misses", source.misses);
    number(out, "media", source.media);
    number(out, "media_bytes", source.bytes);
    number(out, "concurrency", source.concurrency);
    number(out, "per_minute", source.per_minute);
    number(out, "per_day", source.per_day);
    number(out, "used_today", source.used_today);
    number(out, "misses_per_day", source.misses_per_day);
    number(out, "missed_today", source.missed_today);
    number(out, "bytes_per_second", source.bytes_per_second);
    number(out, "day_ends", seconds_of(source.day_ends_unix_ms));
    number(out, "told", seconds_of(source.told_unix_ms));
    number(out, "seconds", source.seconds);
    number(out, "days", source.days);
    number(out, "finish", seconds_of(source.finish_unix_ms));
}

} // namespace

std::string plan_json(const pipeline::Plan& plan) {
    rapidjson::StringBuffer buffer;
    Writer out(buffer);
    out.StartObject();
    text(out, "event", "plan");
    const auto sum = plan.sum();
    number(out, "requests", plan.requests());
    number(out, "answer_bytes", plan.answer_bytes);
    write(out, sum);
    number(out, "days", plan.days());
    number(out, "now", seconds_of(plan.now_unix_ms));
    number(out, "finish", seconds_of(plan.finish_unix_ms));
    number(out, "deadline", seconds_of(plan.deadline_unix_ms));
    number(out, "max_requests", static_cast<std::int64_t>(plan.max_requests));
    out.Key("systems");
    out.StartArray();
    for (const auto& system : plan.systems) {
        out.StartObject();
        text(out, "system", system.name);
        text(out, "full_name", system.full_name);
        text(out, "basis", system.basis);
        write(out, system);
        out.EndObject();
    }
    out.EndArray();
    out.Key("sources");
    out.StartArray();
    for (const auto& source : plan.sources) {
        out.StartObject();
        write(out, source);
        out.EndObject();
    }
    out.EndArray();
    out.Key("space");
    out.StartArray();
    for (const auto& space : plan.spaces) {
        out.StartObject();
        text(out, "place", space.place.string());
        number(out, "needed", space.needed);
        number(out, "free", static_cast<std::int64_t>(space.free));
        flag(out, "fits", space.fits());
        out.EndObject();
    }
    out.EndArray();
    out.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

} // namespace curateur::cli
