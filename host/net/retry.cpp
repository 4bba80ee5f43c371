#include "net/retry.hpp"

#include <algorithm>

namespace curateur::net {

std::int64_t retry_delay_ms(const RetryPolicy& policy,
                            int tried,
                            std::int64_t retry_after_ms,
                            std::minstd_rand& chance) {
    if (retry_after_ms >= 0) {
        return retry_after_ms;
    }
    const auto doubled = policy.first_ms << std::min(std::max(tried - 1, 0), 20);
    const auto wait = std::min(doubled, policy.longest_ms);
    return wait / 2 + std::uniform_int_distribution<std::int64_t>(0, wait - wait / 2)(chance);
}

} // namespace curateur::net
