// Time. Code that compares times takes a Clock, so that tests own it.
#pragma once

#include <cstdint>

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
    [[nodiscard]] std::int64_t unix_ms() const override;
    [[nodiscard]] std::int64_t steady_ms() const override;
};

} // namespace curateur::platform
