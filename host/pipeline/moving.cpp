#include "pipeline/moving.hpp"

#include "pipeline/media_files.hpp"
#include "platform/file.hpp"
#include "store/recovery.hpp"

namespace curateur::pipeline {
namespace fs = std::filesystem;

int MediaMoves::exit_status() const {
    if (setup_.stop.stop_requested()) {
        return 128 + setup_.signal();
    }
    return is_full_ ? 4 : end_.failed > 0 ? 3 : 0;
}

void MediaMoves::told(const report::Moved& moved) {
    switch (moved.what) {
    case What::moved:
        ++end_.moved;
        end_.bytes += moved.bytes;
        break;
    case What::restored:
        ++end_.restored;
        end_.bytes += moved.bytes;
        break;
    case What::left:
        ++end_.left;
        break;
    case What::failed:
        ++end_.failed;
        break;
    }
    tell_(moved);
}

void MediaMoves::failed(report::Moved moved, const Error& error) {
    is_full_ = error.code == Errc::no_space;
    moved.what = What::failed;
    moved.reason = error.message;
    told(moved);
}

// One of today may be there already.
fs::path MediaMoves::kept_place(const fs::path& file) const {
    const auto place =
        setup_.places.state / "replaced" / date_of(setup_.clock.unix_ms()) / file.relative_path();
    auto free = place;
    std::error_code ignored;
    for (int more = 2; fs::exists(fs::symlink_status(free, ignored)); ++more) {
        free = place.native() + "." + std::to_string(more);
    }
    return free;
}

// No file there that the frontend could show in its stead, or that it would hide.
bool MediaMoves::is_free(const fs::path& place) {
    const auto [folder, is_new] = stems_.try_emplace(place.parent_path());
    if (is_new) {
        std::error_code error;
        for (fs::directory_iterator at(folder->first, error), end; !error && at != end;
             at.increment(error)) {
            std::error_code ignored;
            if (!at->is_directory(ignored)) {
                folder->second.insert(at->path().stem().string());
            }
        }
    }
    return !folder->second.contains(place.stem().string());
}

Status MediaMoves::away(const std::string& system,
                        const store::Asset& asset,
                        const std::string& reason,
                        bool cleans) {
    if (is_stopped()) {
        return ok();
    }
    report::Moved moved{system, asset.path, "", asset.kind, What::moved, reason, asset.size};
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(asset.path, ignored))) {
        return ok(); // validate tells of it
    }
    const auto is_ours = holds_ours(asset, asset.path, setup_.stop);
    if (!is_ours) {
        failed(std::move(moved), is_ours.error());
        return ok();
    }
    if (!*is_ours) {
        moved.what = What::left;
        moved.reason = "was changed by somebody since; it is theirs (" + reason + ")";
        told(moved);
        return ok();
    }
    const auto kept = kept_place(asset.path);
    moved.to = kept.string();
    if (setup_.config.runtime.dry_run) {
        told(moved);
        return ok();
    }
    if (const auto made = platform::make_directories(kept.parent_path()); !made) {
        failed(std::move(moved), made.error());
        return ok();
    }
    const store::Move move{run_, cleans, store::Move::State::going, system, kept.string(), asset};
    CURATEUR_CHECK(library_.begin_move(move));
    platform::fault_point("move_intended");
    if (const auto done = platform::move_far(asset.path, kept); !done) {
        CURATEUR_CHECK(library_.abandon_move(move));
        failed(std::move(moved), done.error());
        return ok();
    }
    platform::fault_point("moved_away");
    CURATEUR_CHECK(library_.finish_move(move));
    told(moved);
    return ok();
}

Status MediaMoves::back(const store::Move& move) {
    if (is_stopped()) {
        return ok();
    }
    const auto& asset = move.asset;
    const bool dry = setup_.config.runtime.dry_run;
    report::Moved moved{
        move.system, asset.path, asset.path, asset.kind, What::restored, "", asset.size};
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(move.kept, ignored))) {
        moved.what = What::left;
        moved.reason = move.kept + " is not there any more";
        told(moved);
        return dry ? ok() : library_.forget_move(move);
    }
    if (!is_free(asset.path)) {
        moved.what = What::left;
        moved.reason = "another file has its place; it stays in " + move.kept;
        told(moved);
        return dry ? ok() : library_.forget_move(move);
    }
    if (dry) {
        told(moved);
        return ok();
    }
    if (const auto made = platform::make_directories(fs::path(asset.path).parent_path()); !made) {
        failed(std::move(moved), made.error());
        return ok();
    }
    auto returning = move;
    returning.state = store::Move::State::returning;
    CURATEUR_CHECK(library_.begin_return(returning));
    platform::fault_point("return_intended");
    if (const auto done = platform::move_far(move.kept, asset.path); !done) {
        CURATEUR_CHECK(library_.abandon_move(returning));
        failed(std::move(moved), done.error());
        return ok();
    }
    platform::fault_point("moved_back");
    // If somebody changed it where it lay, it comes back as theirs: with another time than is
    // noted.
    const auto is_ours = holds_ours(asset, asset.path, setup_.stop);
    const auto mtime = is_ours && *is_ours ? mtime_of(asset.path, asset.size) : std::nullopt;
    CURATEUR_CHECK(library_.finish_return(returning, mtime.value_or(asset.mtime_ns)));
    told(moved);
    return ok();
}

Result<RunResult> run_moves(Setup& setup,
                            bool is_undoing,
                            const std::function<Result<bool>(store::Library&, MediaMoves&)>& work) {
    const bool dry = setup.config.runtime.dry_run;
    report::MovesEnd end;
    end.is_undoing = is_undoing;
    auto library =
        dry ? store::Library::look(setup.places.state) : store::Library::open(setup.places.state);
    if (!library && library.error().code == Errc::not_found) {
        setup.reporter.moves_end(end);
        return RunResult{};
    }
    CURATEUR_CHECK(library ? ok() : Status(library.error()));
    std::unique_ptr<plugin::Crashes> crashes;
    store::Run run;
    run.started_unix_ms = setup.clock.unix_ms();
    run.mode = is_undoing ? "undo" : "clean";
    if (!dry) {
        CURATEUR_TRY(crashes, plugin::Crashes::open(setup.places.state, setup.clock));
        setup.crashes = crashes.get();
        CURATEUR_CHECK(store::recover(*library));
        CURATEUR_TRY(run.id, library->begin_run(run));
    }
    MediaMoves moves(setup, *library, run.id, [&](const auto& one) { setup.reporter.moved(one); });
    CURATEUR_TRY(const bool refused, work(*library, moves));
    end = moves.end();
    end.is_undoing = is_undoing;
    end.is_dry = dry;
    end.exit_status = moves.exit_status() == 0 && refused ? 3 : moves.exit_status();
    setup.reporter.moves_end(end);
    if (!dry) {
        run.ended_unix_ms = setup.clock.unix_ms();
        run.exit_status = end.exit_status;
        CURATEUR_CHECK(library->end_run(run));
    }
    return RunResult{end.exit_status, setup.stop.stop_requested() ? "signal" : ""};
}

} // namespace curateur::pipeline
