// The service: what it answers to whom. Knows nothing of sockets.
#pragma once

#include "simulator/accounts.hpp"
#include "simulator/answer.hpp"
#include "simulator/faults.hpp"
#include "simulator/media_store.hpp"
#include "simulator/request_log.hpp"
#include "simulator/world.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace curateur::simulator {

// What may change while it runs.
struct Switches {
    bool closed = false, closed_to_guests = false, closed_to_leechers = false;
    std::set<std::string> blacklist; // softnames
    int latency_ms = 0;              // of every answer of the API but refusals
    int media_latency_ms = 0;        // until the first byte of a medium
    bool real_profile = false;       // latency_ms is a found game's; the others in proportion
    bool media_counts = true;        // in the day's requests
    bool enforce_speed = false;      // bodies no faster than the account's speed
    bool ranges = true;              // a part of a medium may be asked for
};

struct ServiceOptions {
    Catalogue catalogue;
    std::uint64_t seed = 1;
    std::string developer = "developer", developer_password = "developer-password";
    Switches switches;
    double media_scale = 1;
    unsigned real_size_divisor = 0; // of MediaStore
};

using Parameters = std::multimap<std::string, std::string>;

struct Call {
    std::string page;   // "jeuInfos.php"
    std::string target; // path and query, as sent
    Parameters parameters;
    std::string address; // of the client
    bool media_port = false;
    std::string range, if_range; // the headers of these names; "" without
};

struct Reply {
    int status = 200;
    std::string content_type;
    std::string body;
    bool chunked = false; // and compressed if the client likes it
    Fault fault = Fault::none;
    int latency_ms = 0;
    std::uint64_t bytes_per_second = 0; // 0: as fast as it goes
    std::size_t break_at = 0; // bytes of the body until a fault ends it; 0, or beyond it: half
    std::map<std::string, std::string> headers = {}; // more of them
};

class Service;

// One request in flight. Ends, and is logged, with finish() or at the latest when it is destroyed.
class Ticket {
public:
    Ticket(Service& service, Usage& usage, LogEntry entry);
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    // Call it before the last byte is sent: who has an answer may ask the next thing at once.
    void finish(bool complete);

    LogEntry entry;

private:
    Service& service_;
    Usage& usage_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    bool finished_ = false;
};

// Safe for several threads.
class Service {
public:
    explicit Service(ServiceOptions options);

    // Where the addresses of media lead: "http://127.0.0.1:5000/api2/". Before the first answer.
    void set_media_base(std::string base) { media_base_ = std::move(base); }

    [[nodiscard]] Reply answer(const Call& call, std::unique_ptr<Ticket>& ticket);

    // {"closed": true, "accounts": {"player": {"requests_today": 19999}}, …}; all or nothing of the
    // switches.
    [[nodiscard]] Status change(const Json& json);
    [[nodiscard]] Status add_faults(const Json& json);

    void clear_faults() { faults_.clear(); }

    // Everything as at the start, the log empty.
    void reset();
    [[nodiscard]] std::string summary();

    [[nodiscard]] RequestLog& log() { return log_; }

    [[nodiscard]] Accounts& accounts() { return accounts_; }

    [[nodiscard]] Switches switches() const;

private:
    friend class Ticket;

    struct Visit; // one call and who makes it

    [[nodiscard]] std::string_view refusal(const Visit& visit) const;
    [[nodiscard]] Reply dispatch(Visit& visit);
    [[nodiscard]] Reply answer_game(Visit& visit);
    [[nodiscard]] Reply answer_search(Visit& visit);
    [[nodiscard]] Reply answer_account(Visit& visit);
    [[nodiscard]] Reply answer_list(Visit& visit, const std::string& content);
    [[nodiscard]] Reply answer_medium(Visit& visit);
    [[nodiscard]] Reply serve(Visit& visit, const MediaKey& key);
    [[nodiscard]] Reply not_found(Visit& visit, std::string_view message);
    [[nodiscard]] Reply say(Visit& visit, std::string_view message) const;
    [[nodiscard]] Reply json(Visit& visit, const std::string& content, bool with_user) const;
    [[nodiscard]] bool replaced(Visit& visit, Reply& reply) const;
    void pace(const Visit& visit, Reply& reply, double share) const;
    [[nodiscard]] Asker asker(const Visit& visit) const;
    void end_of_day();

    ServiceOptions at_start_;
    World world_;
    MediaStore media_;
    mutable Accounts accounts_;
    Faults faults_;
    RequestLog log_;
    std::string media_base_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    mutable std::mutex mutex_; // guards the two below
    Switches switches_;
    std::int64_t resets_at_ms_ = 0;
};

// The content of a page that lists what the service knows ("regionsListe.php"); empty if there is
// no such page.
[[nodiscard]] std::string reference_list(std::string_view page);

// Writes a fault into a body that was right.
void spoil(std::string& body, Fault fault);

} // namespace curateur::simulator
