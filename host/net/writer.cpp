#include "net/writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace curateur::net {

void FileSink::begin() {
    const std::lock_guard lock(mutex_);
    pending_.clear();
    begins_ = true;
}

bool FileSink::append(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (pending_.size() + bytes.size() > k_most_pending) {
        starved_ = true;
        return false;
    }
    pending_.append(bytes);
    return true;
}

Status FileSink::open() {
    if (!file_) {
        file_ = platform::Descriptor(
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    }
    return file_ ? ok() : Status(platform::io_error(path_, "cannot be made"));
}

void FileSink::drop() {
    file_.reset();
    ::unlink(path_.c_str());
    rest_.reset();
}

void FileSink::write_pending() {
    std::string bytes;
    bool begins = false;
    bool starved = false;
    {
        const std::lock_guard lock(mutex_);
        bytes.swap(pending_);
        begins = std::exchange(begins_, false);
        starved = std::exchange(starved_, false);
    }
    if (begins) {
        drop();
        digester_ = platform::Digester();
        status_ = open();
    }
    if (status_ && !bytes.empty()) {
        digester_.update(bytes);
        status_ = platform::write_all(file_.get(), bytes, path_);
    }
    if (starved && on_room) {
        on_room();
    }
}

Result<platform::Digests> FileSink::close() {
    write_pending();
    if (status_ && ::fsync(file_.get()) != 0) {
        status_ = platform::io_error(path_, "cannot be synced");
    }
    if (!status_) {
        drop();
        return Error(status_.error());
    }
    file_.reset();
    rest_.reset();
    return digester_.finish();
}

void FileSink::break_off(std::optional<Rest> rest) {
    write_pending();
    if (!status_) {
        drop();
    } else if (tries_ == Tries::resumed) {
        rest_ = std::move(rest);
    }
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
