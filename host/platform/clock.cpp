#include "platform/clock.hpp"

#include <chrono>

namespace curateur::platform {
namespace chrono = std::chrono;

std::int64_t SystemClock::unix_ms() const {
    return chrono::duration_cast<chrono::milliseconds>(
               chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t SystemClock::steady_ms() const {
    return chrono::duration_cast<chrono::milliseconds>(
               chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace curateur::platform
