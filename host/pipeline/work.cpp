#include "pipeline/work.hpp"

#include "platform/atomic_file.hpp"
#include "platform/file.hpp"
#include "store/backup.hpp"
#include "store/recovery.hpp"

#include <unistd.h>

#include <algorithm>
#include <ctime>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr unsigned k_placers = 2; // threads; more do not help one disk
constexpr std::chrono::milliseconds k_tick{200};
constexpr std::int64_t k_week_ms = std::int64_t{7} * 24 * 3600 * 1000; // a resumed --update, M21
constexpr std::size_t k_backups_kept = 5;                              // S2
constexpr std::uint64_t k_answers_bytes = std::uint64_t{2} << 30U;     // of answers.db, M7

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

std::string local_time(std::int64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
    return std::string(text.data(), length);
}

} // namespace

Work::Work(const Setup& setup, store::Library* library, store::AnswerCache* answers)
    : setup_(setup)
    , library_(library)
    , answers_(answers)
    , desk_(setup.reporter, setup.clock)
    , checker_(setup)
    , engine_({"curateur/" + setup.version, k_placers})
    , readers_(setup.config.runtime.readers)
    , placers_(placers_of(setup)) {}

RunResult Work::execute() {
    started_ms_ = setup_.clock.steady_ms();
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

// A number for this run, and what came of the one before.
Result<std::int64_t> Work::open_run() {
    CURATEUR_TRY(const auto recovered, store::recover(*library_));
    for (const auto& document : recovered.undecided) {
        warn("", document + ": was being written when curateur ended, and has changed since");
    }
    const auto now = setup_.clock.unix_ms();
    const bool forced = setup_.config.scraping.mode == config::ScrapeMode::force;
    run_record_.mode = forced ? "force" : "";
    CURATEUR_TRY(const auto last, library_->last_run("force"));
    const bool resumes = forced && last && last->exit_status != 0 && last->exit_status != 3 &&
                         last->started_unix_ms + k_week_ms > now;
    run_record_.started_unix_ms = resumes ? last->started_unix_ms : now;
    CURATEUR_TRY(run_record_.id, library_->begin_run(run_record_));
    return forced ? run_record_.started_unix_ms : std::int64_t{0};
}

Status Work::open_sources() {
    const bool writes = library_ != nullptr && !setup_.config.runtime.dry_run;
    std::int64_t force_since = 0;
    if (writes) {
        CURATEUR_TRY(force_since, open_run());
    }
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
                           [this](const auto& id, const auto& ending) { source_ended(id, ending); },
                           [this](const auto& text) {
                               warn("", text);
                           }}));
        askers_.push_back(std::move(asker));
    }
    const auto fatal = [this](const Error& error) {
        fail(error);
    };
    lookups_ =
        std::make_unique<Lookups>(Lookups::Services{setup_, library_, askers_, force_since, fatal});
    media_ = std::make_unique<MediaWork>(MediaWork::Services{
        setup_, library_, askers_, loop_, placers_, checker_, fatal, [this](const auto& text) {
            if (!is_stopping_) {
                warn("", text);
            }
            stop("disk", 4);
        }});
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
    report::RunStart start;
    start.version = setup_.version;
    start.mode = mode_text(setup_);
    start.systems = systems_.size();
    start.paths = {{"ROMs", setup_.places.roms.string()},
                   {"Gamelists", setup_.places.gamelists.string()},
                   {"Media", setup_.places.media.string()}};
    setup_.reporter.run_start(start);
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
    warn("", source + " is not asked any more: " + ending.message);
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
            stop(by.empty() ? "source" : by, by.empty() ? 1 : 4);
        });
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
    if (!is_stopping_) {
        admit();
    }
    for (auto& system : systems_) {
        if (system != nullptr && system->started_ms >= 0) {
            finish_if_done(*system);
        }
    }
}

int Work::exit_status() const {
    if (is_stopping_) {
        return stop_status_;
    }
    if (frontend_runs_) {
        return 4;
    }
    const bool trouble =
        refused_ > 0 || bad_media_ > 0 || dead_sources_ > 0 || counts_[report::Status::failed] > 0;
    return trouble ? 3 : 0;
}

void Work::write_error_log() {
    const auto& file = setup_.config.logging.errors_file;
    if (!desk_.errors().has_errors() || setup_.config.runtime.dry_run || file.empty()) {
        return;
    }
    const auto text = desk_.errors().text(local_time(setup_.clock.unix_ms()));
    const auto old = platform::read_file(file, std::uint64_t{1} << 30U);
    const auto expected = old ? std::optional(platform::sha256_of(*old)) : std::nullopt;
    if (const auto written = platform::replace_file(file, text, expected); !written) {
        setup_.reporter.warning({"", "the error log: " + written.error().message});
        return;
    }
    std::error_code ignored;
    const auto shown = fs::relative(file, ignored);
    setup_.reporter.note(
        "Error log written to: " +
        (shown.empty() || shown.string().starts_with("..") ? file : shown).string());
}

RunResult Work::conclude() {
    for (const auto& asker : askers_) {
        counts_.requests += asker->overhead().requests;
        counts_.bytes += asker->overhead().bytes;
    }
    counts_.seconds = static_cast<double>(setup_.clock.steady_ms() - started_ms_) / 1000;
    report::RunEnd end;
    end.systems = systems_done_;
    end.counts = counts_;
    end.exit_status = exit_status();
    end.stopped_by = is_stopping_ ? stopped_by_ : frontend_runs_ ? "frontend_running" : "";
    setup_.reporter.run_end(end);
    if (kept_foreign_ > 0) {
        const auto* const what = kept_foreign_ == 1
                                     ? " value that curateur did not write was kept"
                                     : " values that curateur did not write were kept";
        setup_.reporter.note(std::to_string(kept_foreign_) + what +
                             " (--merge-strategy refresh_metadata takes the source's)");
    }
    if (setup_.config.runtime.dry_run) {
        setup_.reporter.note("Dry run: " + std::to_string(would_ask_) + " of " +
                             std::to_string(counts_.total) + " ROMs would be looked up");
    }
    write_error_log();
    if (run_record_.id != 0) {
        run_record_.ended_unix_ms = setup_.clock.unix_ms();
        run_record_.exit_status = end.exit_status;
        run_record_.stopped_by = end.stopped_by;
        run_record_.requests = counts_.requests;
        run_record_.bytes = counts_.bytes;
        static_cast<void>(library_->end_run(run_record_));
        static_cast<void>(store::prune_backups(setup_.places.state, k_backups_kept));
    }
    return {end.exit_status, end.stopped_by};
}

namespace {

// A plugin that hangs cannot be called back: the process ends, and the crumb that stays behind
// names it at the next start. What was finished is in the store.
std::jthread watch_for_hangs(const Setup& setup) {
    return std::jthread([&setup](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock(mutex);
        while (!ended.wait_for(
            lock, stop, std::chrono::seconds(1), [&] { return stop.stop_requested(); })) {
            if (const auto call = setup.crashes->hanging()) {
                setup.log(config::LogLevel::error,
                          call->component + " hangs in " + call->call +
                              (call->entry.empty() ? "" : " (" + call->entry + ")") +
                              "; curateur ends, run it again to go on");
                ::_exit(4);
            }
        }
    });
}

} // namespace

Result<RunResult> run(Setup setup) {
    std::error_code ignored;
    const bool dry = setup.config.runtime.dry_run;
    if (dry && !fs::exists(setup.places.state / "library.db", ignored)) {
        return Work(setup, nullptr, nullptr).execute();
    }
    CURATEUR_TRY(auto library, store::Library::open(setup.places.state));
    auto crashes = plugin::Crashes::open(setup.places.state, setup.clock);
    std::jthread watch;
    if (crashes) {
        setup.crashes = crashes->get();
        for (const auto& told : setup.crashes->told()) {
            setup.log(config::LogLevel::warning, told);
        }
        watch = watch_for_hangs(setup);
    } else {
        setup.log(config::LogLevel::warning, crashes.error().message);
    }
    if (dry || !setup.config.runtime.enable_cache) {
        return Work(setup, &library, nullptr).execute();
    }
    auto answers = store::AnswerCache::open(setup.places.state, k_answers_bytes);
    for (const auto& note : answers.take_notes()) {
        setup.log(config::LogLevel::warning, note);
    }
    return Work(setup, &library, &answers).execute();
}

} // namespace curateur::pipeline
