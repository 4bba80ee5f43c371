// How a pass ends, and what is told of it.
#include "pipeline/planning.hpp"
#include "pipeline/work.hpp"
#include "platform/atomic_file.hpp"
#include "platform/file.hpp"
#include "store/backup.hpp"

#include <algorithm>
#include <ctime>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_backups_kept = 5; // S2

} // namespace

// Why not everything was asked; nullptr: nothing of it would be asked later.
const Ending* Work::unfinished() const {
    const Ending* why = nullptr;
    for (const auto& asker : askers_) {
        if (const auto& ending = asker->unfinished(); ending && why == nullptr) {
            why = &*ending;
        }
    }
    return why;
}

// When the run goes on by itself; 0: it does not.
std::int64_t Work::next_pass_ms() const {
    const bool may = setup_.config.runtime.wait && !fatal_ && !frontend_runs_ &&
                     (!is_stopping_ || stopped_by_sources_);
    std::int64_t next = 0;
    for (const auto& asker : askers_) {
        if (const auto& ending = asker->unfinished(); may && ending) {
            const auto at = ending->retry_at_unix_ms;
            if (at == 0 || (passes_.deadline_unix_ms > 0 && at >= passes_.deadline_unix_ms)) {
                return 0;
            }
            next = next == 0 ? at : std::min(next, at);
        }
    }
    return next;
}

int Work::exit_status() const {
    if (is_stopping_) {
        return stop_status_;
    }
    if (frontend_runs_ || unfinished() != nullptr) {
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
    const auto text = desk_.errors().text(platform::local_time(setup_.clock.unix_ms()));
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

// Counts of the whole run: what earlier passes scraped is unchanged to this one.
report::Counts Work::counts_of_run() const {
    auto counts = counts_;
    const auto at = [](report::Status status) {
        return static_cast<std::size_t>(status);
    };
    auto& scraped = counts.by_status[at(report::Status::scraped)];
    auto& unchanged = counts.by_status[at(report::Status::unchanged)];
    const auto both = scraped + unchanged;
    scraped = std::min<std::uint64_t>(passes_.scraped.size(), both);
    unchanged = both - scraped;
    counts.media_downloaded += passes_.before.media_downloaded;
    counts.requests += passes_.before.requests;
    counts.bytes += passes_.before.bytes;
    counts.seconds = static_cast<double>(setup_.clock.steady_ms() - passes_.started_ms) / 1000;
    return counts;
}

PassEnd Work::conclude() {
    if (passes_.planning != nullptr && !is_stopping_) {
        if (const auto planned = passes_.planning->conclude(askers_); !planned) {
            fail(planned.error());
        }
    }
    for (const auto& asker : askers_) {
        counts_.requests += asker->overhead().requests;
        counts_.bytes += asker->overhead().bytes;
    }
    const auto* const why = unfinished();
    PassEnd result;
    auto& end = result.end;
    end.systems = systems_done_;
    end.exit_status = exit_status();
    end.stopped_by = is_stopping_     ? stopped_by_
                     : frontend_runs_ ? "frontend_running"
                     : why != nullptr ? why->stopped_by
                                      : "";
    end.resume_at_unix_ms = why != nullptr ? why->retry_at_unix_ms : 0;
    if (run_record_.id != 0) {
        run_record_.ended_unix_ms = setup_.clock.unix_ms();
        run_record_.exit_status = end.exit_status;
        run_record_.stopped_by = end.stopped_by;
        run_record_.requests = counts_.requests;
        run_record_.bytes = counts_.bytes;
        static_cast<void>(library_->end_run(run_record_));
        static_cast<void>(store::prune_backups(setup_.places.state, k_backups_kept));
    }
    end.counts = counts_of_run();
    if (const auto next = next_pass_ms(); next > 0) {
        write_error_log();
        result.wait = {next, platform::local_time(next), why->stopped_by, why->message};
        passes_.before = end.counts;
        passes_.closed.clear();
        for (const auto& asker : askers_) {
            if (asker->ending() && asker->ending()->stopped_by == "closed") {
                passes_.closed.insert(asker->id());
            }
        }
        return result;
    }
    tell_end(end);
    write_error_log();
    return result;
}

void Work::tell_end(const report::RunEnd& end) {
    setup_.reporter.run_end(end);
    if (kept_foreign_ > 0) {
        const auto* const what = kept_foreign_ == 1
                                     ? " value that curateur did not write was kept"
                                     : " values that curateur did not write were kept";
        setup_.reporter.note(std::to_string(kept_foreign_) + what +
                             " (--merge-strategy refresh_metadata takes the source's)");
    }
    if (setup_.config.runtime.dry_run) {
        setup_.reporter.note("Dry run: " + std::to_string(asked_) + " of " +
                             std::to_string(counts_.total) + " ROMs would be looked up");
    }
    if (end.exit_status == 4 && end.resume_at_unix_ms > 0) {
        setup_.reporter.note("There is more to be had at " +
                             platform::local_time(end.resume_at_unix_ms) +
                             ": run curateur again then, or with --wait, which does so by itself");
    }
}

} // namespace curateur::pipeline
