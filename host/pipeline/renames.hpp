// ROMs that are called otherwise than they were.
#pragma once

#include "pipeline/scan.hpp"
#include "store/known.hpp"

namespace curateur::pipeline {

struct Rename {
    std::int64_t entry = 0; // its number in the store
    std::string from, to;   // keys
};

// Files that are new to the store, each with the inode, size and time of exactly one that is gone.
// Links do not count, nor does a file system that makes inodes up. Looks whether what is gone
// really is: it may only be left out of the scan.
[[nodiscard]] std::vector<Rename> renames_in(const Scan& scan, const store::KnownEntries& known);

} // namespace curateur::pipeline
