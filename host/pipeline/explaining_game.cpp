// What was chosen for an entry, what that won against, and whose it is where it stands.
#include "core/redactor.hpp"
#include "pipeline/entering.hpp"
#include "pipeline/explaining.hpp"
#include "pipeline/media_files.hpp"
#include "pipeline/preferences.hpp"

#include <algorithm>

namespace curateur::pipeline {

namespace {

WhyValue shown_value(const core::Value& value,
                     const std::string& source,
                     const std::string& source_id,
                     std::string why) {
    return {value.text, source, source_id, value.region, value.language, std::move(why)};
}

bool is_same(const WhyValue& chosen, const merge::Rival& rival) {
    return chosen.text == rival.value->text && chosen.source == rival.record->source &&
           chosen.region == rival.value->region && chosen.language == rival.value->language;
}

} // namespace

WhyField& Explaining::field(const std::string& name) {
    const auto found = std::find_if(
        why_.fields.begin(), why_.fields.end(), [&](const auto& one) { return one.field == name; });
    if (found != why_.fields.end()) {
        return *found;
    }
    why_.fields.emplace_back();
    why_.fields.back().field = name;
    return why_.fields.back();
}

Status Explaining::add_fields() {
    add_values();
    for (std::size_t i = 0; i < system_.outputs.size(); ++i) {
        CURATEUR_CHECK(add_document(i));
    }
    return ok();
}

void Explaining::add_values() {
    const auto own = regions_of(*item_, records_);
    const auto preferences = preferences_of(setup_.config);
    for (const auto& chosen : resolved(*item_, records_, setup_.config).values) {
        field(chosen.value.field)
            .chosen.push_back(
                shown_value(chosen.value, chosen.source, chosen.source_id, chosen.why));
    }
    for (auto& one : why_.fields) {
        const auto ordered = records_for(one.field, records_, setup_.config);
        for (const auto& rival : merge::rivals(ordered, one.field, own, preferences)) {
            const bool was_taken =
                std::any_of(one.chosen.begin(), one.chosen.end(), [&](const auto& taken) {
                    return is_same(taken, rival);
                });
            if (!was_taken) {
                one.rivals.push_back(shown_value(
                    *rival.value, rival.record->source, rival.record->source_id, rival.why_not));
            }
        }
    }
    for (const auto& [name, texts] : item_->wishes.values) {
        auto& set = field(name);
        set.is_set = true;
        set.chosen.clear();
        for (const auto& text : texts) {
            set.chosen.push_back({text, "", "", "", "", "set in overrides.yaml"});
        }
    }
}

Status Explaining::add_document(std::size_t at) {
    auto& output = *system_.outputs[at];
    const auto key = listed_as(item_->game.key);
    const auto* const listed = output.find(key);
    WhyDocument document;
    document.output = output.setup->component->id;
    document.refused = output.refused;
    document.is_listed = listed != nullptr;
    document.is_opaque = listed != nullptr && listed->is_opaque;
    if (!output.documents.empty()) {
        const auto number = listed != nullptr ? listed->document : 0U;
        document.path = output.documents[number].document.path;
    }
    if (output.refused.empty() && library_ != nullptr) {
        const Merging merging(setup_, *library_);
        CURATEUR_TRY(const auto pending, merging.express(*item_, at, records_));
        CURATEUR_TRY(const auto base, merging.base_of(output, key));
        auto input = input_for(output, key, base, pending.value_or(Pending()));
        if (!pending) {
            input.theirs.reset();
        }
        const auto rules = merging.rules_of(output);
        for (auto& verdict : merge::judge_entry(input, rules)) {
            const auto of =
                std::find_if(output.facts.managed.begin(),
                             output.facts.managed.end(),
                             [&](const auto& one) { return one.second == verdict.field; });
            const auto native = verdict.field;
            if (of != output.facts.managed.end()) {
                field(of->first).documents.push_back({document.output, native, std::move(verdict)});
            }
        }
        const bool is_left_alone = document.is_opaque || why_.rom.scope != WhyRom::Scope::in;
        for (const auto& change : merge::merge_entry(input, rules).changes) {
            if (!is_left_alone) {
                document.changes.push_back(change.field);
            }
        }
    }
    if (listed != nullptr) {
        for (const auto& [native, text] : listed->fields.unpacked()) {
            const auto owner = output.facts.owners.find(native);
            if (owner == output.facts.owners.end() || owner->second != merge::Owner::managed) {
                document.untouched.push_back(native);
            }
        }
    }
    why_.documents.push_back(std::move(document));
    return ok();
}

std::string shown_url(const core::Request& request, const core::Settings& settings) {
    constexpr std::string_view k_token = "CURSECRET"; // abi.h
    const auto is_private = [&](std::string_view encoded) {
        return encoded.find(k_token) != std::string_view::npos ||
               std::any_of(settings.values.begin(), settings.values.end(), [&](const auto& one) {
                   return std::any_of(one.second.begin(), one.second.end(), [&](const auto& value) {
                       return core::percent_encoded(value) == encoded;
                   });
               });
    };
    const auto question = request.url.find('?');
    auto url = request.url.substr(0, question);
    char separator = '?';
    const auto add = [&](std::string_view name, std::string_view encoded) {
        if (!is_private(encoded)) {
            url += separator;
            url.append(name).append("=").append(encoded);
            separator = '&';
        }
    };
    std::string_view rest(request.url);
    rest.remove_prefix(question == std::string::npos ? rest.size() : question + 1);
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        const auto equals = std::min(pair.find('='), pair.size());
        add(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
    for (const auto& param : request.query) {
        if (!param.unkeyed) {
            add(param.name, core::percent_encoded(param.value));
        }
    }
    return url;
}

Status Explaining::add_media() {
    for (const auto& output : system_.outputs) {
        for (const auto& place : media_->places(*item_, *output)) {
            CURATEUR_CHECK(add_medium(place));
        }
    }
    return ok();
}

std::string Explaining::url_of(const MediaWork::Ranked& medium) const {
    for (const auto& source : setup_.sources) {
        if (source.component->id == medium.source) {
            return shown_url(medium.media.request, source.settings);
        }
    }
    const auto& url = medium.media.request.url; // of a source that is not configured any more
    return url.substr(0, url.find('?'));
}

Status Explaining::add_medium(const MediaWork::Place& place) {
    WhyMedium medium;
    medium.output = place.output->setup->component->id;
    medium.kind = place.slot->kind;
    medium.state = place.state;
    medium.file = place.file;
    if (place.state != MediaWork::Place::State::not_wanted && library_ != nullptr) {
        CURATEUR_TRY(auto ranked, media_->ranked(*item_, *place.slot, records_));
        for (auto& one : ranked) {
            auto url = url_of(one);
            medium.candidates.push_back({std::move(one), std::move(url)});
        }
        if (!place.file.empty()) {
            CURATEUR_TRY(medium.asset, library_->find_asset(place.file.string()));
            medium.is_ours = medium.asset && still_lies_there(*medium.asset);
        }
    }
    medium.why = why_missing(medium);
    why_.media.push_back(std::move(medium));
    return ok();
}

std::string Explaining::why_missing(const WhyMedium& medium) const {
    using State = MediaWork::Place::State;
    switch (medium.state) {
    case State::there:
        return {};
    case State::not_wanted:
        return "it is not wanted (media.media_types, or what the output wants by itself)";
    case State::locked:
        return "locked in overrides.yaml";
    case State::none:
        return "the output has no place for it";
    case State::missing:
    case State::bad:
        break;
    }
    const std::string bad =
        medium.state == State::bad
            ? "what lies there is bad: " + medium.asset.value_or(store::Asset()).reason + "; "
            : "";
    const auto& all = medium.candidates;
    if (records_.empty()) {
        return bad + "no source's record of the game is known";
    }
    if (all.empty()) {
        return bad + "no source has one";
    }
    const auto tried =
        std::count_if(all.begin(), all.end(), [](const auto& one) { return one.ranked.is_tried; });
    if (tried == 0) {
        return bad + "the frontend shows none of the formats that there are";
    }
    if (std::none_of(all.begin(), all.end(), [](const auto& one) {
            return one.ranked.is_tried && !one.ranked.bad;
        })) {
        return bad +
               (tried == 1 ? "the only one turned out bad" : "all that are tried turned out bad");
    }
    return bad + (has_media_left(*item_, setup_.config)
                      ? "it was not fetched yet"
                      : "it was looked for, and could not be had");
}

} // namespace curateur::pipeline
