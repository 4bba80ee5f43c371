// The last change of media, taken back as far as it still stands.
#include "pipeline/moving.hpp"

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
    return run_moves(
        setup, true, [&setup](store::Library& library, MediaMoves& moves) -> Result<bool> {
            CURATEUR_TRY(const auto placed, library.last_run_with_assets());
            CURATEUR_TRY(const auto cleaned, library.last_cleaning());
            if (const auto batch = std::max(placed, cleaned); batch != 0) {
                CURATEUR_CHECK(take_back(setup, library, batch, moves));
            }
            return false;
        });
}

} // namespace curateur::pipeline
