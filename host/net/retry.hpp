// When a transfer that failed in passing is tried again.
#pragma once

#include <cstdint>
#include <random>

namespace curateur::net {

struct RetryPolicy {
    int max_requests = 3;             // in all, for one item; api.max_retries
    std::int64_t first_ms = 1'000;    // before the second
    std::int64_t longest_ms = 60'000; // of one wait
};

// tried: how many times already (1: once). retry_after_ms: what the service asked for; -1: nothing,
// then twice the last wait, half of it by chance so that a fleet does not come back at once.
[[nodiscard]] std::int64_t retry_delay_ms(const RetryPolicy& policy,
                                          int tried,
                                          std::int64_t retry_after_ms,
                                          std::minstd_rand& chance);

} // namespace curateur::net
