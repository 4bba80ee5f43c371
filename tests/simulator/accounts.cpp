#include "simulator/accounts.hpp"

#include <algorithm>
#include <array>

namespace curateur::simulator {
namespace {

constexpr int k_guest_threads = 256; // of all guests together

struct Tier {
    std::string_view name;
    Limits limits;
};

// level, contribution, proposals, threads, kB/s, a minute, a day, misses a day
constexpr std::array<Tier, 3> k_tiers = {{
    {"member", {1, 0, 0, 1, 128, 3072, 20000, 2000, 0, 0}},
    {"donor", {1, 2, 0, 6, 2176, 7168, 100000, 10000, 0, 0}},
    {"contributor", {11, 4, 56, 9, 6144, 10240, 100000, 10000, 0, 0}},
}};

Status take_tier(const Json& json, Limits& limits) {
    std::string name;
    CURATEUR_CHECK(into(name)(json));
    for (const Tier& tier : k_tiers) {
        if (tier.name == name) {
            limits = tier.limits;
            return ok();
        }
    }
    return wrong("there is no tier \"" + name + "\"; there are member, donor, contributor");
}

Members limit_members(Limits& limits) {
    return {{"tier",
             [](const Json&) {
                 return ok();
             }}, // read before the others
            {"level", into(limits.level)},
            {"contribution", into(limits.contribution)},
            {"proposals", into(limits.proposals)},
            {"maxthreads", into(limits.threads)},
            {"kilobytes_per_second", into(limits.kilobytes_per_second)},
            {"per_minute", into(limits.per_minute)},
            {"per_day", into(limits.per_day)},
            {"misses_per_day", into(limits.misses_per_day)},
            {"requests_today", into(limits.requests_today)},
            {"misses_today", into(limits.misses_today)}};
}

Status read_account(const Json& json, Account& account) {
    if (json.IsObject() && json.HasMember("tier")) {
        CURATEUR_CHECK(take_tier(json["tier"], account.limits));
    }
    auto members = limit_members(account.limits);
    members["user"] = into(account.user);
    members["password"] = into(account.password);
    members["favourite_region"] = into(account.favourite_region);
    CURATEUR_CHECK(read_object(json, members));
    if (account.user.empty()) {
        return wrong("an account needs a user");
    }
    return ok();
}

Usage usage_of(std::string name, Account account) {
    Usage usage;
    usage.name = std::move(name);
    usage.requests_today = account.limits.requests_today;
    usage.misses_today = account.limits.misses_today;
    usage.account = std::move(account);
    return usage;
}

} // namespace

Result<std::vector<Account>> read_accounts(const Json& json) {
    std::vector<Account> accounts;
    CURATEUR_CHECK(read_list(
        json, [&](const Json& item) { return read_account(item, accounts.emplace_back()); }));
    return accounts;
}

Limits guest_limits() {
    return {0, 0, 0, 1, 128, 3072, 10000, 1000, 0, 0};
}

Account usual_account() {
    return {"player", "player-password", {}, "eu"};
}

Accounts::Accounts(std::vector<Account> accounts) {
    for (Account& account : accounts) {
        auto name = account.user;
        members_.push_back(usage_of(std::move(name), std::move(account)));
    }
}

Usage* Accounts::member(std::string_view user, std::string_view password) {
    const auto found = std::find_if(members_.begin(), members_.end(), [&](const Usage& usage) {
        return usage.account.user == user && usage.account.password == password;
    });
    return found == members_.end() ? nullptr : &*found;
}

Usage* Accounts::guest(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto [at, added] = guests_.try_emplace(address);
    if (added) {
        at->second = usage_of("guest@" + address, {"", "", guest_limits(), ""});
        at->second.is_guest = true;
    }
    return &at->second;
}

Accounts::Admission Accounts::enter(Usage& usage, Counted counted) {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const Limits& limits = usage.account.limits;
    Admission admission{++usage.in_flight, {}};
    usage.most_in_flight = std::max(usage.most_in_flight, usage.in_flight);
    ++usage.requests;
    auto& window = usage.last_minute;
    while (!window.empty() && now - window.front() >= std::chrono::minutes(1)) {
        window.pop_front();
    }
    int guests = 0;
    for (const auto& [address, guest] : guests_) {
        guests += guest.in_flight;
    }
    if (usage.is_guest && guests > k_guest_threads) {
        admission.refusal = "pool";
    } else if (usage.in_flight > limits.threads) {
        admission.refusal = "threads";
    } else if (counted.per_minute && static_cast<int>(window.size()) >= limits.per_minute) {
        admission.refusal = "minute";
    } else {
        if (counted.per_minute) {
            window.push_back(now);
        }
        // A request beyond the day's limit is counted all the same.
        if (counted.per_day && usage.requests_today++ >= limits.per_day) {
            admission.refusal = "quota";
        }
    }
    usage.refused += admission.refusal.empty() ? 0U : 1U;
    return admission;
}

void Accounts::leave(Usage& usage) {
    const std::lock_guard lock(mutex_);
    --usage.in_flight;
}

bool Accounts::miss(Usage& usage) {
    const std::lock_guard lock(mutex_);
    if (usage.misses_today >= usage.account.limits.misses_per_day) {
        return false;
    }
    ++usage.misses_today;
    return true;
}

Usage Accounts::copy(const Usage& usage) {
    const std::lock_guard lock(mutex_);
    return usage;
}

std::vector<Usage> Accounts::all() {
    const std::lock_guard lock(mutex_);
    std::vector<Usage> every(members_.begin(), members_.end());
    for (const auto& [address, guest] : guests_) {
        every.push_back(guest);
    }
    return every;
}

int Accounts::members_in_flight() {
    const std::lock_guard lock(mutex_);
    int count = 0;
    for (const Usage& usage : members_) {
        count += usage.in_flight;
    }
    return count;
}

void Accounts::new_day() {
    const std::lock_guard lock(mutex_);
    const auto start_again = [](Usage& usage) {
        usage.requests_today = 0;
        usage.misses_today = 0;
    };
    std::for_each(members_.begin(), members_.end(), start_again);
    for (auto& [address, guest] : guests_) {
        start_again(guest);
    }
}

void Accounts::reset() {
    const std::lock_guard lock(mutex_);
    const auto start_again = [](Usage& usage) {
        const int in_flight = usage.in_flight;
        usage = usage_of(std::move(usage.name), std::move(usage.account));
        usage.is_guest = usage.account.limits.level == 0;
        usage.in_flight = in_flight;
        usage.most_in_flight = in_flight;
    };
    std::for_each(members_.begin(), members_.end(), start_again);
    for (auto& [address, guest] : guests_) {
        start_again(guest);
    }
}

Status Accounts::change(const std::string& user, const Json& json) {
    const std::lock_guard lock(mutex_);
    for (Usage& usage : members_) {
        if (usage.account.user != user) {
            continue;
        }
        Limits limits = usage.account.limits;
        limits.requests_today = usage.requests_today;
        limits.misses_today = usage.misses_today;
        CURATEUR_CHECK(read_object(json, limit_members(limits)));
        usage.requests_today = limits.requests_today;
        usage.misses_today = limits.misses_today;
        limits.requests_today = usage.account.limits.requests_today;
        limits.misses_today = usage.account.limits.misses_today;
        usage.account.limits = limits;
        return ok();
    }
    return Error{Errc::not_found, "there is no account \"" + user + "\""};
}

} // namespace curateur::simulator
