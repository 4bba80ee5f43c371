#include "pipeline/plan.hpp"

#include "pipeline/planning.hpp"
#include "pipeline/work.hpp"

#include <algorithm>

namespace curateur::pipeline {
PlannedMedia& PlannedMedia::operator+=(const PlannedMedia& other) {
    fetched += other.fetched;
    bytes += other.bytes;
    copies += other.copies;
    copied_bytes += other.copied_bytes;
    return *this;
}

PlannedMedia PlannedSystem::all_media() const {
    PlannedMedia all;
    for (const auto& [kind, of_kind] : media) {
        all += of_kind;
    }
    return all;
}

PlannedSystem Plan::sum() const {
    PlannedSystem all;
    for (const auto& system : systems) {
        all.entries += system.entries;
        all.known += system.known;
        all.left_alone += system.left_alone;
        all.to_ask += system.to_ask;
        all.lookups += system.lookups;
        all.misses += system.misses;
        all.is_estimate = all.is_estimate || system.is_estimate;
        for (const auto& [kind, of_kind] : system.media) {
            all.media[kind] += of_kind;
        }
    }
    return all;
}

double Plan::requests() const {
    double all = 0;
    for (const auto& source : sources) {
        all += source.requests();
    }
    return all;
}

std::int64_t Plan::days() const {
    std::int64_t most = 0;
    for (const auto& source : sources) {
        most = std::max(most, source.days);
    }
    return most;
}

// The run itself, that decides and does nothing.
Result<Plan> plan(const Setup& setup) {
    auto library = store::Library::look(setup.places.state);
    if (!library && library.error().code != Errc::not_found) {
        return std::move(library).error();
    }
    auto* const known = library ? &*library : nullptr;
    Planning planning(setup, known);
    Passes passes;
    passes.planning = &planning;
    const auto ended = Work(setup, known, nullptr, passes).execute();
    if (setup.stop.stop_requested()) {
        return Error{Errc::cancelled, "interrupted"};
    }
    if (ended.end.stopped_by == "error") {
        return Error{Errc::io, "there is no plan: see what was said before"};
    }
    return planning.plan();
}

} // namespace curateur::pipeline
