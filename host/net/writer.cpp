#include "net/writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace curateur::net {

bool FileSink::append(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (pending_.size() + bytes.size() > k_most_pending) {
        starved_ = true;
        return false;
    }
    pending_.append(bytes);
    return true;
}

Status FileSink::write(std::string_view bytes) {
    if (!file_) {
        file_ = platform::Descriptor(
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
        if (!file_) {
            return platform::io_error(path_, "cannot be made");
        }
    }
    digester_.update(bytes);
    return platform::write_all(file_.get(), bytes, path_);
}

void FileSink::write_pending() {
    std::string bytes;
    bool starved = false;
    {
        const std::lock_guard lock(mutex_);
        bytes.swap(pending_);
        starved = std::exchange(starved_, false);
    }
    if (status_) {
        status_ = write(bytes);
    }
    if (starved && resume) {
        resume();
    }
}

Result<platform::Digests> FileSink::close() {
    write_pending();
    if (status_ && ::fsync(file_.get()) != 0) {
        status_ = platform::io_error(path_, "cannot be synced");
    }
    file_.reset();
    if (!status_) {
        ::unlink(path_.c_str());
        return Error(status_.error());
    }
    return digester_.finish();
}

WriterPool::WriterPool(unsigned threads) {
    for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
        auto& worker = *workers_.emplace_back(std::make_unique<Worker>());
        worker.thread = std::jthread([&worker](const std::stop_token& stop) { run(worker, stop); });
    }
}

WriterPool::~WriterPool() {
    for (const auto& worker : workers_) {
        worker->thread.request_stop();
        worker->thread.join();
    }
}

void WriterPool::post(std::uint64_t key, std::function<void()> job) {
    auto& worker = *workers_[key % workers_.size()];
    {
        const std::lock_guard lock(worker.mutex);
        worker.jobs.push_back(std::move(job));
    }
    worker.ready.notify_one();
}

void WriterPool::run(Worker& worker, const std::stop_token& stop) {
    for (;;) {
        std::unique_lock lock(worker.mutex);
        worker.ready.wait(lock, stop, [&] { return !worker.jobs.empty(); });
        if (worker.jobs.empty()) {
            return;
        }
        auto job = std::move(worker.jobs.front());
        worker.jobs.pop_front();
        lock.unlock();
        job();
    }
}

} // namespace curateur::net
