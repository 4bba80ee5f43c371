// Time. Code that compares times takes a Clock, so that tests own it.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

namespace curateur::platform {

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual std::int64_t unix_ms() const = 0;   // wall time
    [[nodiscard]] virtual std::int64_t steady_ms() const = 0; // never goes back
};

class SystemClock : public Clock {
public:
    SystemClock() = default;

    // Its wall time runs ahead of the system's by the milliseconds in a file, which tests write to
    // bring a midnight near; "": by none.
    explicit SystemClock(std::string ahead_file) : ahead_file_(std::move(ahead_file)) {}

    [[nodiscard]] std::int64_t unix_ms() const override;
    [[nodiscard]] std::int64_t steady_ms() const override;

private:
    std::string ahead_file_;
};

[[nodiscard]] std::string local_time(std::int64_t unix_ms); // "2026-11-24 00:02:00"

// Returns at that wall time, whatever happens to the clock and however long the machine sleeps in
// between; or when stop is requested: false.
[[nodiscard]] bool
sleep_until(const Clock& clock, std::int64_t unix_ms, const std::stop_token& stop);

} // namespace curateur::platform
