// Which media are wanted, and which of a record's fit.
#include "media/candidates.hpp"
#include "merge/resolve.hpp"
#include "net/wire.hpp"
#include "pipeline/fetching.hpp"
#include "pipeline/media_files.hpp"
#include "pipeline/preferences.hpp"

#include <algorithm>

namespace curateur::pipeline {

namespace {

std::vector<const core::Record*> pointers_to(const Records& records) {
    std::vector<const core::Record*> pointers;
    pointers.reserve(records.size());
    for (const auto& record : records) {
        pointers.push_back(&record);
    }
    return pointers;
}

} // namespace

Status MediaWork::load() {
    if (services_.library != nullptr) {
        CURATEUR_TRY(const auto paths, services_.library->bad_assets());
        bad_.insert(paths.begin(), paths.end());
    }
    return ok();
}

bool MediaWork::is_bad_of_ours(const std::filesystem::path& file) const {
    if (!bad_.contains(file.string())) {
        return false;
    }
    const auto asset = services_.library->find_asset(file.string());
    return asset && *asset && still_lies_there(**asset); // else somebody put another there
}

MediaWork::Place MediaWork::look(Item& item, OutputState& output, std::size_t at) const {
    const auto& slot = output.facts.slots[at];
    const bool is_wished = is_wanted(services_.setup.config.media, slot);
    Place place;
    place.output = &output;
    place.slot = &slot;
    if (!is_wished || item.wishes.locks(slot.kind)) {
        place.state = is_wished ? Place::State::locked : Place::State::not_wanted;
        return place;
    }
    place.listing = &output.listings[at];
    place.stem = stem_of(output, item.game, slot);
    if (place.stem.empty()) {
        return place;
    }
    const auto present = place.listing->find(place.stem, slot.formats);
    place.file = present.value_or("");
    place.state = !present                   ? Place::State::missing
                  : is_bad_of_ours(*present) ? Place::State::bad
                                             : Place::State::there;
    return place;
}

std::vector<MediaWork::Place> MediaWork::places(Item& item, OutputState& output) const {
    std::vector<Place> all;
    for (std::size_t i = 0; output.refused.empty() && i < output.facts.slots.size(); ++i) {
        all.push_back(look(item, output, i));
    }
    return all;
}

std::vector<Wanted> MediaWork::missing(Item& item) const {
    std::vector<Wanted> all;
    for (const auto& output : item.system.outputs) {
        for (std::size_t i = 0; output->refused.empty() && i < output->facts.slots.size(); ++i) {
            auto place = look(item, *output, i);
            if (place.state == Place::State::missing || place.state == Place::State::bad) {
                all.push_back({place.output,
                               place.slot,
                               std::move(place.stem),
                               place.listing,
                               std::move(place.file),
                               place.state == Place::State::bad});
            }
        }
    }
    return all;
}

std::vector<Wanted> MediaWork::outdated(Item& item, const Records& records) const {
    std::vector<Wanted> all;
    for (const auto& output : item.system.outputs) {
        for (std::size_t i = 0; output->refused.empty() && i < output->facts.slots.size(); ++i) {
            auto place = look(item, *output, i);
            if (place.file.empty()) {
                continue;
            }
            const auto asset = services_.library->find_asset(place.file.string());
            if (!asset || !*asset || !still_lies_there(**asset)) {
                continue; // the user's, or changed by somebody: left alone
            }
            Wanted wanted{place.output,
                          place.slot,
                          std::move(place.stem),
                          place.listing,
                          std::move(place.file),
                          false};
            const auto best = candidates_of(item, wanted, records);
            const auto& sent = (*asset)->original.empty() ? (*asset)->sha1 : (*asset)->original;
            if (!best.empty() && !best.front().media.sha1.empty() &&
                best.front().media.sha1 != sent) {
                all.push_back(std::move(wanted));
            }
        }
    }
    return all;
}

media::Want MediaWork::want_of(const Item& item, const Slot& slot, const Records& records) const {
    const auto preferences = preferences_of(services_.setup.config);
    media::Want want;
    want.kind = slot.kind;
    want.formats = slot.formats;
    if (const auto variants = services_.setup.config.media.variants.find(want.kind);
        variants != services_.setup.config.media.variants.end()) {
        want.variants = variants->second;
    }
    want.regions = merge::region_order(regions_of(item, records), preferences);
    want.languages = merge::language_order(preferences);
    want.disc = item.tags.disc;
    return want;
}

Result<std::vector<MediaWork::Ranked>>
MediaWork::ranked(Item& item, const Slot& slot, const Records& records) const {
    std::vector<Ranked> all;
    for (auto& one : media::ranking(pointers_to(records), want_of(item, slot, records))) {
        Ranked ranked;
        ranked.media = *one.candidate.media;
        ranked.source = one.candidate.record->source;
        ranked.source_id = one.candidate.record->source_id;
        ranked.key = net::cache_key(ranked.source, ranked.media.request);
        ranked.why = std::move(one.why);
        ranked.is_tried = one.is_shown && all.size() < media::k_most_candidates;
        CURATEUR_TRY(ranked.bad, known_bad(ranked.key, slot));
        all.push_back(std::move(ranked));
    }
    return all;
}

std::vector<MediaWork::Candidate>
MediaWork::candidates_of(Item& item, const Wanted& wanted, const Records& records) const {
    std::vector<Candidate> all;
    for (const auto& one :
         media::candidates(pointers_to(records), want_of(item, *wanted.slot, records))) {
        const auto asker =
            std::find_if(services_.askers.begin(), services_.askers.end(), [&](const auto& some) {
                return some->id() == one.record->source;
            });
        Candidate candidate;
        candidate.asker = asker != services_.askers.end() ? asker->get() : nullptr;
        candidate.media = *one.media;
        candidate.key = net::cache_key(one.record->source, one.media->request);
        candidate.source_id = one.record->source_id;
        candidate.why =
            one.media->region.empty() ? "no region said" : "region " + one.media->region;
        candidate.why += one.media->variant.empty() ? "" : ", variant " + one.media->variant;
        all.push_back(std::move(candidate));
    }
    return all;
}

} // namespace curateur::pipeline
