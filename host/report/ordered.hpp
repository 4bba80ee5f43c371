// Entries finish in any order; people and diffs want the order of the scan.
#pragma once

#include "report/events.hpp"

#include <cstdint>
#include <map>

namespace curateur::report {

// Holds an entry back until those before it were told, but never more than k_window entries or
// longer than k_patience_ms; beyond that, order of completion. One system at a time.
class Ordered {
public:
    static constexpr std::size_t k_window = 64;           // design: the way of the data
    static constexpr std::int64_t k_patience_ms = 10'000; // the same

    explicit Ordered(Reporter& next) : next_(next) {}

    void begin() {
        held_.clear();
        due_ = 1;
    }

    void push(Entry entry, std::int64_t now_ms);
    void tick(std::int64_t now_ms); // lets out what has waited too long
    void flush();                   // everything, in order

private:
    struct Held {
        Entry entry;
        std::int64_t since_ms = 0;
    };

    void let_out_first();
    void let_out_due();

    Reporter& next_;
    std::map<std::size_t, Held> held_; // by index
    std::size_t due_ = 1;
};

} // namespace curateur::report
