// What is known of other entries says what to expect of those of which nothing is.
#include "config/deadline.hpp"
#include "pipeline/forecast.hpp"
#include "pipeline/planning.hpp"
#include "platform/volume.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

// How long a large service takes, by its own statistics of 2024, in seconds.
constexpr double k_found_s = 2.5, k_miss_s = 1.3, k_medium_s = 0.7;
// The answers about 42 games, recorded in 2025 and 2026: 67 kB each as they are parsed. In the
// library 60 000 take about 1 GB, deflated.
constexpr double k_answer_bytes = 67'000, k_kept_bytes = 17'000;

} // namespace

// found: how many of a hundred are, as a share. A further dump of a game is as likely listed in the
// answer about the first as a ROM is found at all.
Planning::Odds
Planning::odds_of(const Unknown& unknown, double found, bool is_listed, bool follows) {
    if (unknown.is_disc_of_list) {
        return {0, 0, found};
    }
    double listed = 0;
    if (is_listed && !unknown.has_evidence) { // of a game that is known: the index may know it
        listed = found;
    } else if (follows) { // of one that is asked for before: if that is found
        listed = found * found;
    }
    Odds odds;
    odds.lookups = 1 - listed;
    odds.misses = odds.lookups * (1 - found);
    odds.found = listed + odds.lookups * found;
    if (unknown.is_large) { // once more, with digests
        odds.lookups += odds.misses;
        odds.misses *= 2;
    }
    return odds;
}

// The first who is asked and may have it.
std::optional<std::size_t> Planning::asked_for(const Unknown& unknown,
                                               const std::string& kind,
                                               const std::vector<std::unique_ptr<Asker>>& askers) {
    for (const auto i : unknown.asked) {
        if (askers[i]->facts().kinds.contains(kind)) {
            return i;
        }
    }
    return std::nullopt;
}

void Planning::estimate(Draft& draft, const std::vector<std::unique_ptr<Asker>>& askers) {
    auto& plan = draft.plan;
    const double share = priors_.found(plan.name);
    std::unordered_set<std::string> begun; // titles
    for (const auto& unknown : draft.unknown) {
        const bool has_title = !unknown.title.empty();
        const bool is_listed = has_title && draft.known.contains(unknown.title);
        const bool follows = has_title && !begun.insert(unknown.title).second;
        const auto odds = odds_of(unknown, share, is_listed, follows);
        double not_found = unknown.is_disc_of_list ? 1 - odds.found : 1;
        for (const auto i : unknown.asked) {
            const bool searches = setup_.config.search.enabled &&
                                  (askers[i]->facts().lookups & core::lookup_name) != 0;
            const auto lookups = odds.lookups + (searches ? odds.misses : 0);
            sources_[i].lookups += lookups;
            sources_[i].misses += odds.misses;
            plan.lookups += lookups;
            plan.misses += odds.misses;
            found_ += odds.lookups - odds.misses;
            not_found *= 1 - odds.found;
        }
        for (const auto i : unknown.searched) {
            sources_[i].lookups += 1;
            plan.lookups += 1;
        }
        const bool shares_game = unknown.is_disc_of_list || is_listed || follows;
        for (const auto& hoped : unknown.media) {
            const auto& kind = kinds_[hoped.kind];
            const auto source = asked_for(unknown, kind, askers);
            if (!source && !unknown.is_disc_of_list) {
                continue;
            }
            const auto number = (1 - not_found) * priors_.has(plan.name, kind);
            const auto bytes = number * priors_.bytes(plan.name, kind);
            if (shares_game || !hoped.is_first) {
                add(plan, kind, hoped.place, {0, 0, number, bytes});
                continue;
            }
            add(plan, kind, hoped.place, {number, bytes, 0, 0});
            sources_[*source].media += number;
            sources_[*source].bytes += bytes;
        }
    }
    for (const auto& hoped : draft.unsized) {
        const auto& kind = kinds_[hoped.kind];
        const auto bytes = priors_.bytes(plan.name, kind);
        add(plan,
            kind,
            hoped.place,
            hoped.is_first ? PlannedMedia{0, bytes, 0, 0} : PlannedMedia{0, 0, 0, bytes});
    }
    plan.is_estimate = !draft.unknown.empty() || !draft.unsized.empty();
    plan.basis = plan.is_estimate ? priors_.basis(plan.name) : "";
}

// What the account may do, as it was told last, and how long that takes.
void Planning::fill(PlannedSource& planned, const Asker& asker, const SourceSetup& setup) const {
    constexpr auto k_bucket = "api";
    const auto now = setup_.clock.unix_ms();
    const auto& all = asker.facts().limits;
    const auto declared = std::find_if(
        all.begin(), all.end(), [&](const auto& one) { return one.bucket == k_bucket; });
    Limits limits(declared != all.end() ? *declared : SourceFacts::Limit{},
                  setup_.config.api,
                  setup.is_loopback,
                  std::make_shared<net::Ledger>());
    if (const auto seen = net::Ledger::look(ledger_file(setup_, setup, k_bucket), now)) {
        if (seen->allowance.told_unix_ms != 0) {
            limits.recall(seen->allowance);
        }
        planned.told_unix_ms = seen->allowance.told_unix_ms;
        planned.used_today = seen->today.used;
        planned.missed_today = seen->today.misses;
        planned.day_ends_unix_ms = seen->today.ends_unix_ms;
    }
    const auto rules = limits.rules();
    planned.id = asker.id();
    planned.concurrency = rules.concurrency;
    planned.per_minute = rules.per_minute;
    planned.per_day = rules.per_day;
    planned.misses_per_day = limits.misses_per_day();
    planned.bytes_per_second = limits.bytes_per_second();
    const auto counted = planned.lookups + planned.media; // who we are is asked for free
    if (counted <= 0) {
        planned.finish_unix_ms = now;
        return;
    }
    planned.accounts = (asker.facts().lookups & core::lookup_account) != 0 ? 1 : 0;
    const double speed = static_cast<double>(planned.bytes_per_second);
    const double of_medium = planned.media > 0 && speed > 0
                                 ? std::max(planned.bytes / planned.media / speed, k_medium_s)
                                 : k_medium_s;
    const double busy = (planned.lookups - planned.misses) * k_found_s + planned.misses * k_miss_s +
                        planned.media * of_medium;
    planned.seconds = busy / rules.concurrency;
    if (rules.per_minute > 0) {
        planned.seconds = std::max(planned.seconds, counted * 60 / rules.per_minute);
    }
    planned.seconds =
        std::max(planned.seconds, counted * static_cast<double>(rules.min_gap_ms) / 1000);
    const auto finish = finish_of({counted,
                                   planned.misses,
                                   planned.seconds,
                                   planned.per_day,
                                   planned.misses_per_day,
                                   planned.used_today,
                                   planned.missed_today,
                                   now,
                                   planned.day_ends_unix_ms});
    planned.days = finish.days;
    planned.finish_unix_ms = finish.unix_ms;
}

// One a file system; folders that do not exist yet lie where the next one above them does.
void Planning::add_spaces(Plan& plan) const {
    std::map<dev_t, PlannedSpace> spaces;
    const auto need = [&](const fs::path& folder, double bytes) {
        auto place = folder;
        struct stat found {};

        while (::stat(place.c_str(), &found) != 0) {
            if (!place.has_relative_path()) {
                return;
            }
            place = place.parent_path();
        }
        auto& one = spaces.try_emplace(found.st_dev).first->second;
        one.place = one.place.empty() ? place : one.place;
        one.needed += bytes;
        one.free = platform::free_bytes(place).value_or(0);
    };
    for (const auto& [place, bytes] : bytes_at_) {
        need(places_[place], bytes);
    }
    need(setup_.places.state, found_ * k_kept_bytes);
    for (auto& [device, space] : spaces) {
        if (space.needed > 0) {
            plan.spaces.push_back(std::move(space));
        }
    }
}

Status Planning::conclude(const std::vector<std::unique_ptr<Asker>>& askers) {
    sources_.resize(askers.size());
    CURATEUR_CHECK(sample_others());
    plan_.now_unix_ms = plan_.finish_unix_ms = setup_.clock.unix_ms();
    for (const auto& name : order_) {
        auto& draft = drafts_[name];
        estimate(draft, askers);
        plan_.systems.push_back(std::move(draft.plan));
    }
    for (std::size_t i = 0; i < askers.size(); ++i) {
        fill(sources_[i], *askers[i], setup_.sources[i]);
        const auto finish = sources_[i].finish_unix_ms;
        const bool never = finish == 0 || plan_.finish_unix_ms == 0;
        plan_.finish_unix_ms = never ? 0 : std::max(plan_.finish_unix_ms, finish);
    }
    plan_.sources = std::move(sources_);
    plan_.answer_bytes = found_ * k_answer_bytes;
    plan_.max_requests = setup_.config.runtime.max_requests;
    plan_.deadline_unix_ms = config::instant_of(setup_.config.runtime.deadline, plan_.now_unix_ms);
    add_spaces(plan_);
    return ok();
}

} // namespace curateur::pipeline
