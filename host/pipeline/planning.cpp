// What a pass would do, collected entry by entry.
#include "pipeline/planning.hpp"

#include "media/candidates.hpp"
#include "pipeline/merging.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

using Way = Lookups::Way;

// Records that are looked into, of a system and in all: half a millisecond each.
constexpr std::size_t k_sample = 400, k_sample_of_others = 400;
constexpr std::uint64_t k_asked_twice_above = std::uint64_t{64} << 20U; // S6, scanners/identify

bool is_answered(const store::Lookup& lookup) {
    return lookup.state == store::LookupState::have || lookup.state == store::LookupState::absent ||
           lookup.state == store::LookupState::undecided;
}

} // namespace

// From the end: what is asked for is nearly always of the system that is looked at now.
std::uint16_t Planning::index_of(std::vector<std::string>& all, const std::string& one) {
    const auto found = std::find(all.rbegin(), all.rend(), one);
    if (found != all.rend()) {
        return static_cast<std::uint16_t>(all.rend() - found - 1);
    }
    all.push_back(one);
    return static_cast<std::uint16_t>(all.size() - 1);
}

Status Planning::take(Item& item, bool asks, bool has_media_left, const Deciders& deciders) {
    auto& draft = drafts_[item.system.scan.system.name];
    sources_.resize(deciders.askers.size());
    draft.plan.to_ask += asks ? 1 : 0;
    Records records;
    Unknown unknown;
    const bool is_known = item.has_record();
    for (std::size_t i = 0; asks && i < deciders.askers.size(); ++i) {
        std::optional<core::Record> record;
        switch (deciders.lookups.foresee(item, *deciders.askers[i], &record)) {
        case Way::known:
            if (record) {
                records.push_back(*std::move(record));
            }
            break;
        case Way::pinned:
            sources_[i].lookups += 1;
            draft.plan.lookups += 1;
            found_ += 1;
            break;
        case Way::lookup:
            if (is_known) { // it surely is found again
                sources_[i].lookups += 1;
                draft.plan.lookups += 1;
                found_ += 1;
            } else {
                unknown.asked.push_back(static_cast<std::uint8_t>(i));
            }
            break;
        case Way::search:
            unknown.searched.push_back(static_cast<std::uint8_t>(i));
            break;
        case Way::none:
        case Way::reread:
            break;
        }
    }
    if (is_known || !records.empty()) {
        draft.plan.known += 1;
        draft.known.insert(item.tags.title);
    }
    if (is_known && has_media_left && library_ != nullptr) {
        CURATEUR_TRY(records, records_of(item, *library_, setup_.config));
    }
    if (!records.empty()) {
        foresee(item, records, draft, deciders);
        return ok();
    }
    unknown.is_disc_of_list = item.scanned.playlist != k_none;
    if (!is_known &&
        (!unknown.asked.empty() || !unknown.searched.empty() || unknown.is_disc_of_list)) {
        unknown.title = item.tags.title;
        unknown.has_evidence = !item.game.evidence.empty();
        unknown.is_large = item.scanned.size > k_asked_twice_above;
        hope(item, unknown, deciders);
        draft.unknown.push_back(std::move(unknown));
    }
    return ok();
}

// Of a game that is known every medium is known, too.
void Planning::foresee(Item& item, const Records& records, Draft& draft, const Deciders& deciders) {
    for (const auto& wanted : deciders.media.claim(item)) {
        const auto medium = deciders.media.foresee(item, wanted, records);
        if (!medium || (medium->asker == nullptr && !medium->is_there)) {
            continue;
        }
        const auto place = index_of(places_, wanted.output->target.media_dir);
        const auto& kind = wanted.slot->kind;
        const bool is_copy =
            medium->is_there || seen_.contains(medium->key) || seen_.contains(medium->sha1);
        seen_.insert(medium->key);
        if (!medium->sha1.empty()) {
            seen_.insert(medium->sha1);
        }
        if (!medium->size) {
            draft.unsized.push_back({index_of(kinds_, kind), place, !is_copy});
        }
        const auto bytes = static_cast<double>(medium->size.value_or(0));
        add(draft.plan,
            kind,
            place,
            is_copy ? PlannedMedia{0, 0, 1, bytes} : PlannedMedia{1, bytes, 0, 0});
        for (std::size_t i = 0; !is_copy && i < deciders.askers.size(); ++i) {
            if (deciders.askers[i].get() == medium->asker) {
                sources_[i].media += 1;
                sources_[i].bytes += bytes;
            }
        }
    }
}

void Planning::hope(Item& item, Unknown& unknown, const Deciders& deciders) {
    for (const auto& wanted : deciders.media.claim(item)) {
        const auto kind = index_of(kinds_, wanted.slot->kind);
        const bool is_first = std::none_of(unknown.media.begin(),
                                           unknown.media.end(),
                                           [&](const Hoped& one) { return one.kind == kind; });
        unknown.media.push_back(
            {kind, index_of(places_, wanted.output->target.media_dir), is_first});
    }
}

void Planning::add(PlannedSystem& system,
                   const std::string& kind,
                   std::uint16_t place,
                   const PlannedMedia& media) {
    system.media[kind] += media;
    bytes_at_[place] += media.bytes + media.copied_bytes;
}

Status Planning::close(const SystemRun& system) {
    const auto& name = system.scan.system.name;
    auto& planned = drafts_[name].plan;
    order_.push_back(name);
    planned.name = name;
    planned.full_name = system.scan.system.full_name;
    planned.entries = system.scan.entries.size();
    planned.left_alone = system.counts[report::Status::skipped];
    for (const auto& output : system.outputs) {
        for (const auto& slot : output->facts.slots) {
            if (std::none_of(slots_.begin(), slots_.end(), [&](const Slot& one) {
                    return one.kind == slot.kind && one.formats == slot.formats;
                })) {
                slots_.push_back(slot);
            }
        }
    }
    return sample(name, system.known, slots_);
}

// What the games that are known have, and how large it is.
Status Planning::sample(const std::string& system,
                        const store::KnownEntries& known,
                        const std::vector<Slot>& slots) {
    std::vector<const store::KnownLookup*> games;
    for (const auto& entry : known) {
        for (const auto& one : entry.lookups) {
            if (is_answered(one.lookup)) {
                priors_.add_answer(system, one.lookup.state == store::LookupState::have);
            }
            if (one.lookup.state == store::LookupState::have) {
                games.push_back(&one);
            }
        }
    }
    const auto step = std::max<std::size_t>(games.size() / k_sample, 1);
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < games.size(); i += step) {
        if (!seen.insert(games[i]->source + '\n' + games[i]->lookup.source_id).second) {
            continue;
        }
        CURATEUR_TRY(const auto record,
                     library_->find_record(games[i]->source, games[i]->lookup.source_id));
        if (!record) {
            continue;
        }
        priors_.add_game(system);
        std::unordered_set<std::string> kinds;
        for (const auto& slot : slots) {
            media::Want want;
            want.kind = slot.kind;
            want.formats = slot.formats;
            want.regions = setup_.config.scraping.regions;
            want.languages = setup_.config.scraping.languages;
            const auto best = media::candidates({&*record}, want);
            if (!best.empty() && kinds.insert(slot.kind).second) {
                const auto bytes = best.front().media->size.value_or(0);
                priors_.add_medium(system, slot.kind, static_cast<double>(bytes));
            }
        }
    }
    return ok();
}

// Systems that this run is not about tell something, too.
Status Planning::sample_others() {
    if (library_ == nullptr) {
        return ok();
    }
    CURATEUR_TRY(const auto systems, library_->systems_with_assets());
    std::size_t looked_into = 0;
    for (const auto& system : systems) {
        if (drafts_.contains(system) || looked_into >= k_sample_of_others) {
            continue;
        }
        CURATEUR_TRY(const auto known, library_->load_system(system));
        looked_into += std::min(known.size(), k_sample);
        CURATEUR_CHECK(sample(system, known, slots_));
    }
    return ok();
}

} // namespace curateur::pipeline
