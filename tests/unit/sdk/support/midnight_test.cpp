#include <curateur/support/midnight.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace {

constexpr const char* k_paris = "CET-1CEST,M3.5.0,M10.5.0/3";

// Seconds since 1970 of a UTC date.
std::int64_t utc(int year, int month, int day, int hour = 0, int minute = 0) {
    std::tm date{};
    date.tm_year = year - 1900;
    date.tm_mon = month - 1;
    date.tm_mday = day;
    date.tm_hour = hour;
    date.tm_min = minute;
    return timegm(&date);
}

} // namespace

TEST(Midnight, IsAnHourBeforeGreenwichInTheParisianWinter) {
    EXPECT_EQ(curateur::next_midnight_ms(k_paris, utc(2026, 1, 21, 12) * 1000),
              utc(2026, 1, 21, 23) * 1000);
}

TEST(Midnight, IsTwoHoursBeforeGreenwichInTheParisianSummer) {
    EXPECT_EQ(curateur::next_midnight_ms(k_paris, utc(2026, 7, 1, 12) * 1000),
              utc(2026, 7, 1, 22) * 1000);
}

TEST(Midnight, AtMidnightTheNextOneIsADayAway) {
    EXPECT_EQ(curateur::next_midnight_ms(k_paris, utc(2026, 1, 21, 23) * 1000),
              utc(2026, 1, 22, 23) * 1000);
}

TEST(Midnight, DaysOfAChangeHave23And25Hours) {
    EXPECT_EQ(curateur::next_midnight_ms(k_paris, utc(2026, 3, 28, 23) * 1000),
              utc(2026, 3, 29, 22) * 1000);
    EXPECT_EQ(curateur::next_midnight_ms(k_paris, utc(2026, 10, 24, 22) * 1000),
              utc(2026, 10, 25, 23) * 1000);
}

TEST(Midnight, ZonesWithoutSummerAndInTheSouthAreRead) {
    EXPECT_EQ(curateur::next_midnight_ms("JST-9", utc(2026, 1, 21, 12) * 1000),
              utc(2026, 1, 21, 15) * 1000);
    const auto sydney = curateur::PosixZone::parse("AEST-10AEDT,M10.1.0,M4.1.0/3");
    ASSERT_TRUE(sydney);
    EXPECT_EQ(sydney->offset(utc(2026, 1, 1)), 11 * 3600);
    EXPECT_EQ(sydney->offset(utc(2026, 7, 1)), 10 * 3600);
    EXPECT_EQ(curateur::PosixZone::parse("<-03>3")->offset(0), -3 * 3600);
}

TEST(Midnight, WhatIsNoZoneIsRefused) {
    for (const char* text :
         {"", "CE", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5.0,M10.5.0x"})
        EXPECT_FALSE(curateur::PosixZone::parse(text)) << text;
}

TEST(Midnight, AgreesWithTheSystemsRulesFrom2020To2040) {
    setenv("TZ", k_paris, 1);
    tzset();
    const auto zone = curateur::PosixZone::parse(k_paris);
    ASSERT_TRUE(zone);
    for (std::int64_t at = utc(2020, 1, 1); at < utc(2041, 1, 1); at += 3 * 3600 - 7) {
        const std::time_t when = static_cast<std::time_t>(at);
        std::tm local{};
        localtime_r(&when, &local);
        ASSERT_EQ(zone->offset(at), local.tm_gmtoff) << at;
        const std::time_t midnight =
            static_cast<std::time_t>(zone->next_midnight_ms(at * 1000) / 1000);
        ASSERT_GT(midnight, when);
        localtime_r(&midnight, &local);
        ASSERT_EQ(local.tm_hour * 60 + local.tm_min, 0) << at;
    }
}
