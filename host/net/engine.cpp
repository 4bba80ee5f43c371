#include "net/engine.hpp"

#include "net/transfer.hpp"
#include "platform/clock.hpp"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

namespace curateur::net {
namespace {

struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

// Once a process, before any thread.
void start_curl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(started);
}

constexpr std::int64_t k_longest_poll_ms = 1'000;
constexpr std::int64_t k_given_up_ms =
    1'000; // until a service notices that nobody listens any more

} // namespace

class Engine::Impl {
public:
    explicit Impl(EngineOptions options)
        : options_(std::move(options))
        , clock_(options_.clock != nullptr ? *options_.clock : system_clock_)
        , writers_(options_.writers) {
        start_curl();
        multi_.reset(curl_multi_init());
        curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }

    ~Impl() {
        thread_.request_stop();
        wake();
        thread_.join();
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // Runs what on the lanes under the lock, then lets the network thread look.
    template <class F>
    auto with_lanes(F&& what) {
        struct Wake {
            Impl& impl;

            ~Wake() { impl.wake(); }
        } const wake_up{*this};

        const std::lock_guard lock(mutex_);
        return what(lanes_);
    }

    void submit(Transfer transfer) {
        {
            const std::lock_guard lock(mutex_);
            const auto ticket = ++last_ticket_;
            lanes_.push(
                transfer.lane, ticket, transfer.priority, transfer.not_before_ms, transfer.counts);
            waiting_.emplace(ticket, std::move(transfer));
        }
        wake();
    }

    // On the caller's thread: what waits has not been touched by curl.
    void cancel_waiting(LaneId lane) {
        std::vector<Transfer> dropped;
        {
            const std::lock_guard lock(mutex_);
            for (const auto ticket : lanes_.clear(lane)) {
                auto node = waiting_.extract(ticket);
                dropped.push_back(std::move(node.mapped()));
            }
        }
        for (auto& transfer : dropped) {
            transfer.done(unsent(Outcome::cancelled));
        }
    }

    void release(LaneId lane) {
        {
            const std::lock_guard lock(mutex_);
            lanes_.finished(lane, clock_.unix_ms());
        }
        wake();
    }

    void cancel_all() {
        {
            const std::lock_guard lock(mutex_);
            cancel_ = true;
        }
        wake();
    }

private:
    void wake() { curl_multi_wakeup(multi_.get()); }

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            cancel_if_asked();
            unpause();
            start_what_may();
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            if (!collect()) {
                curl_multi_poll(multi_.get(), nullptr, 0, poll_ms(), nullptr);
            }
        }
        drop_everything();
    }

    // True when something ended: its lane can take the next at once.
    bool collect() {
        int left = 0;
        bool any = false;
        while (CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) {
                continue;
            }
            any = true;
            CURL* const handle = message->easy_handle;
            const CURLcode code = message->data.result;
            Running* running = nullptr;
            curl_easy_getinfo(handle, CURLINFO_PRIVATE, &running);
            curl_multi_remove_handle(multi_.get(), handle);
            if (running->finish(code)) {
                end(*running);
            } else {
                curl_multi_add_handle(multi_.get(), running->prepare(options_.user_agent));
            }
        }
        return any;
    }

    void end(Running& running) {
        auto node = running_.extract(running.ticket);
        {
            const std::lock_guard lock(mutex_);
            const auto lane = running.transfer.lane;
            lanes_.received(lane, running.received);
            running.completion.received = running.received;
            running.completion.keeps_lane = running.transfer.keeps_lane && !running.was_given_up;
            if (running.was_given_up) {
                lanes_.given_up(lane, clock_.steady_ms() + k_given_up_ms);
            } else if (!running.transfer.keeps_lane) {
                lanes_.finished(lane, clock_.unix_ms());
            }
        }
        deliver(std::move(node.mapped()));
    }

    // The answer goes out, by way of the writers when there is a file.
    void deliver(std::shared_ptr<Running> running) {
        running->completion.received_unix_ms = clock_.unix_ms();
        if (!running->transfer.file) {
            running->transfer.done(std::move(running->completion));
            return;
        }
        const auto key = running->ticket;
        writers_.post(key, [running = std::move(running)] {
            end_file(*running);
            running->transfer.done(std::move(running->completion));
        });
    }

    static void end_file(Running& running) {
        auto& file = *running.transfer.file;
        if (!running.has_file()) {
            file.break_off(running.rest());
            return;
        }
        auto closed = file.close();
        if (closed) {
            running.completion.digests = *std::move(closed);
            return;
        }
        running.completion.outcome = Outcome::disk;
        running.completion.message = closed.error().message;
    }

    void start_what_may() {
        for (;;) {
            std::unique_lock lock(mutex_);
            const auto start = lanes_.take(clock_.steady_ms(), clock_.unix_ms());
            if (!start) {
                return;
            }
            auto node = waiting_.extract(start->ticket);
            lock.unlock();
            if (start->is_spent) {
                node.mapped().done(unsent(Outcome::spent));
                continue;
            }
            begin(start->ticket, std::move(node.mapped()));
        }
    }

    void begin(Lanes::Ticket ticket, Transfer transfer) {
        auto running = std::make_shared<Running>(ticket, std::move(transfer), writers_);
        running->completion.sent_ms = clock_.steady_ms();
        if (const auto& file = running->transfer.file) {
            file->on_room = [this, ticket] {
                {
                    const std::lock_guard lock(mutex_);
                    resumable_.push_back(ticket);
                }
                wake();
            };
        }
        curl_multi_add_handle(multi_.get(), running->prepare(options_.user_agent));
        running_.emplace(ticket, std::move(running));
    }

    void unpause() {
        std::vector<Lanes::Ticket> tickets;
        {
            const std::lock_guard lock(mutex_);
            tickets.swap(resumable_);
        }
        for (const auto ticket : tickets) {
            if (const auto found = running_.find(ticket); found != running_.end()) {
                curl_easy_pause(found->second->handle(), CURLPAUSE_CONT);
            }
        }
    }

    void cancel_if_asked() {
        {
            const std::lock_guard lock(mutex_);
            if (!std::exchange(cancel_, false)) {
                return;
            }
        }
        drop_everything();
    }

    void drop_everything() {
        std::map<Lanes::Ticket, Transfer> waiting;
        {
            const std::lock_guard lock(mutex_);
            static_cast<void>(lanes_.clear());
            waiting.swap(waiting_);
        }
        for (auto& [ticket, transfer] : waiting) {
            transfer.done(unsent(Outcome::cancelled));
        }
        while (!running_.empty()) {
            auto& running = *running_.begin()->second;
            curl_multi_remove_handle(multi_.get(), running.handle());
            running.completion = unsent(Outcome::cancelled);
            running.was_given_up = true;
            end(running);
        }
    }

    static Completion unsent(Outcome outcome) {
        Completion completion;
        completion.outcome = outcome;
        completion.message =
            outcome == Outcome::spent ? "the day's requests are used up" : "cancelled";
        return completion;
    }

    int poll_ms() {
        const std::lock_guard lock(mutex_);
        const auto now = clock_.steady_ms();
        const auto next = lanes_.next_ms(now);
        return static_cast<int>(
            std::clamp<std::int64_t>(next ? *next - now : k_longest_poll_ms, 0, k_longest_poll_ms));
    }

    const EngineOptions options_;
    const platform::SystemClock system_clock_;
    const platform::Clock& clock_;
    std::unique_ptr<CURLM, FreeMulti> multi_;
    std::map<Lanes::Ticket, std::shared_ptr<Running>> running_; // the network thread's
    std::mutex mutex_;                                          // of all below
    Lanes lanes_;
    std::map<Lanes::Ticket, Transfer> waiting_;
    std::vector<Lanes::Ticket> resumable_;
    Lanes::Ticket last_ticket_ = 0;
    bool cancel_ = false;
    WriterPool writers_; // ends before what its jobs use
    std::jthread thread_;
};

Engine::Engine(EngineOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Engine::~Engine() = default;

LaneId Engine::add_lane(LaneRules rules, std::shared_ptr<Ledger> ledger) {
    return impl_->with_lanes([&](Lanes& lanes) { return lanes.add(rules, std::move(ledger)); });
}

void Engine::set_rules(LaneId lane, LaneRules rules) {
    impl_->with_lanes([&](Lanes& lanes) { lanes.set_rules(lane, rules); });
}

void Engine::pause_until(LaneId lane, std::int64_t steady_ms) {
    impl_->with_lanes([&](Lanes& lanes) { lanes.pause_until(lane, steady_ms); });
}

void Engine::submit(Transfer transfer) {
    impl_->submit(std::move(transfer));
}

void Engine::release(LaneId lane) {
    impl_->release(lane);
}

void Engine::cancel_waiting(LaneId lane) {
    impl_->cancel_waiting(lane);
}

void Engine::cancel_all() {
    impl_->cancel_all();
}

LaneReport Engine::report(LaneId lane) const {
    return impl_->with_lanes([&](const Lanes& lanes) { return lanes.report(lane); });
}

} // namespace curateur::net
