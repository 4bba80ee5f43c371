// What the user pinned binds every source (M25): the pinned one is asked by its id, the others by
// what the pinned game is, never by the file.
#include "pipeline/looking_up.hpp"

#include <algorithm>

namespace curateur::pipeline {

void Lookups::forget_what_contradicts(Item& item) {
    const auto manual = match::name_of(match::How::manual);
    const auto& pins = item.wishes.pins;
    const bool contradicts =
        std::any_of(item.lookups.begin(), item.lookups.end(), [&](const auto& known) {
            const auto pin = pins.find(known.source);
            const bool was_pinned = known.lookup.matched_by == manual;
            return pin == pins.end() ? was_pinned && pins.empty()
                                     : !was_pinned || known.lookup.source_id != pin->second;
        });
    const bool is_new = std::any_of(pins.begin(), pins.end(), [&](const auto& pin) {
        const bool is_asked =
            std::any_of(services_.askers.begin(), services_.askers.end(), [&](const auto& asker) {
                return asker->id() == pin.first;
            });
        return is_asked && item.lookup_of(pin.first) == nullptr;
    });
    if (item.lookups.empty() || (!contradicts && !is_new)) {
        return;
    }
    item.lookups.clear();
    item.is_forgotten = true;
}

Lookups::Pinned Lookups::plan_pinned(Asked& asked, bool may_be_stored) {
    auto& item = *asked.item;
    if (item.wishes.pins.empty()) {
        return Pinned::no;
    }
    const auto pin = item.wishes.pins.find(asked.asker.id());
    if (pin == item.wishes.pins.end()) {
        return plan_beside_pin(asked);
    }
    asked.subject.pinned = true;
    asked.query.lookups = core::lookup_id;
    asked.query.source_id = pin->second;
    asked.query.ids.clear();
    if (!may_be_stored) {
        return Pinned::by_id;
    }
    const auto record = pinned_record(item, asked.asker.id());
    if (!record) {
        return Pinned::by_id;
    }
    const auto verdict = match::verify(*record, asked.subject, match::Level::normal);
    return accept(item, asked.asker, *record, verdict, false) ? Pinned::settled : Pinned::by_id;
}

// Another source is asked for the pinned game: by the ids it is known by, else by its name.
Lookups::Pinned Lookups::plan_beside_pin(Asked& asked) {
    auto& item = *asked.item;
    const auto record = pinned_elsewhere(item);
    if (!record) {
        item.reason = "pinned";
        item.detail = "not asked: pinned to a game of another source that is not known yet";
        return Pinned::not_asked;
    }
    const auto& values = record->values;
    const auto name = std::find_if(
        values.begin(), values.end(), [](const auto& value) { return value.field == "name"; });
    asked.query.ids = record->ids;
    asked.query.ids.push_back({record->source, record->source_id});
    asked.query.title = name != values.end() ? name->text : item.tags.title;
    asked.query.evidence.clear();
    asked.query.lookups = (core::lookup_id | core::lookup_name) & asked.asker.facts().lookups;
    asked.subject.title = asked.query.title;
    asked.subject.evidence.clear();
    asked.is_searched = true;
    return asked.subject.native_platforms.empty() ? Pinned::not_asked : Pinned::by_id;
}

// What the store knows of the game that the user pinned; nullopt: nothing yet.
std::optional<core::Record> Lookups::pinned_record(const Item& item,
                                                   const std::string& source) const {
    const auto pin = item.wishes.pins.find(source);
    if (pin == item.wishes.pins.end() || services_.library == nullptr) {
        return std::nullopt;
    }
    auto record = services_.library->find_record(source, pin->second);
    return record ? *std::move(record) : std::nullopt;
}

std::optional<core::Record> Lookups::pinned_elsewhere(const Item& item) const {
    for (const auto& [source, id] : item.wishes.pins) {
        if (auto record = pinned_record(item, source)) {
            return record;
        }
    }
    return std::nullopt;
}

} // namespace curateur::pipeline
