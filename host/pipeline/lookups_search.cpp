// When nothing else finds a game: by its title, among the games that the source finds.
#include "pipeline/looking_up.hpp"

#include <algorithm>
#include <cstdio>

namespace curateur::pipeline {

using store::Lookup;
using store::LookupState;

namespace {

constexpr std::string_view k_candidates = "; candidates:";

std::string confidence_of(const match::Choice& choice) {
    char text[16];
    (void)std::snprintf(text, sizeof text, "%.2f", 1 - choice.verdict.distance);
    return text;
}

} // namespace

bool Lookups::may_search(const Asker& asker) const {
    return services_.setup.config.search.enabled &&
           (asker.facts().lookups & core::lookup_name) != 0 && asker.may_miss();
}

// Of an entry that was asked for before: never searched, or open and easier to decide by now.
bool Lookups::has_to_search(const Lookup& known, const Asker& asker) const {
    if (!may_search(asker) || known.matched_by == match::name_of(match::How::manual)) {
        return false;
    }
    if (known.state == LookupState::absent) {
        return (known.covers & core::lookup_name) == 0;
    }
    const auto& search = services_.setup.config.search;
    const bool is_enough_now =
        !known.matched_by.empty() && std::atof(known.matched_by.c_str()) >= search.threshold;
    return known.state == LookupState::undecided && (services_.choices != nullptr || is_enough_now);
}

// What was asked for in all other ways lately is not asked for so again.
bool Lookups::is_to_be_searched_only(Item& item, const Asker& asker) const {
    const auto* const known = item.lookup_of(asker.id());
    return services_.force_since_unix_ms == 0 && known != nullptr &&
           known->lookup.asked_unix_ms + k_miss_age_ms > services_.setup.clock.unix_ms() &&
           has_to_search(known->lookup, asker);
}

void Lookups::search_only(Asked& asked) const {
    if (is_to_be_searched_only(*asked.item, asked.asker)) {
        asked.covered = asked.item->lookup_of(asked.asker.id())->lookup.covers | core::lookup_name;
        asked.is_searched = true;
        asked.query.lookups = core::lookup_name;
    }
}

// One more round, by title, when that has not been done. A large image is digested first: that is
// surer.
bool Lookups::search(const std::shared_ptr<Asked>& asked) {
    if (asked->is_searched || asked->subject.pinned || asked->item->may_read_more ||
        !may_search(asked->asker)) {
        return false;
    }
    asked->is_searched = true;
    asked->covered |= core::lookup_name;
    asked->query.lookups = core::lookup_name;
    ask(asked);
    return true;
}

// What a search tells of a game may be less than what is stored of it: its dumps.
std::vector<core::Record>
Lookups::with_what_is_known(const Asker& asker, const std::vector<core::Record>& records) const {
    auto all = records;
    for (auto& record : all) {
        auto known = services_.library->find_record(asker.id(), record.source_id);
        if (record.dumps.empty() && known && *known) {
            record.dumps = std::move((*known)->dumps);
        }
    }
    return all;
}

void Lookups::choose(const std::shared_ptr<Asked>& asked,
                     const std::vector<core::Record>& records) {
    const auto all = with_what_is_known(asked->asker, records);
    const auto choice =
        match::choose(all, asked->subject, 1 - services_.setup.config.search.threshold + 1e-9);
    if (choice.verdict.accepted) {
        static_cast<void>(accept(
            *asked->item, asked->asker, *choice.ranked.front().record, choice.verdict, true));
    } else if (choice.ranked.empty()) {
        give_up(asked, LookupState::absent, choice.verdict.reason);
    } else {
        leave_open(asked, choice);
    }
}

// Unless an older answer counts all the same.
void Lookups::keep_choice(Item& item, const OpenChoice& open) {
    const auto* const known = item.lookup_of(open.source);
    if (known == nullptr || known->lookup.state != LookupState::undecided) {
        return;
    }
    if (const auto put = services_.library->put_choice(item.entry, open.source, open.candidates);
        !put) {
        services_.fatal(put.error());
    }
}

void Lookups::leave_open(const std::shared_ptr<Asked>& asked, const match::Choice& choice) {
    auto& item = *asked->item;
    OpenChoice open{item.name(),
                    item.system.scan.system.path / item.scanned.key,
                    asked->asker.id(),
                    choice.verdict.reason,
                    {},
                    item.system.scan.system.name,
                    item.index};
    std::string reason = choice.verdict.reason + std::string(k_candidates);
    for (const auto& ranked : choice.ranked) {
        if (open.candidates.size() == services_.setup.config.search.max_results) {
            break;
        }
        open.candidates.push_back({ranked.record->source_id,
                                   ranked.name,
                                   ranked.year,
                                   ranked.distance.value(),
                                   ranked.distance.explain()});
        reason += (open.candidates.size() > 1 ? ", " : " ") + asked->asker.id() + ":" +
                  ranked.record->source_id + " \"" + ranked.name + "\"" +
                  (ranked.year.empty() ? "" : " (" + ranked.year + ")");
    }
    Lookup lookup;
    lookup.state = LookupState::undecided;
    lookup.asked_unix_ms = services_.setup.clock.unix_ms();
    lookup.covers = asked->covered | core::lookup_name;
    const bool is_tie = choice.verdict.distance <= 1 - services_.setup.config.search.threshold;
    lookup.matched_by = is_tie ? "" : confidence_of(choice);
    lookup.reason = std::move(reason);
    store::Library::Batch both(*services_.library);
    settle(item, asked->asker, std::move(lookup), nullptr);
    keep_choice(item, open);
    if (const auto kept = both.commit(); !kept) {
        services_.fatal(kept.error());
    }
    if (services_.choices != nullptr) {
        std::erase_if(*services_.choices, [&](const OpenChoice& known) { // of an earlier pass
            return known.rom == open.rom && known.source == open.source;
        });
        services_.choices->push_back(std::move(open));
    }
}

std::string_view why_undecided(std::string_view reason) {
    return reason.substr(0, reason.find(k_candidates));
}

} // namespace curateur::pipeline
