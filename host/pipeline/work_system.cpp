// One system: what is there already, whether it is good, and the end, when its documents are
// written.
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
    for (const auto& entry : system.scan.entries) {
        ++system.titles[tags::parse(std::filesystem::path(entry.key).stem().string()).title];
    }
    if (const auto joined = join_store(system); !joined) {
        fail(joined.error());
    }
    system.is_prepared = true;
    desk_.open({system.scan.system.name, system.scan.system.full_name, system.scan.entries.size()});
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

Status Work::join_store(SystemRun& system) {
    std::vector<Rename> renames;
    if (library_ != nullptr) {
        CURATEUR_TRY(system.known, library_->load_system(system.scan.system.name));
        renames = renames_in(system.scan, system.known);
    }
    for (auto& output : system.outputs) {
        refuse_if_unmounted(*output, setup_, system.scan, renames);
    }
    if (library_ == nullptr) {
        return ok();
    }
    CURATEUR_CHECK(follow(renames, system));
    for (auto& output : system.outputs) {
        for (auto& document : output->documents) {
            CURATEUR_CHECK(join_document(*output, document));
        }
    }
    return ok();
}

// A ROM that is called otherwise keeps what is known of it: it costs no byte and no request.
Status Work::follow(const std::vector<Rename>& renames, SystemRun& system) {
    for (const auto& rename : renames) {
        setup_.log(config::LogLevel::info,
                   system.scan.system.name + "/" + rename.to + ": was " + rename.from);
        system.known.rename(rename.from, rename.to);
        if (!setup_.config.runtime.dry_run) {
            CURATEUR_CHECK(library_->rename_entry(rename.entry, rename.to));
        }
    }
    return ok();
}

// What we last wrote into a document. An entry that is gone takes its bases with it, a document
// that is gone takes all.
Status Work::join_document(OutputState& output, InventoryDocument& document) {
    const auto& path = document.document.path;
    const bool dry = setup_.config.runtime.dry_run;
    if (document.is_empty && output.refused.empty()) {
        return dry ? ok() : library_->drop_bases(path);
    }
    CURATEUR_TRY(document.view, library_->view_of(path));
    CURATEUR_TRY(const auto bases, library_->load_merge_times(path));
    for (const auto& [key, merged_unix_ms] : bases) {
        if (const auto listed = output.listed.find(key); listed != output.listed.end()) {
            listed->second.merged_unix_ms = merged_unix_ms;
        } else if (!dry && output.refused.empty()) {
            CURATEUR_CHECK(library_->drop_base(path, key));
        }
    }
    return ok();
}

void Work::finish_if_done(SystemRun& system) {
    if (system.is_finished || !system.is_prepared || system.open > 0) {
        return;
    }
    const bool all = system.next == system.scan.entries.size();
    if (all || is_stopping_) {
        finish(system, all && !is_stopping_ && setup_.config.scraping.roms_only.empty());
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
