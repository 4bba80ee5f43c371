#include "pipeline/workers.hpp"

#include <algorithm>
#include <utility>

namespace curateur::pipeline {

Workers::Workers(unsigned threads) {
    for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

Workers::~Workers() {
    for (auto& thread : threads_) {
        thread.request_stop();
    }
}

void Workers::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    ready_.notify_one();
}

void Workers::work(const std::stop_token& stop) {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            if (!ready_.wait(lock, stop, [&] { return !jobs_.empty(); }) || stop.stop_requested()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job(stop);
    }
}

} // namespace curateur::pipeline
