#include "walk/walk.hpp"

#include "walk/folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>

namespace curateur::walk {
namespace {

// The folders of a tree, looked at by a few threads.
class Crew {
public:
    // threads: the caller's included.
    Crew(const Reader& reader, unsigned threads, const std::stop_token& stop)
        : reader_(reader), threads_(threads), stop_(stop) {}

    void run(Folder& root) {
        waiting_.push_back(&root);
        open_ = 1;
        work();
    }

private:
    void visit(Folder& folder) {
        if (!stop_.stop_requested()) {
            reader_.read(folder);
        }
    }

    // Helpers come only when there is something for them to do: most systems are one folder.
    void add(const Folder& folder) {
        for (const auto& [place, below] : folder.folders) {
            waiting_.push_back(below.get());
        }
        open_ += folder.folders.size();
        while (helpers_.size() + 1 < threads_ && helpers_.size() + 1 < waiting_.size()) {
            helpers_.emplace_back([this] { work(); });
        }
    }

    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            ready_.wait(lock, [this] { return !waiting_.empty() || open_ == 0; });
            if (waiting_.empty()) {
                return;
            }
            auto& folder = *waiting_.back();
            waiting_.pop_back();
            lock.unlock();
            visit(folder);
            lock.lock();
            add(folder);
            --open_;
            ready_.notify_all();
        }
    }

    const Reader& reader_;
    const unsigned threads_;
    const std::stop_token& stop_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::vector<Folder*> waiting_;
    std::size_t open_ = 0;              // waiting, or being looked at
    std::vector<std::jthread> helpers_; // last: they end before what they use
};

void gather(Folder& folder, Found& found) {
    std::move(folder.skipped.begin(), folder.skipped.end(), std::back_inserter(found.skipped));
    auto from = folder.entries.begin();
    for (auto& [place, below] : folder.folders) {
        const auto to = folder.entries.begin() + static_cast<std::ptrdiff_t>(place);
        std::move(from, to, std::back_inserter(found.entries));
        from = to;
        gather(*below, found);
    }
    std::move(from, folder.entries.end(), std::back_inserter(found.entries));
}

std::size_t entries_in(const Folder& folder) {
    auto count = folder.entries.size();
    for (const auto& [place, below] : folder.folders) {
        count += entries_in(*below);
    }
    return count;
}

struct Descriptor {
    explicit Descriptor(int opened) : number(opened) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (number >= 0) {
            ::close(number);
        }
    }

    int number;
};

} // namespace

Result<Found>
walk(const std::filesystem::path& root, const Rules& rules, const std::stop_token& stop) {
    const Descriptor top(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (top.number < 0) {
        const auto code = errno == ENOENT || errno == ENOTDIR ? Errc::not_found : Errc::io;
        return Error{
            code, root.string() + ": cannot be opened: " + std::generic_category().message(errno)};
    }
    const Reader reader(rules, top.number);
    Folder folder;
    Crew(reader, rules.threads, stop).run(folder);
    if (stop.stop_requested()) {
        return Error{Errc::cancelled, "stopped while scanning"};
    }
    Found found;
    found.entries.reserve(entries_in(folder));
    gather(folder, found);
    return found;
}

} // namespace curateur::walk
