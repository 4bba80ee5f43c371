// A clock that stands until the test moves it.
#pragma once

#include "platform/clock.hpp"

#include <atomic>

namespace curateur::test {

class ManualClock : public platform::Clock {
public:
    [[nodiscard]] std::int64_t unix_ms() const override { return k_epoch_ms + now_ms_; }

    [[nodiscard]] std::int64_t steady_ms() const override { return now_ms_; }

    void advance(std::int64_t ms) { now_ms_ += ms; }

private:
    static constexpr std::int64_t k_epoch_ms = 1'700'000'000'000; // some day in 2023

    std::atomic<std::int64_t> now_ms_{1000};
};

} // namespace curateur::test
