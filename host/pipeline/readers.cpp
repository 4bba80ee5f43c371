#include "pipeline/readers.hpp"

#include <algorithm>
#include <utility>

namespace curateur::pipeline {
namespace {

constexpr unsigned k_fewest = 2; // one waits for the disk while the other digests
constexpr unsigned k_most = 8;   // no disk reads faster for more

unsigned threads_of(unsigned at_once) {
    return at_once > 0 ? at_once
                       : std::clamp(std::thread::hardware_concurrency(), k_fewest, k_most);
}

} // namespace

Readers::Readers(unsigned at_once) : is_automatic_(at_once == 0), workers_(threads_of(at_once)) {}

void Readers::submit(Job job) {
    workers_.submit(std::move(job));
}

void Readers::submit(const platform::Storage& from, Job job, std::function<void()> ahead) {
    if (!is_automatic_ || from.kind == platform::Storage::Kind::fast) {
        workers_.submit(std::move(job));
        return;
    }
    const std::lock_guard lock(mutex_);
    auto& queue = queues_[from.id];
    queue.waiting.push_back({std::move(job), std::move(ahead)});
    if (!std::exchange(queue.is_busy, true)) {
        workers_.submit([this, &queue](const std::stop_token& stop) { take_next(queue, stop); });
    }
}

// One job, then to the end of the line: other storages have jobs, too.
void Readers::take_next(Queue& queue, const std::stop_token& stop) {
    Job job;
    std::function<void()> ahead;
    {
        const std::lock_guard lock(mutex_);
        job = std::move(queue.waiting.front().job);
        queue.waiting.pop_front();
        if (!queue.waiting.empty()) {
            ahead = std::exchange(queue.waiting.front().ahead, {});
        }
    }
    if (ahead) {
        ahead();
    }
    job(stop);
    const std::lock_guard lock(mutex_);
    queue.is_busy = !queue.waiting.empty();
    if (queue.is_busy) {
        workers_.submit([this, &queue](const std::stop_token& next) { take_next(queue, next); });
    }
}

} // namespace curateur::pipeline
