// Which media are wanted, and which of a record's fit.
#include "media/candidates.hpp"
#include "merge/resolve.hpp"
#include "net/wire.hpp"
#include "pipeline/fetching.hpp"
#include "pipeline/media_files.hpp"
#include "pipeline/preferences.hpp"

#include <algorithm>

namespace curateur::pipeline {

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

std::vector<Wanted> MediaWork::missing(Item& item) const {
    std::vector<Wanted> all;
    const auto& kinds = services_.setup.config.media.kinds;
    for (const auto& output : item.system.outputs) {
        if (!output->refused.empty()) {
            continue;
        }
        for (std::size_t i = 0; i < output->facts.slots.size(); ++i) {
            const auto& slot = output->facts.slots[i];
            const bool is_wanted =
                kinds ? std::find(kinds->begin(), kinds->end(), slot.kind) != kinds->end()
                      : slot.by_default;
            if (!is_wanted || item.wishes.locks(slot.kind)) {
                continue;
            }
            auto stem = stem_of(*output, item.game, slot);
            auto& listing = output->listings[i];
            if (stem.empty()) {
                continue;
            }
            const auto present = listing.find(stem, slot.formats);
            if (!present) {
                all.push_back({output.get(), &slot, std::move(stem), &listing, {}, false});
            } else if (is_bad_of_ours(*present)) {
                all.push_back({output.get(), &slot, std::move(stem), &listing, *present, true});
            }
        }
    }
    return all;
}

std::vector<Wanted> MediaWork::outdated(Item& item, const Records& records) const {
    std::vector<Wanted> all;
    const auto& kinds = services_.setup.config.media.kinds;
    for (const auto& output : item.system.outputs) {
        for (std::size_t i = 0; output->refused.empty() && i < output->facts.slots.size(); ++i) {
            const auto& slot = output->facts.slots[i];
            if (kinds ? std::find(kinds->begin(), kinds->end(), slot.kind) == kinds->end()
                      : !slot.by_default) {
                continue;
            }
            if (item.wishes.locks(slot.kind)) {
                continue;
            }
            auto stem = stem_of(*output, item.game, slot);
            const auto present = output->listings[i].find(stem, slot.formats);
            if (!present) {
                continue;
            }
            const auto asset = services_.library->find_asset(present->string());
            if (!asset || !*asset || !still_lies_there(**asset)) {
                continue; // the user's, or changed by somebody: left alone
            }
            Wanted wanted{
                output.get(), &slot, std::move(stem), &output->listings[i], *present, false};
            const auto best = candidates_of(item, wanted, records);
            if (!best.empty() && !best.front().media.sha1.empty() &&
                best.front().media.sha1 != (*asset)->sha1) {
                all.push_back(std::move(wanted));
            }
        }
    }
    return all;
}

std::vector<MediaWork::Candidate>
MediaWork::candidates_of(Item& item, const Wanted& wanted, const Records& records) const {
    std::vector<const core::Record*> pointers;
    for (const auto& record : records) {
        pointers.push_back(&record);
    }
    const auto preferences = preferences_of(services_.setup.config);
    media::Want want;
    want.kind = wanted.slot->kind;
    want.formats = wanted.slot->formats;
    want.regions = merge::region_order(regions_of(item, records), preferences);
    want.languages = merge::language_order(preferences);
    want.disc = item.tags.disc;
    std::vector<Candidate> all;
    for (const auto& one : media::candidates(pointers, want)) {
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
        all.push_back(std::move(candidate));
    }
    return all;
}

} // namespace curateur::pipeline
