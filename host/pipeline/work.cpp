#include "pipeline/work.hpp"

#include "store/recovery.hpp"

#include <algorithm>

namespace curateur::pipeline {

namespace {

constexpr unsigned k_placers = 2; // threads; more do not help one disk
constexpr std::chrono::milliseconds k_tick{200};
constexpr std::int64_t k_week_ms = std::int64_t{7} * 24 * 3600 * 1000; // a resumed --update, M21

// Decoding takes a core, not the disk.
unsigned placers_of(const Setup& setup) {
    const bool decodes = setup.config.media.validation == config::Validation::strict;
    return decodes ? std::max(k_placers, std::thread::hardware_concurrency()) : k_placers;
}

std::string mode_text(const Setup& setup) {
    if (setup.config.runtime.dry_run) {
        return "DRY-RUN (no downloads)";
    }
    if (setup.offline) {
        return "Write only (no requests)";
    }
    switch (setup.config.scraping.mode) {
    case config::ScrapeMode::new_only:
        return "New entries only";
    case config::ScrapeMode::force:
        return "Full update";
    case config::ScrapeMode::skip:
        return "No lookups";
    default:
        return "Full scraping";
    }
}

} // namespace

Work::Work(const Setup& setup, store::Library* library, store::AnswerCache* answers, Passes& passes)
    : setup_(setup)
    , library_(library)
    , answers_(answers)
    , passes_(passes)
    , desk_(setup.reporter, setup.clock)
    , checker_(setup)
    , engine_({"curateur/" + setup.version, k_placers, &setup.clock})
    , readers_(setup.config.runtime.readers)
    , placers_(placers_of(setup)) {}

PassEnd Work::execute() {
    if (const auto opened = open_sources(); !opened) {
        fail(opened.error());
        return conclude();
    }
    scan_systems();
    announce();
    if (setup_.config.scraping.mode == config::ScrapeMode::skip && writing_ != nullptr) {
        check_media();
    }
    const std::stop_callback on_stop(
        setup_.stop, [this] { loop_.post([this] { stop("signal", 128 + setup_.signal()); }); });
    loop_.post([this] { admit(); });
    loop_.run([this] { return is_done(); }, [this] { tick(); }, k_tick);
    return conclude();
}

// With --update: answers older than this do not count. An interrupted one is gone on with. Else 0.
Result<std::int64_t> Work::force_since() const {
    if (setup_.config.scraping.mode != config::ScrapeMode::force) {
        return std::int64_t{0};
    }
    if (passes_.force_since_unix_ms > 0) { // however many days the run has taken
        return passes_.force_since_unix_ms;
    }
    const auto now = setup_.clock.unix_ms();
    if (library_ == nullptr) {
        return now;
    }
    CURATEUR_TRY(const auto last, library_->last_run("force"));
    const bool resumes = last && last->exit_status != 0 && last->exit_status != 3 &&
                         last->started_unix_ms + k_week_ms > now;
    return resumes ? last->started_unix_ms : now;
}

// A number for this run, and what came of the one before.
Result<std::int64_t> Work::open_run() {
    CURATEUR_TRY(const auto recovered, store::recover(*library_));
    for (const auto& document : recovered.undecided) {
        warn("", document + ": was being written when curateur ended, and has changed since");
    }
    CURATEUR_TRY(const auto since, force_since());
    run_record_.mode = since > 0 ? "force" : "";
    run_record_.started_unix_ms = since > 0 ? since : setup_.clock.unix_ms();
    CURATEUR_TRY(run_record_.id, library_->begin_run(run_record_));
    passes_.force_since_unix_ms = since;
    return since;
}

Status Work::open_sources() {
    const bool writes = library_ != nullptr && !setup_.config.runtime.dry_run;
    CURATEUR_TRY(const auto since, writes ? open_run() : force_since());
    for (const auto& source : setup_.sources) {
        if (setup_.offline) {
            break; // nobody is asked
        }
        CURATEUR_TRY(
            auto asker,
            Asker::create(source,
                          {setup_,
                           loop_,
                           engine_,
                           answers_,
                           &passes_.budget,
                           passes_.closed.contains(source.component->id),
                           [this](const auto& id, const auto& ending) { source_ended(id, ending); },
                           [this](const auto& text) {
                               warn("", text);
                           }}));
        askers_.push_back(std::move(asker));
    }
    const auto fatal = [this](const Error& error) {
        fail(error);
    };
    auto* const choices = setup_.config.search.interactive ? &passes_.choices : nullptr;
    lookups_ = std::make_unique<Lookups>(Lookups::Services{
        setup_,
        library_,
        askers_,
        since,
        fatal,
        [this](const auto& item) { give_credit_back(*item); },
        [this](const auto& item, auto then) { take_credit(item, std::move(then)); },
        choices});
    media_ = std::make_unique<MediaWork>(MediaWork::Services{setup_,
                                                             library_,
                                                             askers_,
                                                             loop_,
                                                             placers_,
                                                             checker_,
                                                             fatal,
                                                             [this](const auto& text) {
                                                                 if (!is_stopping_) {
                                                                     warn("", text);
                                                                 }
                                                                 stop("disk", 4);
                                                             },
                                                             run_record_.id});
    CURATEUR_CHECK(media_->load());
    if (writes) {
        merging_ = std::make_unique<Merging>(setup_, *library_);
        writing_ = std::make_unique<Writing>(setup_, *library_, *merging_, run_record_.id);
    }
    return ok();
}

// All folders first: how much there is to do is the first thing that people want to know.
void Work::scan_systems() {
    std::vector<std::unique_ptr<SystemRun>> all(setup_.systems.size());
    std::size_t left = all.size();
    for (std::size_t i = 0; i < all.size(); ++i) {
        readers_.submit([this, i, &all, &left](const std::stop_token&) {
            auto system = std::make_unique<SystemRun>();
            system->scan = scan_system(setup_.systems[i], setup_.config, setup_.stop);
            auto kept = std::make_shared<std::unique_ptr<SystemRun>>(std::move(system));
            loop_.post([i, &all, &left, kept] {
                all[i] = std::move(*kept);
                --left;
            });
        });
    }
    loop_.run([&] { return left == 0; }, [] {}, k_tick);
    const bool by_name = !setup_.config.scraping.systems.empty();
    for (auto& system : all) {
        const auto& scan = system->scan;
        for (const auto& skipped : scan.skipped) {
            setup_.log(config::LogLevel::info,
                       scan.system.name + "/" + skipped.key + ": skipped: " + skipped.reason);
        }
        if (!scan.entries.empty()) {
            systems_.push_back(std::move(system));
        } else if (!scan.problem.message.empty() &&
                   (by_name || scan.problem.code != Errc::not_found)) {
            warn(scan.system.name, scan.problem.message);
        } else if (by_name) {
            warn(scan.system.name, "there are no ROMs in " + scan.system.path.string());
        }
    }
}

void Work::announce() {
    if (passes_.number > 1) {
        return; // it is the same run
    }
    report::RunStart start;
    start.version = setup_.version;
    start.mode = mode_text(setup_);
    start.systems = systems_.size();
    start.paths = {{"ROMs", setup_.places.roms.string()},
                   {"Gamelists", setup_.places.gamelists.string()},
                   {"Media", setup_.places.media.string()}};
    setup_.reporter.run_start(start);
    warn_of_unwanted();
}

void Work::warn(const std::string& system, const std::string& message) {
    desk_.warning({system, message});
}

// Nothing new is begun; what is under way ends, and documents are written.
void Work::stop(const std::string& by, int exit_status) {
    if (!is_stopping_) {
        is_stopping_ = true;
        stopped_by_ = by;
        stop_status_ = exit_status;
    }
    if (by == "signal" || by == "error") {
        engine_.cancel_all();
    }
    for (auto& waiting : std::exchange(ready_, {})) {
        waiting.item->status = report::Status::deferred;
        waiting.item->reason = by;
        waiting.item->detail = "not asked yet";
        settle(waiting.item);
    }
    for (auto& system : systems_) {
        for (auto& [playlist, items] : std::exchange(system->followers, {})) {
            for (const auto& item : items) {
                item->status = report::Status::deferred;
                item->reason = by;
                item->detail = "not asked yet";
                settle(item);
            }
        }
    }
}

// The store cannot be relied upon: the run ends with what it has.
void Work::fail(const Error& error) {
    if (!fatal_) {
        fatal_ = error;
        warn("", error.message);
        stop("error", error.code == Errc::no_space ? 4 : 1);
    }
}

void Work::source_ended(const std::string& source, const Ending& ending) {
    warn("",
         source + " is not asked any more: " + ending.message +
             (ending.retry_at_unix_ms > 0
                  ? "; there is more at " + platform::local_time(ending.retry_at_unix_ms)
                  : ""));
    dead_sources_ += ending.needs_user ? 1 : 0;
    const bool none_left = std::none_of(
        askers_.begin(), askers_.end(), [](const auto& asker) { return asker->is_open(); });
    if (none_left) {
        const auto for_now = std::find_if(askers_.begin(), askers_.end(), [](const auto& asker) {
            return asker->ending() && !asker->ending()->needs_user;
        });
        // Later, from the loop: whoever asked is still in the middle of it.
        sources_gone_ = true;
        loop_.post([this, by = for_now != askers_.end() ? (*for_now)->ending()->stopped_by : ""] {
            stopped_by_sources_ = !is_stopping_;
            stop(by.empty() ? "source" : by, by.empty() ? 1 : 4);
        });
    }
}

void Work::end_sources(const Ending& ending) {
    for (const auto& asker : askers_) {
        asker->end(ending);
    }
}

bool Work::is_done() const {
    if (!is_stopping_ && (sources_gone_ || admitting_ < systems_.size())) {
        return false;
    }
    return std::all_of(systems_.begin(), systems_.end(), [](const auto& system) {
        return system == nullptr || system->is_finished || system->started_ms < 0;
    });
}

void Work::tick() {
    desk_.tick();
    if (passes_.deadline_unix_ms > 0 && setup_.clock.unix_ms() >= passes_.deadline_unix_ms) {
        end_sources({"deadline", "the deadline has come", false, 0});
    }
    if (!is_stopping_) {
        admit();
    }
    for (auto& system : systems_) {
        if (system != nullptr && system->started_ms >= 0) {
            finish_if_done(*system);
        }
    }
}

} // namespace curateur::pipeline
