#include "config/deadline.hpp"

#include <charconv>
#include <ctime>

namespace curateur::config {
namespace {

constexpr std::int64_t k_second_ms = 1'000, k_minute_ms = 60 * k_second_ms,
                       k_hour_ms = 60 * k_minute_ms, k_day_ms = 24 * k_hour_ms;
constexpr std::int64_t k_largest_number = 10'000; // of any unit

// Takes a number off the front; -1: there is none.
std::int64_t take_number(std::string_view& text) {
    std::int64_t number = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || number < 0 || number > k_largest_number) {
        return -1;
    }
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    return number;
}

std::int64_t unit_ms(char unit) {
    switch (unit) {
    case 'd':
        return k_day_ms;
    case 'h':
        return k_hour_ms;
    case 'm':
        return k_minute_ms;
    case 's':
        return k_second_ms;
    default:
        return 0;
    }
}

// "1h30m"; units descend. 0: it is no such thing.
std::int64_t duration_of(std::string_view text) {
    std::int64_t all = 0, last = k_day_ms + 1;
    while (!text.empty()) {
        const auto number = take_number(text);
        const auto unit = text.empty() ? 0 : unit_ms(text.front());
        if (number < 0 || unit == 0 || unit >= last) {
            return 0;
        }
        text.remove_prefix(1);
        all += number * unit;
        last = unit;
    }
    return all;
}

// "06:30"; -1: it is no such thing.
int minute_of_day(std::string_view text) {
    const auto hour = take_number(text);
    if (hour < 0 || hour > 23 || text.size() != 3 || text.front() != ':') {
        return -1;
    }
    text.remove_prefix(1);
    const auto minute = take_number(text);
    return minute < 0 || minute > 59 || !text.empty() ? -1 : static_cast<int>(hour * 60 + minute);
}

} // namespace

Result<Deadline> deadline_of(const std::string& text) {
    Deadline deadline{duration_of(text), minute_of_day(text)};
    if (deadline.after_ms == 0 && deadline.minute_of_day < 0) {
        return Error{Errc::invalid,
                     "\"" + text +
                         "\" is no time; use one such as 90m, 8h or 1h30m from the start, or a "
                         "time of day such as 06:30"};
    }
    return deadline;
}

std::int64_t instant_of(const Deadline& deadline, std::int64_t unix_ms) {
    if (deadline.minute_of_day < 0) {
        return deadline.after_ms > 0 ? unix_ms + deadline.after_ms : 0;
    }
    const auto now = static_cast<std::time_t>(unix_ms / k_second_ms);
    std::tm local{};
    ::localtime_r(&now, &local);
    const auto at = [&](int days) {
        auto day = local;
        day.tm_mday += days;
        day.tm_hour = deadline.minute_of_day / 60;
        day.tm_min = deadline.minute_of_day % 60;
        day.tm_sec = 0;
        day.tm_isdst = -1;
        return static_cast<std::int64_t>(std::mktime(&day)) * k_second_ms;
    };
    return at(0) > unix_ms ? at(0) : at(1);
}

} // namespace curateur::config
