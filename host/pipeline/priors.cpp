#include "pipeline/priors.hpp"

#include "registry/registry.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

// The mean of what was counted, and of what is expected otherwise while few were.
double blend(double sum, double count, double otherwise, double enough = Priors::k_enough) {
    if (count <= 0) {
        return otherwise;
    }
    const double weight = std::min(count / enough, 1.0);
    return weight * (sum / count) + (1 - weight) * otherwise;
}

std::string number_of(double games) {
    return std::to_string(static_cast<std::size_t>(games));
}

} // namespace

const Priors::Known& Priors::of(const std::string& system) const {
    static const Known nothing;
    const auto found = systems_.find(system);
    return found != systems_.end() ? found->second : nothing;
}

void Priors::add_answer(const std::string& system, bool is_found) {
    for (auto* const known : {&systems_[system], &all_}) {
        known->asked += 1;
        known->found += is_found ? 1 : 0;
    }
}

void Priors::add_game(const std::string& system) {
    systems_[system].games += 1;
    all_.games += 1;
}

void Priors::add_medium(const std::string& system, const std::string& kind, double bytes) {
    for (auto* const known : {&systems_[system], &all_}) {
        auto& of_kind = known->kinds[kind];
        of_kind.has += 1;
        of_kind.sized += bytes > 0 ? 1 : 0;
        of_kind.bytes += bytes;
    }
}

double Priors::found(const std::string& system) const {
    const auto& own = of(system);
    return blend(own.found, own.asked, blend(all_.found, all_.asked, k_usually_found));
}

double Priors::has(const std::string& system, const std::string& kind) const {
    const auto* const row = registry::find_media(kind);
    const double typical = row != nullptr ? row->of_hundred / 100.0 : 0;
    const auto count = [&kind](const Known& known) {
        const auto found = known.kinds.find(kind);
        return found != known.kinds.end() ? found->second.has : 0;
    };
    const auto& own = of(system);
    return blend(count(own), own.games, blend(count(all_), all_.games, typical));
}

double Priors::bytes(const std::string& system, const std::string& kind) const {
    const auto* const row = registry::find_media(kind);
    const double typical = row != nullptr ? row->kilobytes * 1000.0 : 0;
    const auto mean = [&kind](const Known& known, double otherwise) {
        const auto found = known.kinds.find(kind);
        return found != known.kinds.end()
                   ? blend(found->second.bytes, found->second.sized, otherwise, k_enough_sizes)
                   : otherwise;
    };
    return mean(of(system), mean(all_, typical));
}

std::string Priors::basis(const std::string& system) const {
    const auto& own = of(system);
    const auto others = all_.games - own.games;
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += (text.empty() ? "" : ", ") + part;
    };
    if (own.games > 0) {
        add(number_of(own.games) + " games of " + system);
    }
    if (own.games < k_enough && others > 0) {
        add(number_of(others) + (own.games > 0 ? "" : " games") + " of other systems");
    }
    if (all_.games < k_enough) {
        add("typical figures");
    }
    return text;
}

} // namespace curateur::pipeline
