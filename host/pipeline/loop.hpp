// The thread that decides. Everything that waits (files, network, plugins that look at media) runs
// elsewhere and posts what came of it here, so the state of a run needs no lock.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace curateur::pipeline {

class Loop {
public:
    using Task = std::function<void()>;

    // From any thread. Tasks run in the order in which they came.
    void post(Task task);

    // Runs tasks until done() says so, on the calling thread; tick() runs between tasks, at least
    // every interval.
    void run(const std::function<bool()>& done,
             const std::function<void()>& tick,
             std::chrono::milliseconds interval);

private:
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Task> tasks_;
};

} // namespace curateur::pipeline
