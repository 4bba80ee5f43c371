#include "pipeline/forecast.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace {

constexpr std::int64_t k_day_ms = std::int64_t{24} * 3600 * 1000;
constexpr int k_most_days = 36'500;

// The share of all that the rest of today's allowance lets through.
double share_of(double needed, std::int64_t per_day, std::int64_t used) {
    if (per_day == 0 || needed <= 0) {
        return 1;
    }
    return static_cast<double>(std::max<std::int64_t>(per_day - used, 0)) / needed;
}

} // namespace

Finish finish_of(const Workload& work) {
    Finish finish;
    auto now = work.now_unix_ms;
    auto day_ends = work.day_ends_unix_ms > now ? work.day_ends_unix_ms : now + k_day_ms;
    auto used = work.used_today, missed = work.missed_today;
    double left = work.requests > 0 ? 1 : 0;
    for (int day = 0; day < k_most_days; ++day) {
        if (left <= 0) {
            finish.unix_ms = now;
            return finish;
        }
        const double allowed = std::min(share_of(work.requests, work.per_day, used),
                                        share_of(work.misses, work.misses_per_day, missed));
        const double today_ms = static_cast<double>(day_ends - now);
        const double in_time = work.seconds > 0 ? today_ms / (work.seconds * 1000) : 1;
        const double done = std::min({left, allowed, in_time});
        finish.days += done > 0 ? 1 : 0;
        left = done < left ? left - done : 0;
        if (left <= 0) {
            now += static_cast<std::int64_t>(done * work.seconds * 1000);
            continue;
        }
        now = day_ends;
        day_ends += k_day_ms;
        used = missed = 0;
    }
    return finish;
}

} // namespace curateur::pipeline
