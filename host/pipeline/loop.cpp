#include "pipeline/loop.hpp"

#include <utility>

namespace curateur::pipeline {

void Loop::post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    ready_.notify_one();
}

void Loop::run(const std::function<bool()>& done,
               const std::function<void()>& tick,
               std::chrono::milliseconds interval) {
    while (!done()) {
        std::deque<Task> tasks;
        {
            std::unique_lock lock(mutex_);
            ready_.wait_for(lock, interval, [&] { return !tasks_.empty(); });
            tasks.swap(tasks_);
        }
        for (auto& task : tasks) {
            task();
        }
        tick();
    }
}

} // namespace curateur::pipeline
