// Who reads ROMs: several files at a time where that is faster, one at a time from what turns or
// lies behind a network.
#pragma once

#include "pipeline/workers.hpp"
#include "platform/storage.hpp"

#include <functional>
#include <map>

namespace curateur::pipeline {

class Readers {
public:
    using Job = Workers::Job;

    // at_once: files read at a time, wherever they lie. 0: as many as there are processors (2 to
    // 8), and one of each spinning disk and each network mount.
    explicit Readers(unsigned at_once);
    ~Readers() = default; // stops the jobs that run, drops those that wait
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    // From any thread. Jobs start in the order in which they came, those of one storage at least.
    void submit(Job job);
    // ahead: tells the system what the job will read. Called while the job before it runs, where
    // one runs at a time, so that the disk is never idle; else not at all. May be empty.
    void submit(const platform::Storage& from, Job job, std::function<void()> ahead);

private:
    struct Waiting {
        Job job;
        std::function<void()> ahead;
    };

    // What is read one by one.
    struct Queue {
        std::deque<Waiting> waiting;
        bool is_busy = false; // somebody is at it
    };

    void take_next(Queue& queue, const std::stop_token& stop);

    bool is_automatic_;
    std::mutex mutex_;
    std::map<std::string, Queue> queues_; // by Storage::id
    Workers workers_;                     // last: it ends before what it uses
};

} // namespace curateur::pipeline
