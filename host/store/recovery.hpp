// After a crash: what was being written, and did it get there?
#pragma once

#include "store/library.hpp"

namespace curateur::store {

struct Recovered {
    std::size_t promoted = 0;           // the rename had happened
    std::size_t abandoned = 0;          // it had not
    std::vector<std::string> undecided; // documents that somebody changed since: their path
};

// For each intent: the document holds the new bytes, so the bases become the bases; or it holds the
// old ones, and the intent is dropped; or neither, and the intent is dropped too: the merge then
// finds out by value what is ours. Temporary files of ours beside the documents are removed.
[[nodiscard]] Result<Recovered> recover(Library& library);

} // namespace curateur::store
