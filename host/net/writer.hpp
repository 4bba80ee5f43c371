// Writes downloads to the disk, so that the network thread never waits for one.
#pragma once

#include "net/ranges.hpp"
#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace curateur::net {

// One file being downloaded, through all tries. Of one transfer at a time: the network thread
// appends, one writer at a time writes. What is there when it goes is left to its owner.
class FileSink {
public:
    static constexpr std::size_t k_most_pending = std::size_t{8} << 20U; // decisions S11

    enum class Tries { resumed, anew }; // what broke off is gone on with, or begun again

    explicit FileSink(std::filesystem::path path, Tries tries = Tries::resumed)
        : path_(std::move(path)), tries_(tries) {}

    // What the next transfer may ask for instead of the whole. While no transfer is under way.
    [[nodiscard]] const std::optional<Rest>& rest() const { return rest_; }

    // Network thread's side. begin(): what follows is the file from its first byte; what is there
    // of it is dropped.
    void begin();
    // False: too much is pending, pause the transfer; on_room tells when to go on.
    [[nodiscard]] bool append(std::string_view bytes);

    // Writer's side. Writes what is pending.
    void write_pending();
    [[nodiscard]] Result<platform::Digests> close(); // it is whole; an error takes it away
    void break_off(std::optional<Rest> rest);        // it is not; nullopt: begin() comes next

    std::function<void()> on_room; // called by the writer once there is room again

private:
    void drop();
    [[nodiscard]] Status open();

    std::filesystem::path path_;
    Tries tries_;
    std::optional<Rest> rest_;
    std::mutex mutex_; // of the next three
    std::string pending_;
    bool starved_ = false; // an append was refused
    bool begins_ = false;  // before what is pending
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
