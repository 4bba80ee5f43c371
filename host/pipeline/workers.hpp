// A few threads for what waits on the disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace curateur::pipeline {

class Workers {
public:
    using Job = std::function<void(const std::stop_token&)>;

    explicit Workers(unsigned threads);
    ~Workers(); // stops the jobs that run, drops those that wait
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // From any thread. Jobs start in the order in which they came.
    void submit(Job job);

private:
    void work(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any ready_;
    std::deque<Job> jobs_;
    std::vector<std::jthread> threads_; // last: they end before what they use
};

} // namespace curateur::pipeline
