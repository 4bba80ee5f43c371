// Ctrl-C and SIGTERM.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace curateur::platform {

// The first SIGINT or SIGTERM requests stop; the second ends the process at once with 128 + its
// number. Construct it before any thread is started: it blocks both signals in the calling thread
// and waits for them in one of its own. One a process.
class SignalWatcher {
public:
    SignalWatcher();
    ~SignalWatcher();
    SignalWatcher(const SignalWatcher&) = delete;
    SignalWatcher& operator=(const SignalWatcher&) = delete;

    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

    [[nodiscard]] int caught() const { return caught_.load(); } // 0: none

private:
    void watch(const std::stop_token& end);

    std::stop_source stop_;
    std::atomic<int> caught_{0};
    std::jthread thread_;
};

} // namespace curateur::platform
