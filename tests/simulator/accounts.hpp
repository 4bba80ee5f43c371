// Who may ask how much, and who is asking right now.
#pragma once

#include "simulator/json_reader.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::simulator {

// What an account may do; the values of a free member (screenscraper.fr, July 2025).
struct Limits {
    int level = 1;        // niveau; 0 is a guest
    int contribution = 0; // 2 and more: has given money
    int proposals = 0;    // accepted; without any a member is a "leecher"
    int threads = 1;
    int kilobytes_per_second = 128;
    int per_minute = 3072;
    int per_day = 20000;
    int misses_per_day = 2000;
    int requests_today = 0, misses_today = 0; // already, at the start
};

struct Account {
    std::string user, password;
    Limits limits;
    std::string favourite_region;
};

// "tier" (member, donor, contributor) first, then what is said beside it.
[[nodiscard]] Result<std::vector<Account>> read_accounts(const Json& json);

[[nodiscard]] Limits guest_limits();

// The account a simulator has when nobody gives it others.
[[nodiscard]] Account usual_account();

// One account's counters; what is in flight counts API and media together.
struct Usage {
    std::string name; // the user, or "guest@address"
    Account account;
    bool is_guest = false;
    int in_flight = 0, most_in_flight = 0;
    int requests_today = 0, misses_today = 0;
    std::uint64_t requests = 0, refused = 0; // since the start
    std::deque<std::chrono::steady_clock::time_point> last_minute;
};

// What happens to one request's count in the account.
struct Counted {
    bool per_minute = true, per_day = true;
};

// Safe for several threads. Usage pointers stay valid as long as this lives; read them through
// copy().
class Accounts {
public:
    explicit Accounts(std::vector<Account> accounts);

    // The member, if user and password are right.
    [[nodiscard]] Usage* member(std::string_view user, std::string_view password);
    [[nodiscard]] Usage* guest(const std::string& address);

    // Counts the request as in flight, whatever the outcome; end it with leave(). in_flight is
    // this request included.
    struct Admission {
        int in_flight = 0;
        std::string_view refusal; // a message's name; empty: admitted
    };

    [[nodiscard]] Admission enter(Usage& usage, Counted counted);
    void leave(Usage& usage);

    // Counts a miss; false when the day's allowance is spent already.
    [[nodiscard]] bool miss(Usage& usage);

    [[nodiscard]] Usage copy(const Usage& usage);
    [[nodiscard]] std::vector<Usage> all();
    [[nodiscard]] int members_in_flight();

    // Counters of the day start again, as at midnight in Paris.
    void new_day();
    // Everything as at the start; what is in flight stays.
    void reset();
    // Changes the limits and counters of a member; Errc::not_found.
    [[nodiscard]] Status change(const std::string& user, const Json& json);

private:
    std::mutex mutex_;
    std::list<Usage> members_;
    std::map<std::string, Usage> guests_;
};

} // namespace curateur::simulator
