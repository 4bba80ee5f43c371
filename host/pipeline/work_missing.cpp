// --missing: only entries that lack something are worked on.
#include "pipeline/entering.hpp"
#include "pipeline/lacking.hpp"
#include "pipeline/work.hpp"
#include "registry/registry.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

bool lacks_one_of(const std::set<std::string>& names,
                  const Item& item,
                  const std::vector<Wanted>& media,
                  const store::Library* library) {
    if (item.wishes.ignored || !item.scanned.why_skipped.empty()) {
        return false;
    }
    return std::any_of(media.begin(),
                       media.end(),
                       [&](const Wanted& one) { return names.contains(one.slot->kind); }) ||
           std::any_of(
               item.system.outputs.begin(), item.system.outputs.end(), [&](const auto& output) {
                   const auto shows = [&](const auto& field) {
                       return names.contains(field.first);
                   };
                   const auto& managed = output->facts.managed;
                   return output->refused.empty() &&
                          std::any_of(managed.begin(), managed.end(), shows) &&
                          lacks_fields(item, *output, names, library);
               });
}

} // namespace

// A disc that stays keeps its playlist, which is asked for in its place.
void Work::keep_what_lacks(SystemRun& system) {
    const auto& missing = setup_.config.scraping.missing;
    if (missing.empty() || fatal_) {
        return;
    }
    const std::set<std::string> names(missing.begin(), missing.end());
    auto& entries = system.scan.entries;
    std::vector<bool> stays(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto item = make_item(system, i, setup_, library_);
        if (lacks_one_of(names, *item, media_->missing(*item), library_)) {
            for (auto at = i; at != k_none && !stays[at]; at = entries[at].playlist) {
                stays[at] = true;
            }
        }
    }
    std::vector<std::size_t> place(entries.size(), k_none);
    std::vector<ScannedEntry> kept;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (stays[i]) {
            place[i] = kept.size();
            kept.push_back(std::move(entries[i]));
        }
    }
    for (auto& entry : kept) {
        entry.playlist = entry.playlist == k_none ? k_none : place[entry.playlist];
    }
    entries = std::move(kept);
}

// Nobody can lack what no output takes.
void Work::warn_of_unwanted() {
    for (const auto& name : setup_.config.scraping.missing) {
        bool is_gotten = false, is_shown = false;
        for (const auto& output : setup_.outputs) {
            const auto facts = facts_of(output.component->output());
            is_shown = is_shown || facts.managed.contains(name);
            for (const auto& slot : facts.slots) {
                is_gotten =
                    is_gotten || (slot.kind == name && is_wanted(setup_.config.media, slot));
            }
        }
        if (!is_gotten && !is_shown) {
            const bool is_medium = registry::find_media(name) != nullptr;
            warn("",
                 "--missing " + name +
                     (is_medium ? ": no output wants this kind of media, so no game lacks it "
                                  "(media.media_types says which are wanted)"
                                : ": no output shows this field, so no game lacks it"));
        }
    }
}

} // namespace curateur::pipeline
