// One system: what is there already, whether it is good, and the end, when its documents are
// written.
#include "pipeline/cleaning.hpp"
#include "pipeline/entering.hpp"
#include "pipeline/planning.hpp"
#include "pipeline/preferences.hpp"
#include "pipeline/validating.hpp"
#include "pipeline/work.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

// Entries of which everything is known at the same time; 2 kB each.
constexpr std::size_t k_most_at_once = 30'000;

} // namespace

// Away from the loop: documents of 30 MB take a while to read.
void Work::prepare(std::size_t number) {
    if (number >= systems_.size() || systems_[number]->started_ms >= 0) {
        return;
    }
    auto& system = *systems_[number];
    system.started_ms = setup_.clock.steady_ms();
    readers_.submit([this, &system](const std::stop_token&) {
        auto outputs = std::make_shared<std::vector<std::unique_ptr<OutputState>>>();
        for (const auto& output : setup_.outputs) {
            outputs->push_back(take_inventory(setup_, output, system.scan));
        }
        loop_.post([this, &system, outputs] { prepared(system, std::move(*outputs)); });
    });
}

// The next system is prepared while this one is worked on, unless both together are large.
void Work::prepare_ahead() {
    const auto next = admitting_ + 1;
    if (next < systems_.size() &&
        systems_[admitting_]->scan.entries.size() + systems_[next]->scan.entries.size() <=
            k_most_at_once) {
        prepare(next);
    }
}

void Work::prepared(SystemRun& system, std::vector<std::unique_ptr<OutputState>> outputs) {
    system.outputs = std::move(outputs);
    system.pending.resize(system.outputs.size());
    system.agreed.resize(system.outputs.size());
    count_titles(system);
    if (const auto joined = join_store(system, setup_, library_); !joined) {
        fail(joined.error());
    }
    keep_what_lacks(system);
    system.is_prepared = true;
    if (!system.scan.entries.empty()) {
        desk_.open(
            {system.scan.system.name, system.scan.system.full_name, system.scan.entries.size()});
    }
    for (const auto& output : system.outputs) {
        for (const auto& note : output->notes) {
            setup_.log(config::LogLevel::info, note);
        }
        if (!output->refused.empty()) {
            ++refused_;
            warn(system.scan.system.name, output->refused);
        }
    }
    if (!system.is_writable()) {
        refuse(system);
    }
    if (is_stopping_) {
        finish_if_done(system);
    } else {
        admit();
    }
}

// Nothing of this system is asked or written: nobody could keep what would come of it.
void Work::refuse(SystemRun& system) {
    system.next = system.scan.entries.size();
    system.counts.by_status[static_cast<std::size_t>(report::Status::skipped)] =
        system.scan.entries.size();
    system.counts.total = system.scan.entries.size();
}

void Work::finish_if_done(SystemRun& system) {
    if (system.is_finished || !system.is_prepared || system.open > 0) {
        return;
    }
    const bool all = system.next == system.scan.entries.size();
    if (all || is_stopping_) {
        const auto& scraping = setup_.config.scraping;
        const bool sees_all = scraping.roms_only.empty() && scraping.missing.empty();
        finish(system, all && !is_stopping_ && sees_all);
    }
}

void Work::finish(SystemRun& system, bool is_complete) {
    system.is_finished = true;
    const auto& name = system.scan.system.name;
    if (writing_ != nullptr && !fatal_) {
        const auto written = writing_->write(system, is_complete);
        for (const auto& problem : written.problems) {
            ++refused_;
            warn(name, problem);
        }
        frontend_runs_ = frontend_runs_ || written.frontend_runs;
        if (written.disk_failed) {
            stop("disk", 4);
        }
    }
    if (is_complete && setup_.config.media.clean_kinds && library_ != nullptr &&
        !setup_.config.runtime.dry_run && !fatal_) {
        clean_up(system);
    }
    auto& counts = system.counts;
    counts.by_status[static_cast<std::size_t>(report::Status::deferred)] +=
        system.scan.entries.size() - system.next; // not begun
    counts.total = system.scan.entries.size();
    counts.requests = system.traffic.requests;
    counts.bytes = system.traffic.bytes;
    counts.seconds = static_cast<double>(setup_.clock.steady_ms() - system.started_ms) / 1000;
    desk_.close({name, system.scan.system.full_name, counts});
    counts_ += counts;
    ++systems_done_;
    kept_foreign_ += system.kept_foreign;
    kept_edits_ += system.kept_edits;
    if (passes_.planning != nullptr) {
        if (const auto closed = passes_.planning->close(system); !closed) {
            fail(closed.error());
        }
    }
    // What is not needed any more: a library may have hundreds of systems.
    system.outputs.clear();
    system.known = {};
    system.titles = {};
    system.scan.entries = {};
    system.next = 0;
}

// Files of ours that are of a kind which is not wanted any more.
void Work::clean_up(const SystemRun& system) {
    const auto& name = system.scan.system.name;
    MediaMoves moves(setup_, *library_, run_record_.id, [&](const report::Moved& one) {
        if (one.what == report::Moved::What::failed) {
            warn(name, one.path + ": " + one.reason);
        } else {
            setup_.log(config::LogLevel::info, one.path + ": " + one.reason);
        }
    });
    if (const auto done =
            clean_kinds(setup_, *library_, {system.scan, system.known, system.outputs}, moves);
        !done) {
        fail(done.error());
        return;
    }
    bad_media_ += moves.end().failed;
    if (moves.exit_status() == 4) {
        stop("disk", 4);
    }
}

// Instead of asking anybody (M21).
void Work::check_media() {
    const auto level = setup_.config.media.validation;
    if (level == config::Validation::disabled) {
        return;
    }
    MediaCheck check(setup_, *library_, checker_, level);
    for (const auto& system : systems_) {
        const auto& name = system->scan.system.name;
        const auto tally = check.run(
            name, [&](const report::Medium& one) { warn(name, one.path + ": " + one.reason); });
        if (!tally) {
            fail(tally.error());
            return;
        }
        bad_media_ += tally->bad + tally->missing + tally->unreadable;
    }
}

} // namespace curateur::pipeline
