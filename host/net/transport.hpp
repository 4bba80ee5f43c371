// What carries requests: the network, or a test's idea of one.
#pragma once

#include "net/lanes.hpp"
#include "net/ranges.hpp"
#include "net/wire.hpp"
#include "platform/digest.hpp"

#include <functional>
#include <memory>

namespace curateur::net {

class FileSink;

// unfit: the rest of a file was asked for, and something else came; spent: the day's requests are
// used up, it was not sent.
enum class Outcome { ok, network, timeout, too_big, unfit, origin_refused, disk, cancelled, spent };

// An answer whatever its status, or why there is none.
struct Completion {
    Outcome outcome = Outcome::ok;
    std::string message;        // one sentence when there is no answer; holds no secret
    std::uint32_t status = 0;   // of the whole: that the rest of a file came is not told
    Headers headers;            // likewise
    std::string body;           // or, with Transfer::file, its first 4096 bytes
    platform::Digests digests;  // with Transfer::file, of the whole
    std::uint64_t received = 0; // bytes of the body that came this time
    std::int64_t received_unix_ms = 0;
    std::int64_t sent_ms = 0; // steady; 0: it was not
    bool keeps_lane = false;  // release() is due
};

struct Transfer {
    LaneId lane = 0;
    int priority = 0;               // lower first
    std::int64_t not_before_ms = 0; // steady
    WireRequest request;
    OriginList origins;               // redirects stay within
    std::int64_t timeout_ms = 90'000; // for all of it
    std::int64_t stall_ms = 0;        // given up when for so long next to nothing came; 0: never
    std::uint64_t max_bytes = std::uint64_t{64} << 20U; // of the body; of a file, the whole
    // Where a body that is none of an error (2xx) goes as it comes; only the rest is asked for if
    // it knows one. nullptr: into the completion.
    std::shared_ptr<FileSink> file;
    std::function<void(Completion)> done; // from a thread of the engine; must not block
    // The lane counts it as in flight until release(), so that what arrived and is not dealt with
    // yet holds the next one back.
    bool keeps_lane = false;
    bool counts = true; // in the day's requests
};

// Every member may be called from any thread.
class Transport {
public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    // ledger: see Lanes::add.
    virtual LaneId add_lane(LaneRules rules, std::shared_ptr<Ledger> ledger) = 0;
    virtual void set_rules(LaneId lane, LaneRules rules) = 0;
    virtual void pause_until(LaneId lane, std::int64_t steady_ms) = 0;
    virtual void submit(Transfer transfer) = 0;
    virtual void release(LaneId lane) = 0;        // once for each completion that keeps its lane
    virtual void cancel_waiting(LaneId lane) = 0; // of those on their way the answers still come
};

} // namespace curateur::net
