// The last change of media, taken back as far as it still stands.
#include "pipeline/moving.hpp"
#include "store/recovery.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

bool is_chosen(const Setup& setup, const std::string& system) {
    return setup.config.scraping.systems.empty() ||
           std::any_of(setup.systems.begin(), setup.systems.end(), [&](const auto& one) {
               return one.name == system;
           });
}

Status
take_back(const Setup& setup, store::Library& library, std::int64_t batch, MediaMoves& moves) {
    CURATEUR_TRY(const auto placed, library.assets_of_run(batch));
    for (const auto& asset : placed) {
        CURATEUR_TRY(const auto system, library.system_of(asset.entry));
        if (is_chosen(setup, system)) {
            CURATEUR_CHECK(moves.away(system, asset, "the last run put it there", false));
        }
    }
    CURATEUR_TRY(const auto cleaned, library.cleaned_by(batch));
    for (const auto& move : cleaned) {
        if (is_chosen(setup, move.system)) {
            CURATEUR_CHECK(moves.back(move));
        }
    }
    return ok();
}

} // namespace

Result<RunResult> undo_media(Setup setup) {
    const bool dry = setup.config.runtime.dry_run;
    auto library =
        dry ? store::Library::look(setup.places.state) : store::Library::open(setup.places.state);
    if (!library && library.error().code == Errc::not_found) {
        report::MovesEnd none;
        none.is_undoing = true;
        setup.reporter.moves_end(none);
        return RunResult{};
    }
    CURATEUR_CHECK(library ? ok() : Status(library.error()));
    store::Run run;
    run.started_unix_ms = setup.clock.unix_ms();
    run.mode = "undo";
    if (!dry) {
        CURATEUR_CHECK(store::recover(*library));
        CURATEUR_TRY(run.id, library->begin_run(run));
    }
    CURATEUR_TRY(const auto placed, library->last_run_with_assets());
    CURATEUR_TRY(const auto cleaned, library->last_cleaning());
    MediaMoves moves(setup, *library, run.id, [&](const auto& one) { setup.reporter.moved(one); });
    if (const auto batch = std::max(placed, cleaned); batch != 0) {
        CURATEUR_CHECK(take_back(setup, *library, batch, moves));
    }
    auto end = moves.end();
    end.is_undoing = true;
    end.is_dry = dry;
    end.exit_status = moves.exit_status();
    setup.reporter.moves_end(end);
    if (!dry) {
        run.ended_unix_ms = setup.clock.unix_ms();
        run.exit_status = end.exit_status;
        CURATEUR_CHECK(library->end_run(run));
    }
    return RunResult{end.exit_status, setup.stop.stop_requested() ? "signal" : ""};
}

} // namespace curateur::pipeline
