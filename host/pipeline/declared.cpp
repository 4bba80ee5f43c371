#include "pipeline/declared.hpp"

#include "plugin/descriptors.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

using plugin::each;
using plugin::text_or;
using plugin::texts_of;

merge::Owner owner_of(std::uint32_t raw) {
    return raw == CUR_OWNER_MANAGED ? merge::Owner::managed
           : raw == CUR_OWNER_SEED  ? merge::Owner::seed
                                    : merge::Owner::user;
}

Slot slot_of(const cur_slot& raw) {
    Slot slot;
    slot.kind = text_or(raw.kind, "");
    slot.folder = text_or(raw.folder, "");
    slot.formats = texts_of(raw.formats);
    slot.by_default = raw.by_default != 0;
    return slot;
}

std::set<std::string> set_of(const char* const* table) {
    auto texts = texts_of(table);
    return {std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end())};
}

} // namespace

bool is_wanted(const config::Media& settings, const Slot& slot) {
    return settings.kinds ? std::find(settings.kinds->begin(), settings.kinds->end(), slot.kind) !=
                                settings.kinds->end()
                          : slot.by_default;
}

bool Slot::takes(const std::string& format) const {
    return formats.empty() || std::find(formats.begin(), formats.end(), format) != formats.end();
}

OutputFacts facts_of(const cur_output& output) {
    OutputFacts facts;
    const auto& info = *output.info;
    each(info.fields, [&](const cur_field& one) {
        const auto field = text_or(one.field, "");
        const auto native = text_or(one.native, "");
        const auto owner = owner_of(one.owner);
        facts.owners.emplace(native, owner);
        if (owner == merge::Owner::managed) {
            facts.managed.emplace(field, native);
        } else if (owner == merge::Owner::seed) {
            facts.seeds.emplace(field, native);
        }
    });
    each(info.slots, [&](const cur_slot& one) { facts.slots.push_back(slot_of(one)); });
    facts.processes = texts_of(info.processes);
    facts.metadata_dir = text_or(info.metadata_dir, "{gamelists}/{system}");
    facts.media_dir = text_or(info.media_dir, "{media}/{system}");
    return facts;
}

SourceFacts facts_of(const cur_source& source) {
    SourceFacts facts;
    const auto& info = *source.info;
    facts.lookups = info.lookups;
    facts.hashes = info.hashes;
    facts.fields = set_of(info.fields);
    facts.kinds = set_of(info.media);
    facts.origins = texts_of(info.origins);
    facts.takes_any_platform = info.platforms == nullptr;
    each(info.platforms, [&](const cur_platform& one) {
        auto& natives = facts.platforms[text_or(one.platform, "")];
        for (auto& native : texts_of(one.natives)) {
            natives.push_back(std::move(native));
        }
    });
    each(info.limits, [&](const cur_limit& one) {
        facts.limits.push_back({text_or(one.bucket, "api"),
                                one.concurrency,
                                one.per_minute,
                                one.per_day,
                                one.min_gap_ms});
    });
    each(info.media_codes, [&](const cur_media_code& one) {
        facts.media_codes.emplace(text_or(one.native, ""), text_or(one.kind, ""));
    });
    facts.parse_revision = info.parse_revision;
    return facts;
}

} // namespace curateur::pipeline
