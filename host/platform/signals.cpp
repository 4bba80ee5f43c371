#include "platform/signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

namespace curateur::platform {
namespace {

sigset_t watched() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR2); // wakes the thread up for its end
    return set;
}

} // namespace

SignalWatcher::SignalWatcher() {
    const auto set = watched();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    thread_ = std::jthread([this](const std::stop_token& end) { watch(end); });
}

SignalWatcher::~SignalWatcher() {
    thread_.request_stop();
    pthread_kill(thread_.native_handle(), SIGUSR2);
}

void SignalWatcher::watch(const std::stop_token& end) {
    const auto set = watched();
    int signal = 0;
    while (sigwait(&set, &signal) == 0 && !end.stop_requested()) {
        if (signal == SIGUSR2) {
            continue;
        }
        if (caught_.load() != 0) {
            ::_exit(128 + signal);
        }
        caught_ = signal;
        stop_.request_stop();
    }
}

} // namespace curateur::platform
