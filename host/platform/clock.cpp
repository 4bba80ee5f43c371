#include "platform/clock.hpp"

#include "platform/file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace curateur::platform {
namespace chrono = std::chrono;

namespace {

std::int64_t ahead_ms(const std::string& file) {
    std::int64_t ahead = 0;
    if (!file.empty()) {
        const auto text = read_file(file, 32).value_or("");
        std::from_chars(text.data(), text.data() + text.size(), ahead);
    }
    return ahead;
}

} // namespace

std::int64_t SystemClock::unix_ms() const {
    return chrono::duration_cast<chrono::milliseconds>(
               chrono::system_clock::now().time_since_epoch())
               .count() +
           ahead_ms(ahead_file_);
}

std::int64_t SystemClock::steady_ms() const {
    return chrono::duration_cast<chrono::milliseconds>(
               chrono::steady_clock::now().time_since_epoch())
        .count();
}

bool sleep_until(const Clock& clock, std::int64_t unix_ms, const std::stop_token& stop) {
    constexpr std::int64_t k_longest_ms = 1'000; // timers stand still while the machine sleeps
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        const auto left = unix_ms - clock.unix_ms();
        if (left <= 0) {
            return true;
        }
        never.wait_for(
            lock, stop, chrono::milliseconds(std::min(left, k_longest_ms)), [] { return false; });
    }
    return false;
}

std::string local_time(std::int64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
    return std::string(text.data(), length);
}

} // namespace curateur::platform
