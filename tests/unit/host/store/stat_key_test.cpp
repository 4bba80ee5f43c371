#include "store/stat_key.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

constexpr std::int64_t k_stat_ns = 1'700'000'001'123'456'789; // an odd second
constexpr std::int64_t k_stat_second = 1'000'000'000;

bool same_time(std::int64_t then, std::int64_t now, bool moves_by_hours = false) {
    return store::same_file({5, then}, {5, now}, moves_by_hours);
}

} // namespace

TEST(StatKey, IsAnothersWhenSizeOrTimeDiffer) {
    EXPECT_TRUE(same_time(k_stat_ns, k_stat_ns));
    EXPECT_FALSE(same_time(k_stat_ns, k_stat_ns + 1));
    EXPECT_FALSE(store::same_file({5, k_stat_ns}, {6, k_stat_ns}, false));
}

TEST(StatKey, DoesNotGoByTheInode) {
    EXPECT_TRUE(store::same_file({5, k_stat_ns, 1}, {5, k_stat_ns, 2}, false));
}

TEST(StatKey, ComparesTimesAtTheCoarserGrain) {
    EXPECT_TRUE(same_time(k_stat_ns, k_stat_ns / 100 * 100));                     // copied to NTFS
    EXPECT_TRUE(same_time(k_stat_ns, k_stat_ns / k_stat_second * k_stat_second)); // to ext3
    EXPECT_TRUE(same_time(k_stat_ns / k_stat_second * k_stat_second, k_stat_ns)); // and back
    EXPECT_FALSE(same_time(k_stat_ns, (k_stat_ns / k_stat_second + 1) * k_stat_second));
}

TEST(StatKey, ComparesTimesOfVfatAtTwoSeconds) {
    EXPECT_TRUE(same_time(k_stat_ns, k_stat_ns / (2 * k_stat_second) * 2 * k_stat_second, true));
    EXPECT_FALSE(same_time(k_stat_ns, k_stat_ns + 2 * k_stat_second, true));
}

TEST(StatKey, ToleratesAnHourOnVfatOnly) {
    for (const auto hour : {3600 * k_stat_second, -3600 * k_stat_second}) {
        EXPECT_TRUE(same_time(k_stat_ns, k_stat_ns + hour, true));
        EXPECT_FALSE(same_time(k_stat_ns, k_stat_ns + hour, false));
        EXPECT_FALSE(same_time(k_stat_ns, k_stat_ns + 2 * hour, true));
    }
}

TEST(StatKey, OfAnUntrustedTimeEqualsNone) {
    EXPECT_FALSE(same_time(store::k_untrusted_mtime, store::k_untrusted_mtime));
    EXPECT_FALSE(same_time(store::k_untrusted_mtime, k_stat_ns, true));
}

TEST(StatKey, IsRacyWithinTheCoarsestGrainOfTheReading) {
    EXPECT_TRUE(store::is_racy({5, k_stat_ns}, k_stat_ns, false));
    EXPECT_TRUE(store::is_racy({5, k_stat_ns}, k_stat_ns + 2 * k_stat_second - 1, false));
    EXPECT_FALSE(store::is_racy({5, k_stat_ns}, k_stat_ns + 2 * k_stat_second, false));
    EXPECT_TRUE(
        store::is_racy({5, k_stat_ns + 9 * k_stat_second}, k_stat_ns, false)); // in the future
}

TEST(StatKey, IsRacyAnHourLaterOnVfat) {
    const auto later = k_stat_ns + 3601 * k_stat_second;
    EXPECT_TRUE(store::is_racy({5, k_stat_ns}, later, true));
    EXPECT_FALSE(store::is_racy({5, k_stat_ns}, later, false));
}
