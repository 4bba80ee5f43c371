// After a crash: what was being written, and did it get there?
#pragma once

#include "store/library.hpp"

namespace curateur::store {

struct Recovered {
    std::size_t promoted = 0;           // the rename had happened
    std::size_t abandoned = 0;          // it had not
    std::vector<std::string> undecided; // documents that somebody changed since: their path
    std::vector<std::string> waiting;   // documents and media that cannot be looked at now: their
                                        // path; decided at a later start
    std::size_t assets_finished = 0, assets_forgotten = 0;
};

// For each intent: the document holds the new bytes, so the bases become the bases; or it holds the
// old ones, and the intent is dropped; or neither, and the intent is dropped too: the merge then
// finds out by value what is ours. A media file of the intended size and SHA-1 is ours, else the
// intent is forgotten. One that was being moved away, or back, is at the one place or the other; if
// it was copied to another file system and lies at both, the copy is removed. A folder that is not
// there (unmounted) decides nothing. Temporary files of ours beside documents and media, and those
// that intents name, are removed.
[[nodiscard]] Result<Recovered> recover(Library& library);

// Removes the temporary files of ours in a folder. Only while nothing is being written there.
void remove_leftovers(const std::filesystem::path& directory);

} // namespace curateur::store
