#include "store/stat_key.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace curateur::store {
namespace {

constexpr std::int64_t k_second_ns = 1'000'000'000;
constexpr std::int64_t k_hour_ns = 3600 * k_second_ns;
constexpr std::int64_t k_vfat_grain_ns = 2 * k_second_ns; // the coarsest there is
// ext3, HFS+; exFAT; many network file systems; NTFS and SMB.
constexpr std::array<std::int64_t, 4> k_grains_ns{k_second_ns, 10'000'000, 1'000, 100};

// As far as the time itself tells. A fine time that looks coarse is one in a million, and compares
// no worse than on a file system that is.
std::int64_t grain_of(std::int64_t time_ns) {
    for (const auto grain : k_grains_ns) {
        if (time_ns % grain == 0) {
            return grain;
        }
    }
    return 1;
}

std::int64_t floor_to(std::int64_t time_ns, std::int64_t grain) {
    const auto rest = time_ns % grain;
    return time_ns - (rest < 0 ? rest + grain : rest);
}

} // namespace

bool same_file(const StatKey& then, const StatKey& now, bool moves_by_hours) {
    if (then.size != now.size || then.mtime_ns == k_untrusted_mtime) {
        return false;
    }
    if (!moves_by_hours) {
        const auto grain = std::max(grain_of(then.mtime_ns), grain_of(now.mtime_ns));
        return floor_to(then.mtime_ns, grain) == floor_to(now.mtime_ns, grain);
    }
    const auto kept = floor_to(then.mtime_ns, k_vfat_grain_ns);
    const auto found = floor_to(now.mtime_ns, k_vfat_grain_ns);
    return found == kept || found == kept + k_hour_ns || found == kept - k_hour_ns;
}

bool is_racy(const StatKey& stat, std::int64_t read_ns, bool moves_by_hours) {
    const auto age = read_ns - stat.mtime_ns;
    if (age < k_vfat_grain_ns) {
        return true;
    }
    return moves_by_hours && age >= k_hour_ns && age < k_hour_ns + k_vfat_grain_ns;
}

} // namespace curateur::store
