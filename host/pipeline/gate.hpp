// How many may be inside at once; who comes too early waits. On the loop's thread.
#pragma once

#include "pipeline/loop.hpp"

#include <deque>
#include <functional>

namespace curateur::pipeline {

class Gate {
public:
    explicit Gate(Loop& loop) : loop_(loop) {}

    // Goes in at once, or when enough have left; then runs, from the loop.
    void enter(std::size_t most, std::function<void()> then) {
        if (inside_ < most) {
            ++inside_;
            then();
        } else {
            waiting_.push_back(std::move(then));
        }
    }

    // The next one takes the place.
    void leave() {
        if (waiting_.empty()) {
            --inside_;
            return;
        }
        loop_.post(std::move(waiting_.front()));
        waiting_.pop_front();
    }

private:
    Loop& loop_;
    std::size_t inside_ = 0;
    std::deque<std::function<void()>> waiting_;
};

} // namespace curateur::pipeline
