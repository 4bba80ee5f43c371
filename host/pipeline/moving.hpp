// Media of ours that leave their place, and come back: nothing is thrown away.
#pragma once

#include "pipeline/run.hpp"
#include "store/library.hpp"

#include <map>
#include <set>

namespace curateur::pipeline {

// Moves files and keeps the store in step: what is to happen is noted before it does, so that a
// kill at any instant leaves each file at one of its two places, and recover() knows which. A file
// that is not as we put it stays. On one thread.
class MediaMoves {
public:
    using Tell = std::function<void(const report::Moved&)>;

    // library: written to unless it is a dry run, in which nothing is moved. run: whose moves they
    // are.
    MediaMoves(const Setup& setup, store::Library& library, std::int64_t run, Tell tell)
        : setup_(setup), library_(library), run_(run), tell_(std::move(tell)) {}

    // Into <state>/replaced/<date>/ below its own path. reason: why, for people. An error is the
    // store's. After a full disk, or a stop, nothing is done any more.
    [[nodiscard]] Status away(const std::string& system,
                              const store::Asset& asset,
                              const std::string& reason,
                              bool cleans);

    // What away() did. A file whose place somebody took, be it with another suffix, stays away.
    [[nodiscard]] Status back(const store::Move& move);

    [[nodiscard]] const report::MovesEnd& end() const { return end_; }

    [[nodiscard]] bool is_stopped() const { return is_full_ || setup_.stop.stop_requested(); }

    // 128 and the signal, else 4 for a full disk, else 3 if something failed.
    [[nodiscard]] int exit_status() const;

private:
    using What = report::Moved::What;

    [[nodiscard]] std::filesystem::path kept_place(const std::filesystem::path& file) const;
    [[nodiscard]] bool is_free(const std::filesystem::path& place);
    void told(const report::Moved& moved);
    void failed(report::Moved moved, const Error& error);

    const Setup& setup_;
    store::Library& library_;
    std::int64_t run_;
    Tell tell_;
    report::MovesEnd end_;
    bool is_full_ = false;
    std::map<std::filesystem::path, std::set<std::string>> stems_; // of the files in a folder
};

// A verb that moves media, begun and ended: opened, recovered and noted as a run, or in a dry run
// only looked at; its end told. work: whether something was refused, as status 3 says. A library of
// which nothing is known is ok.
[[nodiscard]] Result<RunResult>
run_moves(Setup& setup,
          bool is_undoing,
          const std::function<Result<bool>(store::Library&, MediaMoves&)>& work);

// The verb: media of games that are gone, and of kinds that are not wanted any more, of the systems
// of setup. Blocks. Errc::busy: another process works on this library.
[[nodiscard]] Result<RunResult> clean(Setup setup);

// The verb: brings back what the last clean or run moved away, and moves away the media that the
// run put there, whichever changed media last. The same errors.
[[nodiscard]] Result<RunResult> undo_media(Setup setup);

} // namespace curateur::pipeline
