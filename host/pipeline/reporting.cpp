#include "pipeline/reporting.hpp"

#include "pipeline/surveying.hpp"
#include "pipeline/work.hpp"
#include "platform/clock.hpp"
#include "report/folder.hpp"
#include "report/markup.hpp"
#include "report/pages.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

std::string outcome_of(const store::Run& run) {
    if (run.ended_unix_ms == 0) {
        return "under way, or killed before its end";
    }
    switch (run.exit_status) {
    case 0:
        return "done";
    case 3:
        return "done, but some of it failed";
    case 4:
        return "stopped early" + (run.stopped_by.empty() ? "" : " (" + run.stopped_by + ")") +
               "; run curateur again to go on";
    case 130:
    case 143:
        return "interrupted; run curateur again to go on";
    default:
        return "failed" + (run.stopped_by.empty() ? "" : " (" + run.stopped_by + ")");
    }
}

report::LastRun told(const store::Run& run) {
    return {platform::local_time(run.started_unix_ms),
            outcome_of(run),
            run.ended_unix_ms != 0 && run.exit_status == 0,
            run.requests,
            run.bytes};
}

// What there is to say of a system without a page; "": nothing.
Result<std::string> note_of(const Scan& scan, const store::Library* library, bool by_name) {
    std::size_t known = 0;
    if (library != nullptr) {
        CURATEUR_TRY(const auto entries, library->load_system(scan.system.name));
        known = entries.size();
    }
    if (known == 0 && !by_name) {
        return std::string();
    }
    const auto why = scan.problem.message.empty()
                         ? "there are no ROMs in " + scan.system.path.string()
                         : scan.problem.message;
    return scan.system.full_name + ": " + why +
           (known == 0
                ? ""
                : "; curateur knows " + report::counted(known, "game") + " of it, is it mounted?");
}

bool is_one_of(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// With --missing, those that lack one of these.
bool is_chosen(const report::SystemHead& head,
               const report::Game& game,
               const std::vector<std::string>& missing) {
    if (missing.empty()) {
        return true;
    }
    for (std::size_t i = 0; i < game.media.size(); ++i) {
        const auto have = game.media[i].have;
        const bool lacks = !is_there(have) || have == report::Have::bad;
        if (lacks && have != report::Have::unwanted && have != report::Have::locked &&
            is_one_of(missing, head.kinds[i])) {
            return true;
        }
    }
    return game.state != report::State::skipped &&
           std::any_of(game.lacks.begin(), game.lacks.end(), [&](std::size_t field) {
               return is_one_of(missing, head.fields[field]);
           });
}

// A system's page, game by game: only one of them is in memory.
Result<report::SystemSummary> write_page(SystemSurvey& survey,
                                         const Setup& setup,
                                         report::ReportFolder& folder,
                                         const report::Overview& overview) {
    CURATEUR_CHECK(survey.gather());
    report::SystemPage page(survey.head());
    for (std::size_t i = 0; i < survey.size(); ++i) {
        if (setup.stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped"};
        }
        CURATEUR_TRY(const auto game, survey.game(i));
        if (is_chosen(survey.head(), game, setup.config.scraping.missing)) {
            page.add(game);
        }
    }
    const auto html = page.html(overview.library, overview.date);
    auto summary = std::move(page).summary();
    if (summary.tally.games > 0) {
        CURATEUR_CHECK(folder.put(summary.page, html));
    }
    return summary;
}

void add_to(report::Written& written, report::Tally& all, const report::SystemSummary& system) {
    ++written.systems;
    written.games += system.tally.games;
    written.problems += system.tally.problems;
    for (std::size_t i = 0; i < report::k_states; ++i) {
        all.by_state[i] += system.tally.by_state[i];
    }
    for (const auto& by_have : system.tally.by_kind) {
        for (std::size_t i = 0; i < report::k_haves; ++i) {
            const auto have = static_cast<report::Have>(i);
            written.media += is_there(have) && have != report::Have::bad ? by_have[i] : 0;
            written.media_wanted += have != report::Have::unwanted ? by_have[i] : 0;
        }
    }
}

Result<report::Written>
write_pages(const Setup& setup, const store::Library* library, const fs::path& path) {
    CURATEUR_TRY(auto folder, report::ReportFolder::open(path));
    report::Overview overview;
    overview.library =
        setup.config.paths.library == "default" ? "Collection" : setup.config.paths.library;
    overview.version = setup.version;
    overview.date = platform::local_time(setup.clock.unix_ms());
    overview.roms = setup.places.roms.string();
    if (library != nullptr) {
        CURATEUR_TRY(const auto run, library->last_run());
        if (run) {
            overview.run = told(*run);
        }
    }
    report::Written written;
    report::Tally all;
    const bool by_name = !setup.config.scraping.systems.empty();
    for (const auto& system : setup.systems) {
        auto scan = scan_system(system, setup.config, setup.stop);
        if (setup.stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped"};
        }
        if (scan.entries.empty()) {
            CURATEUR_TRY(auto note, note_of(scan, library, by_name));
            if (!note.empty()) {
                overview.notes.push_back(std::move(note));
            }
            continue;
        }
        SystemSurvey survey(setup, library, std::move(scan), folder.path());
        CURATEUR_TRY(auto summary, write_page(survey, setup, folder, overview));
        if (summary.tally.games > 0) {
            add_to(written, all, summary);
            overview.systems.push_back(std::move(summary));
        }
    }
    CURATEUR_CHECK(folder.put("index.html", report::index_page(overview)));
    folder.finish();
    written.index = (folder.path() / "index.html").string();
    written.pages = overview.systems.size() + 1;
    for (std::size_t i = 0; i < report::k_states; ++i) {
        written.by_state.emplace_back(report::name_of(static_cast<report::State>(i)),
                                      all.by_state[i]);
    }
    return written;
}

} // namespace

Result<RunResult> write_report(Setup setup, const fs::path& path) {
    const auto started = setup.clock.steady_ms();
    auto known = store::Library::look(setup.places.state);
    if (!known && known.error().code != Errc::not_found) {
        return std::move(known).error();
    }
    const auto* const library = known ? &*known : nullptr; // else everything is still to be asked
    auto written = write_pages(setup, library, path);
    if (!written && written.error().code == Errc::cancelled) {
        return RunResult{128 + setup.signal(), "signal"};
    }
    CURATEUR_CHECK(written);
    written->seconds = static_cast<double>(setup.clock.steady_ms() - started) / 1000;
    setup.reporter.written(*written);
    return RunResult{};
}

} // namespace curateur::pipeline
