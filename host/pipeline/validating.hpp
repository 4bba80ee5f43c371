// The media that are there, looked at again: are they what was put there, and are they good?
#pragma once

#include "pipeline/checking.hpp"
#include "pipeline/run.hpp"
#include "store/library.hpp"

namespace curateur::pipeline {

struct MediaTally {
    std::uint64_t checked = 0, bad = 0, poor = 0, missing = 0, changed = 0, unreadable = 0;
    std::uint64_t wanted = 0; // the next run fetches them
};

// Reads every file recorded as ours and asks the validators. What came of it is in the store: what
// is bad or gone is wanted again; a file that somebody changed since is theirs, reported if it is
// bad, and left alone.
class MediaCheck {
public:
    // level: disabled only compares the bytes.
    MediaCheck(const Setup& setup,
               store::Library& library,
               Checker& checker,
               config::Validation level)
        : setup_(setup), library_(library), checker_(checker), level_(level) {}

    // Blocking; as many at once as there are cores. tell: from this thread, of each that is not
    // good. An error is the store's. A stop ends it early.
    [[nodiscard]] Result<MediaTally> run(const std::string& system,
                                         const std::function<void(const report::Medium&)>& tell);

private:
    struct Look;

    [[nodiscard]] Look look_at(const store::Asset& asset, const std::string& about) const;
    [[nodiscard]] Status keep(const Look& look, const store::Asset& old);

    const Setup& setup_;
    store::Library& library_;
    Checker& checker_;
    config::Validation level_;
};

// The verb: all media of ours, or those of setup.config.scraping.systems. Blocks. Errc::busy:
// another process works on this library.
[[nodiscard]] Result<RunResult> validate(Setup setup);

} // namespace curateur::pipeline
