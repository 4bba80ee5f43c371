// Writes downloads to the disk, so that the network thread never waits for one.
#pragma once

#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace curateur::net {

// One file being downloaded. The network thread appends; one writer at a time writes.
class FileSink {
public:
    static constexpr std::size_t k_most_pending = std::size_t{8} << 20U; // decisions S11

    explicit FileSink(std::filesystem::path path) : path_(std::move(path)) {}

    // False: too much is pending, pause the transfer; resume() tells when to go on.
    [[nodiscard]] bool append(std::string_view bytes);

    // Writer's side. Writes what is pending.
    void write_pending();
    [[nodiscard]] Result<platform::Digests> close();

    std::function<void()> resume; // called by the writer once there is room again

private:
    [[nodiscard]] Status write(std::string_view bytes);

    std::filesystem::path path_;
    std::mutex mutex_;
    std::string pending_;
    bool starved_ = false; // an append was refused
    platform::Descriptor file_;
    platform::Digester digester_;
    Status status_ = ok();
};

// A few threads that run jobs; the jobs of one key run one after the other, in order.
class WriterPool {
public:
    explicit WriterPool(unsigned threads);
    ~WriterPool(); // runs what is queued, then ends
    WriterPool(const WriterPool&) = delete;
    WriterPool& operator=(const WriterPool&) = delete;

    void post(std::uint64_t key, std::function<void()> job);

private:
    struct Worker {
        std::mutex mutex;
        std::condition_variable_any ready;
        std::deque<std::function<void()>> jobs;
        std::jthread thread;
    };

    static void run(Worker& worker, const std::stop_token& stop);

    std::vector<std::unique_ptr<Worker>> workers_;
};

} // namespace curateur::net
