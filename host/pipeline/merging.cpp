#include "pipeline/merging.hpp"

#include "core/text.hpp"
#include "pipeline/preferences.hpp"

#include <algorithm>
#include <charconv>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

std::string value_of(const std::vector<core::Value>& values, std::string_view field) {
    const auto found = std::find_if(
        values.begin(), values.end(), [&](const auto& one) { return one.field == field; });
    return found != values.end() ? found->text : std::string();
}

// "The Legend of Zelda" sorts as "Legend of Zelda, The"; "": as it is called.
std::string sort_name_of(const std::string& name) {
    for (const std::string_view article : {"The ", "A ", "An "}) {
        if (name.size() > article.size() && name.starts_with(article)) {
            return name.substr(article.size()) + ", " +
                   std::string(article.substr(0, article.size() - 1));
        }
    }
    return {};
}

void set(std::vector<core::Value>& values, std::string_view field, std::string text) {
    std::erase_if(values, [&](const auto& one) { return one.field == field; });
    if (!text.empty()) {
        core::Value value;
        value.field = field;
        value.text = std::move(text);
        values.push_back(std::move(value));
    }
}

// Several discs of one game must not all be called the same.
void tell_discs_apart(Item& item) {
    const auto same = item.system.titles.find(item.tags.title);
    if (item.tags.disc == 0 || same == item.system.titles.end() || same->second < 2) {
        return;
    }
    auto name = value_of(item.game.values, "name");
    if (!name.empty()) {
        name += " (Disc " + std::to_string(item.tags.disc) + ")";
        set(item.game.values, "name", std::move(name));
    }
}

// The fields that the user set stand; those that he locked stay, and, if that is all that is known
// of the entry, all others as well.
void bind(Pending& pending, const Item& item, const OutputState& output, bool is_known) {
    for (const auto& [field, native] : output.facts.managed) {
        if (item.wishes.values.contains(field)) {
            pending.forced.push_back(native);
        } else if (!is_known || item.wishes.locks(field)) {
            pending.locked.push_back(native);
        }
    }
}

merge::Strategy strategy_of(config::MergeStrategy strategy) {
    switch (strategy) {
    case config::MergeStrategy::refresh_metadata:
        return merge::Strategy::refresh_metadata;
    case config::MergeStrategy::reset_all:
        return merge::Strategy::reset_all;
    default:
        return merge::Strategy::preserve_user_edits;
    }
}

} // namespace

Merging::Merging(const Setup& setup, store::Library& library) : setup_(setup), library_(library) {
    for (const auto& output : setup.outputs) {
        views_.emplace(&output, view_of(setup, output));
    }
}

merge::Rules Merging::rules_of(const OutputState& output) const {
    return {strategy_of(setup_.config.scraping.merge_strategy), output.facts.owners};
}

std::int64_t merged_time_of(const Item& item) {
    std::int64_t all = item.wishes.mark();
    for (const auto& known : item.lookups) {
        if (known.lookup.state == store::LookupState::have) {
            all +=
                known.record_unix_ms + core::mark_of(known.source + ":" + known.lookup.source_id);
        }
    }
    return all;
}

Result<Records>
records_of(const Item& item, const store::Library& library, const config::Config& config) {
    Records records;
    for (const auto& known : item.lookups) {
        if (known.lookup.state != store::LookupState::have) {
            continue;
        }
        CURATEUR_TRY(auto record, library.find_record(known.source, known.lookup.source_id));
        if (record) {
            records.push_back(*std::move(record));
        }
    }
    const auto& order = config.scraping.sources;
    const auto place = [&](const core::Record& record) {
        return std::find(order.begin(), order.end(), record.source) - order.begin();
    };
    std::stable_sort(records.begin(), records.end(), [&](const auto& left, const auto& right) {
        return place(left) < place(right);
    });
    return records;
}

bool Merging::is_current(const Item& item) const {
    const auto key = listed_as(item.game.key);
    const auto merged = merged_time_of(item);
    const bool preserves =
        setup_.config.scraping.merge_strategy == config::MergeStrategy::preserve_user_edits;
    return std::all_of(
        item.system.outputs.begin(), item.system.outputs.end(), [&](const auto& output) {
            if (!output->refused.empty()) {
                return true;
            }
            const auto* const listed = output->find(key);
            if (listed == nullptr || listed->merged_unix_ms != merged ||
                output->documents[listed->document].view != views_.at(output->setup)) {
                return false;
            }
            return preserves || still_stands(*output, key);
        });
}

// The document says of the entry what we made it say.
bool Merging::still_stands(const OutputState& output, const store::BaseKey& key) const {
    const auto base = base_of(output, key);
    if (!base || !*base) {
        return false;
    }
    const auto& mine = output.find(key)->fields;
    for (const auto [field, value] : (*base)->fields) {
        if (mine.find(field) != value) {
            return false;
        }
    }
    return true;
}

Result<std::optional<store::Base>> Merging::base_of(const OutputState& output,
                                                    const store::BaseKey& key) const {
    const auto* const listed = output.find(key);
    if (listed == nullptr) { // an entry that is gone takes its base with it
        return std::optional<store::Base>();
    }
    return library_.find_base(output.documents[listed->document].document.path, key);
}

std::vector<const core::Record*>
records_for(const std::string& field, const Records& records, const config::Config& config) {
    std::vector<const core::Record*> ordered;
    ordered.reserve(records.size());
    for (const auto& record : records) {
        ordered.push_back(&record);
    }
    const auto priority = config.scraping.priority.find(field);
    if (priority != config.scraping.priority.end()) {
        const auto place = [&order = priority->second](const core::Record* record) {
            return std::find(order.begin(), order.end(), record->source) - order.begin();
        };
        std::stable_sort(ordered.begin(), ordered.end(), [&](const auto* left, const auto* right) {
            return place(left) < place(right);
        });
    }
    return ordered;
}

// One value a field, whatever source a field is to come from first.
merge::Game resolved(const Item& item, const Records& records, const config::Config& config) {
    const auto preferences = preferences_of(config);
    const auto own = regions_of(item, records);
    const auto& priority = config.scraping.priority;
    auto game = merge::resolve(records_for("", records, config), own, preferences);
    std::erase_if(game.values,
                  [&](const auto& chosen) { return priority.contains(chosen.value.field); });
    for (const auto& [field, sources] : priority) {
        auto other = merge::resolve(records_for(field, records, config), own, preferences);
        for (auto& chosen : other.values) {
            if (chosen.value.field == field) {
                game.values.push_back(std::move(chosen));
            }
        }
    }
    return game;
}

void Merging::fill(Item& item, const Records& records) const {
    auto game = resolved(item, records, setup_.config);
    item.game.ids = std::move(game.ids);
    item.game.values.clear();
    for (auto& chosen : game.values) {
        item.game.values.push_back(std::move(chosen.value));
    }
    tell_discs_apart(item);
    for (const auto& [field, texts] : item.wishes.values) {
        set(item.game.values, field, "");
        for (const auto& text : texts) {
            core::Value value;
            value.field = field;
            value.text = text;
            value.item = text; // of a list: each is one
            item.game.values.push_back(std::move(value));
        }
    }
}

// Values that are set once, on an entry we make, because the user asked for it.
void Merging::add_seeds(Item& item, const OutputState& output) const {
    const auto& scraping = setup_.config.scraping;
    auto& values = item.game.values;
    for (const auto& [field, native] : output.facts.seeds) {
        std::erase_if(values, [&name = field](const auto& one) { return one.field == name; });
    }
    if (scraping.auto_sortname && output.facts.seeds.contains("sort_name")) {
        set(values, "sort_name", sort_name_of(value_of(values, "name")));
    }
    if (scraping.auto_favorite && output.facts.seeds.contains("favorite")) {
        const auto text = value_of(values, "rating");
        double rating = 0;
        std::from_chars(text.data(), text.data() + text.size(), rating);
        set(values, "favorite", rating >= scraping.auto_favorite_threshold ? "true" : "");
    }
}

Result<bool> Merging::merge(Item& item, const Records& records) {
    bool changes = false;
    for (std::size_t i = 0; i < item.system.outputs.size(); ++i) {
        CURATEUR_TRY(auto pending, express(item, i, records));
        if (pending) {
            CURATEUR_TRY(const bool changed, merge_into(item, i, *std::move(pending)));
            changes = changes || changed;
        }
    }
    return changes;
}

Result<std::optional<Pending>>
Merging::express(Item& item, std::size_t at, const Records& records) const {
    auto& output = *item.system.outputs[at];
    if (!output.refused.empty() || (records.empty() && item.wishes.values.empty())) {
        return std::optional<Pending>();
    }
    const auto about_item = item.name();
    fill(item, records);
    add_seeds(item, output);
    const plugin::Crumbs::About about(about_item);
    Pending pending;
    CURATEUR_TRY(const auto theirs, output.instance->express(output.target, item.game));
    pending.theirs = core::PackedFields(theirs);
    if (!records.empty()) {
        pending.game = records.front().source + ":" + records.front().source_id;
    }
    pending.merged_unix_ms = merged_time_of(item);
    const fs::path path(item.game.key);
    pending.unset_names = {path.stem().string(), path.filename().string()};
    bind(pending, item, output, !records.empty());
    return std::optional(std::move(pending));
}

merge::EntryInput input_for(const OutputState& output,
                            const store::BaseKey& key,
                            const std::optional<store::Base>& base,
                            const Pending& pending) {
    merge::EntryInput input;
    if (const auto* const listed = output.find(key)) {
        input.mine = listed->fields.unpacked();
    }
    if (base) {
        input.base = base->fields.unpacked();
        input.base_game = base->game;
    }
    input.theirs = pending.theirs.unpacked();
    input.their_game = pending.game;
    input.unset_names = pending.unset_names;
    input.locked = pending.locked;
    input.forced = pending.forced;
    const auto name = output.facts.managed.find("name");
    input.unset_name_field = name != output.facts.managed.end() ? name->second : "";
    return input;
}

Result<bool> Merging::merge_into(Item& item, std::size_t at, Pending pending) {
    auto& system = item.system;
    auto& output = *system.outputs[at];
    const auto key = listed_as(item.game.key);
    const auto* const listed = output.find(key);
    if (listed != nullptr && listed->is_opaque) {
        return false;
    }
    CURATEUR_TRY(const auto old, base_of(output, key));
    const auto outcome = merge::merge_entry(input_for(output, key, old, pending), rules_of(output));
    system.kept_edits += outcome.edited.size();
    system.kept_foreign += outcome.foreign.size();
    if (!outcome.changes.empty() || outcome.is_new) {
        system.pending[at].insert_or_assign(key, std::move(pending));
        return true;
    }
    const store::Base base{
        core::PackedFields(outcome.base), outcome.base_game, pending.merged_unix_ms};
    if (!old || !(*old == base)) {
        system.agreed[at].insert_or_assign(key, base);
    }
    return false;
}

} // namespace curateur::pipeline
