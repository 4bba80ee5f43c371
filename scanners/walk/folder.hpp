// One folder of a tree, listed. Private to the box.
#pragma once

#include "walk/walk.hpp"

#include <sys/types.h>

#include <memory>
#include <string_view>
#include <utility>

namespace curateur::walk {

struct Folder {
    std::string key; // "" or "sub/"
    const Folder* above = nullptr;
    int depth = 0;
    dev_t device = 0; // known when it was read
    ino_t inode = 0;
    std::vector<Entry> entries; // sorted by name
    std::vector<Skipped> skipped;
    // Those to be entered, sorted by name, each with the number of entries in front of it.
    std::vector<std::pair<std::size_t, std::unique_ptr<Folder>>> folders;
};

// For several threads at once.
class Reader {
public:
    // rules: outlive it. top: the open folder that keys are relative to; stays the caller's.
    Reader(const Rules& rules, int top);

    // Fills entries, skipped and folders.
    void read(Folder& folder) const;

private:
    struct Name;
    class Listing;

    void look_at(int descriptor, const Name& name, Folder& folder) const;
    [[nodiscard]] bool is_listed(std::string_view name, bool is_directory) const;

    const Rules& rules_;
    std::vector<std::string_view> extensions_; // sorted
    int top_;
};

} // namespace curateur::walk
