// SPDX-License-Identifier: MIT
// When the day ends somewhere else: daily quotas are reset at a service's midnight, and there may
// be no time-zone database here. C++17; source-stable, not part of the ABI.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace curateur {

// A time zone in POSIX notation with rules of the form Mm.w.d: "CET-1CEST,M3.5.0,M10.5.0/3",
// "JST-9".
class PosixZone {
public:
    static std::optional<PosixZone> parse(std::string_view text) {
        PosixZone zone;
        if (!skip_name(text))
            return std::nullopt;
        const auto standard = time(text);
        if (!standard)
            return std::nullopt;
        zone.standard_ = -*standard;
        zone.summer_ = zone.standard_;
        if (text.empty())
            return zone;
        if (!skip_name(text))
            return std::nullopt;
        zone.summer_ = zone.standard_ + 3600;
        if (!text.empty() && text.front() != ',') {
            const auto summer = time(text);
            if (!summer)
                return std::nullopt;
            zone.summer_ = -*summer;
        }
        const auto start = rule(text);
        const auto end = rule(text);
        if (!start || !end || !text.empty())
            return std::nullopt;
        zone.start_ = *start;
        zone.end_ = *end;
        zone.has_summer_ = true;
        return zone;
    }

    // Seconds east of Greenwich at this instant (seconds since 1970).
    std::int64_t offset(std::int64_t unix_s) const {
        if (!has_summer_)
            return standard_;
        const std::int64_t year = year_of(floor_div(unix_s + standard_, k_day_s));
        const std::int64_t start = instant(start_, year) - standard_;
        const std::int64_t end = instant(end_, year) - summer_;
        const bool summer =
            start < end ? unix_s >= start && unix_s < end : unix_s >= start || unix_s < end;
        return summer ? summer_ : standard_;
    }

    // The first midnight there after this instant, both in milliseconds since 1970.
    std::int64_t next_midnight_ms(std::int64_t unix_ms) const {
        const std::int64_t now = floor_div(unix_ms, 1000);
        const std::int64_t local = (floor_div(now + offset(now), k_day_s) + 1) * k_day_s;
        for (const std::int64_t shift : {summer_, standard_})
            if (offset(local - shift) == shift)
                return (local - shift) * 1000;
        return (local - standard_) *
               1000; // midnight itself is skipped: the day begins with the change
    }

private:
    static constexpr std::int64_t k_day_s = 86400;

    struct Rule {
        std::int64_t month = 1, week = 1, weekday = 0, seconds = 7200;
    };

    static std::int64_t floor_div(std::int64_t a, std::int64_t b) {
        return a / b - (a % b < 0 ? 1 : 0);
    }

    // Days since 1970 of a civil date, and back (the proleptic Gregorian calendar).
    static std::int64_t days(std::int64_t year, std::int64_t month, std::int64_t day) {
        year -= month <= 2 ? 1 : 0;
        const std::int64_t era = floor_div(year, 400);
        const std::int64_t of_era = year - era * 400;
        const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    }

    static std::int64_t year_of(std::int64_t day) {
        std::int64_t year = 1970 + floor_div(day * 400, 146097);
        while (days(year + 1, 1, 1) <= day)
            ++year;
        while (days(year, 1, 1) > day)
            --year;
        return year;
    }

    // The local instant of a rule in a year, as if local time were UTC.
    static std::int64_t instant(const Rule& rule, std::int64_t year) {
        const std::int64_t first = days(year, rule.month, 1);
        const std::int64_t weekday = ((first + 4) % 7 + 7) % 7; // 1970-01-01 was a Thursday
        std::int64_t day = first + (rule.weekday - weekday + 7) % 7 + (rule.week - 1) * 7;
        const std::int64_t after =
            rule.month == 12 ? days(year + 1, 1, 1) : days(year, rule.month + 1, 1);
        while (day >= after)
            day -= 7;
        return day * k_day_s + rule.seconds;
    }

    static bool accept(std::string_view& text, char c) {
        if (text.empty() || text.front() != c)
            return false;
        text.remove_prefix(1);
        return true;
    }

    static bool skip_name(std::string_view& text) {
        if (accept(text, '<')) {
            const auto end = text.find('>');
            if (end == std::string_view::npos)
                return false;
            text.remove_prefix(end + 1);
            return true;
        }
        std::size_t length = 0;
        while (length < text.size() &&
               ((text[length] | 0x20) >= 'a' && (text[length] | 0x20) <= 'z'))
            ++length;
        text.remove_prefix(length);
        return length >= 3;
    }

    static std::optional<std::int64_t> number(std::string_view& text) {
        std::int64_t value = 0;
        std::size_t length = 0;
        for (; length < text.size() && length < 4 && text[length] >= '0' && text[length] <= '9';
             ++length)
            value = value * 10 + (text[length] - '0');
        text.remove_prefix(length);
        return length == 0 ? std::nullopt : std::optional(value);
    }

    // [+-]hh[:mm[:ss]] in seconds
    static std::optional<std::int64_t> time(std::string_view& text) {
        const bool negative = accept(text, '-');
        if (!negative)
            accept(text, '+');
        std::int64_t seconds = 0;
        for (std::int64_t unit = 3600; unit != 0; unit = unit == 1 ? 0 : unit / 60) {
            const auto part = number(text);
            if (!part || *part > 167)
                return std::nullopt;
            seconds += *part * unit;
            if (unit == 1 || !accept(text, ':'))
                break;
        }
        return negative ? -seconds : seconds;
    }

    static std::optional<Rule> rule(std::string_view& text) {
        if (!accept(text, ',') || !accept(text, 'M'))
            return std::nullopt;
        const auto month = number(text);
        if (!month || !accept(text, '.'))
            return std::nullopt;
        const auto week = number(text);
        if (!week || !accept(text, '.'))
            return std::nullopt;
        const auto weekday = number(text);
        if (!weekday || *month < 1 || *month > 12 || *week < 1 || *week > 5 || *weekday > 6)
            return std::nullopt;
        Rule rule{*month, *week, *weekday, 7200};
        if (accept(text, '/')) {
            const auto at = time(text);
            if (!at)
                return std::nullopt;
            rule.seconds = *at;
        }
        return rule;
    }

    std::int64_t standard_ = 0, summer_ = 0;
    Rule start_, end_;
    bool has_summer_ = false;
};

// Nothing if the zone cannot be read.
inline std::optional<std::int64_t> next_midnight_ms(std::string_view zone, std::int64_t unix_ms) {
    const auto parsed = PosixZone::parse(zone);
    return parsed ? std::optional(parsed->next_midnight_ms(unix_ms)) : std::nullopt;
}

} // namespace curateur
