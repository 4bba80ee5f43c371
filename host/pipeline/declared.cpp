#include "pipeline/declared.hpp"

namespace curateur::pipeline {
namespace {

std::string text_or(const char* text, const char* fallback) {
    return text != nullptr && *text != '\0' ? text : fallback;
}

template <class Into>
void copy_texts(const char* const* from, Into add) {
    for (; from != nullptr && *from != nullptr; ++from) {
        add(std::string(*from));
    }
}

merge::Owner owner_of(std::uint32_t raw) {
    return raw == CUR_OWNER_MANAGED ? merge::Owner::managed
           : raw == CUR_OWNER_SEED  ? merge::Owner::seed
                                    : merge::Owner::user;
}

Slot slot_of(const cur_slot& raw) {
    Slot slot;
    slot.kind = text_or(raw.kind, "");
    slot.folder = text_or(raw.folder, "");
    copy_texts(raw.formats, [&](std::string one) { slot.formats.push_back(std::move(one)); });
    slot.by_default = raw.by_default != 0;
    return slot;
}

} // namespace

OutputFacts facts_of(const cur_output& output) {
    OutputFacts facts;
    const auto& info = *output.info;
    for (const auto* const* at = info.fields; at != nullptr && *at != nullptr; ++at) {
        const auto field = text_or((*at)->field, "");
        const auto native = text_or((*at)->native, "");
        const auto owner = owner_of((*at)->owner);
        facts.owners.emplace(native, owner);
        if (owner == merge::Owner::managed) {
            facts.managed.emplace(field, native);
        } else if (owner == merge::Owner::seed) {
            facts.seeds.emplace(field, native);
        }
    }
    for (const auto* const* at = info.slots; at != nullptr && *at != nullptr; ++at) {
        facts.slots.push_back(slot_of(**at));
    }
    copy_texts(info.processes, [&](std::string one) { facts.processes.push_back(std::move(one)); });
    facts.metadata_dir = text_or(info.metadata_dir, "{gamelists}/{system}");
    facts.media_dir = text_or(info.media_dir, "{media}/{system}");
    return facts;
}

SourceFacts facts_of(const cur_source& source) {
    SourceFacts facts;
    const auto& info = *source.info;
    facts.lookups = info.lookups;
    facts.hashes = info.hashes;
    copy_texts(info.fields, [&](std::string one) { facts.fields.insert(std::move(one)); });
    copy_texts(info.media, [&](std::string one) { facts.kinds.insert(std::move(one)); });
    copy_texts(info.origins, [&](std::string one) { facts.origins.push_back(std::move(one)); });
    facts.takes_any_platform = info.platforms == nullptr;
    for (const auto* const* at = info.platforms; at != nullptr && *at != nullptr; ++at) {
        auto& natives = facts.platforms[text_or((*at)->platform, "")];
        copy_texts((*at)->natives, [&](std::string one) { natives.push_back(std::move(one)); });
    }
    for (const auto* const* at = info.limits; at != nullptr && *at != nullptr; ++at) {
        facts.limits.push_back({text_or((*at)->bucket, "api"),
                                (*at)->concurrency,
                                (*at)->per_minute,
                                (*at)->per_day,
                                (*at)->min_gap_ms});
    }
    for (const auto* const* at = info.media_codes; at != nullptr && *at != nullptr; ++at) {
        facts.media_codes.emplace(text_or((*at)->native, ""), text_or((*at)->kind, ""));
    }
    facts.parse_revision = info.parse_revision;
    return facts;
}

} // namespace curateur::pipeline
