// Is a file the one it was? Told by its size and time, without reading it.
#pragma once

#include <cstdint>
#include <limits>

namespace curateur::store {

// A file as it lies there, below a name and a path that are kept elsewhere. Not the folder it is
// mounted at, nor the device: a moved or remounted root is the same one.
struct StatKey {
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0; // since 1970
    std::uint64_t inode = 0;   // 0: not kept. A hint for renames, no part of being the same
    bool operator==(const StatKey&) const = default;
};

// In place of a time that is not to be relied upon: equals none.
inline constexpr std::int64_t k_untrusted_mtime = std::numeric_limits<std::int64_t>::min();

// Evidence taken from then is good for now. Times are compared at the grain of the coarser of the
// two: copying to another file system cuts them to its own. moves_by_hours: the file system keeps
// local time (vfat), so an hour more or less is the same, and its grain is two seconds.
[[nodiscard]] bool same_file(const StatKey& then, const StatKey& now, bool moves_by_hours);

// A file that was written to so shortly before it was read (at read_ns) that a later write could
// bear the same time.
[[nodiscard]] bool is_racy(const StatKey& stat, std::int64_t read_ns, bool moves_by_hours);

} // namespace curateur::store
