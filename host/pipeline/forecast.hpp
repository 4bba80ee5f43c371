// When work is done that a service allows only so much of a day.
#pragma once

#include <cstdint>

namespace curateur::pipeline {

struct Workload {
    double requests = 0, misses = 0; // that count in the day's; misses are among the requests
    double seconds = 0;              // it takes when nothing has to be waited for
    std::int64_t per_day = 0, misses_per_day = 0; // 0: no such limit
    std::int64_t used_today = 0, missed_today = 0;
    std::int64_t now_unix_ms = 0;
    std::int64_t day_ends_unix_ms = 0; // when the service counts anew; 0: not known, in 24 hours
};

struct Finish {
    std::int64_t unix_ms = 0; // 0: not within a hundred years
    std::int64_t days = 0;    // on which something is asked
};

// By wall clock. The service's days have 24 hours: when its clocks change, one has 23 or 25.
[[nodiscard]] Finish finish_of(const Workload& work);

} // namespace curateur::pipeline
