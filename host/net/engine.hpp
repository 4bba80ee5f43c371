// The one network thread.
#pragma once

#include "net/transport.hpp"
#include "platform/clock.hpp"

namespace curateur::net {

struct EngineOptions {
    std::string user_agent = "curateur";
    unsigned writers = 2;                   // threads that write files
    const platform::Clock* clock = nullptr; // outlives it; nullptr: the system's
};

// The destructor cancels what is left and waits.
class Engine : public Transport {
public:
    explicit Engine(EngineOptions options);
    ~Engine() override;

    LaneId add_lane(LaneRules rules, std::shared_ptr<Ledger> ledger = nullptr) override;
    void set_rules(LaneId lane, LaneRules rules) override;
    void pause_until(LaneId lane, std::int64_t steady_ms) override;
    void submit(Transfer transfer) override;
    void release(LaneId lane) override;
    void cancel_waiting(LaneId lane) override;
    void cancel_all(); // every transfer still gets its done(), with Outcome::cancelled
    [[nodiscard]] LaneReport report(LaneId lane) const;

    class Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace curateur::net
