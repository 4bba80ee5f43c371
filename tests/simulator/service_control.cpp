#include "simulator/service.hpp"

namespace curateur::simulator {
namespace {

std::string account_line(const Usage& usage) {
    const auto number = [](const char* name, std::uint64_t value) {
        return std::string(",\"") + name + "\":" + std::to_string(value);
    };
    const Limits& limits = usage.account.limits;
    return in_quotes(usage.name) + ":{\"maxthreads\":" + std::to_string(limits.threads) +
           number("in_flight", static_cast<std::uint64_t>(usage.in_flight)) +
           number("most_in_flight", static_cast<std::uint64_t>(usage.most_in_flight)) +
           number("requests", usage.requests) + number("refused", usage.refused) +
           number("requests_today", static_cast<std::uint64_t>(usage.requests_today)) +
           number("misses_today", static_cast<std::uint64_t>(usage.misses_today)) + "}";
}

} // namespace

Status Service::change(const Json& json) {
    Switches changed = switches();
    std::vector<std::string> blacklist(changed.blacklist.begin(), changed.blacklist.end());
    const Json* accounts = nullptr;
    bool next_day = false;
    CURATEUR_CHECK(read_object(json,
                               {{"closed", into(changed.closed)},
                                {"closed_to_guests", into(changed.closed_to_guests)},
                                {"closed_to_leechers", into(changed.closed_to_leechers)},
                                {"blacklist", into(blacklist)},
                                {"latency_ms", into(changed.latency_ms)},
                                {"media_latency_ms", into(changed.media_latency_ms)},
                                {"real_profile", into(changed.real_profile)},
                                {"media_counts", into(changed.media_counts)},
                                {"enforce_speed", into(changed.enforce_speed)},
                                {"ranges", into(changed.ranges)},
                                {"next_day", into(next_day)},
                                {"accounts", [&](const Json& value) -> Status {
                                     accounts = &value;
                                     return value.IsObject() ? ok()
                                                             : wrong("an object belongs here");
                                 }}}));
    changed.blacklist = {blacklist.begin(), blacklist.end()};
    if (next_day) {
        accounts_.new_day();
    }
    if (accounts != nullptr) {
        for (auto it = accounts->MemberBegin(); it != accounts->MemberEnd(); ++it) {
            if (auto done = accounts_.change(it->name.GetString(), it->value); !done) {
                return std::move(done).error().in("accounts");
            }
        }
    }
    const std::lock_guard lock(mutex_);
    switches_ = std::move(changed);
    return ok();
}

Status Service::add_faults(const Json& json) {
    CURATEUR_TRY(auto rules, read_rules(json));
    faults_.add(std::move(rules));
    return ok();
}

void Service::reset() {
    accounts_.reset();
    faults_.clear();
    faults_.add(at_start_.catalogue.faults);
    log_.clear();
    const std::lock_guard lock(mutex_);
    switches_ = at_start_.switches;
}

std::string Service::summary() {
    std::string counts;
    std::uint64_t requests = 0;
    for (const auto& [what, count] : log_.counts()) {
        counts += (counts.empty() ? "" : ",") + in_quotes(what) + ":" + std::to_string(count);
        requests += count;
    }
    std::string accounts;
    for (const Usage& usage : accounts_.all()) {
        accounts += (accounts.empty() ? "" : ",") + account_line(usage);
    }
    return "{\"requests\":" + std::to_string(requests) + ",\"answers\":{" + counts +
           "},\"accounts\":{" + accounts + "}}";
}

} // namespace curateur::simulator
