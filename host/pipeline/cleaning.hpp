// Which media are of no use any more. Private to the box.
#pragma once

#include "pipeline/inventory.hpp"
#include "pipeline/moving.hpp"

namespace curateur::pipeline {

// One system, scanned and listed. renamed: entries whose files are called otherwise now; what is of
// theirs stays. A refused output's folders are left alone.
struct CleanedSystem {
    const Scan& scan;
    const store::KnownEntries& known;
    const std::vector<std::unique_ptr<OutputState>>& outputs;
    std::set<std::int64_t> renamed = {};
};

// Moves away, from the folders of these outputs, media of ours of kinds that are not wanted.
[[nodiscard]] Status clean_kinds(const Setup& setup,
                                 store::Library& library,
                                 const CleanedSystem& system,
                                 MediaMoves& moves);

// And those of games that are gone, unless a game that is there shows them too. The sentence says
// why nothing of the system was touched; "": it was.
[[nodiscard]] Result<std::string> clean_system(const Setup& setup,
                                               store::Library& library,
                                               const CleanedSystem& system,
                                               MediaMoves& moves);

} // namespace curateur::pipeline
