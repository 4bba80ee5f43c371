#include "report/ordered.hpp"

#include <algorithm>
#include <utility>

namespace curateur::report {

void Ordered::push(Entry entry, std::int64_t now_ms) {
    const auto index = entry.index;
    held_.insert_or_assign(index, Held{std::move(entry), now_ms});
    let_out_due();
    while (held_.size() > k_window) {
        let_out_first();
    }
    tick(now_ms);
}

void Ordered::tick(std::int64_t now_ms) {
    const auto is_late = [&](const auto& held) {
        return now_ms - held.second.since_ms >= k_patience_ms;
    };
    while (std::any_of(held_.begin(), held_.end(), is_late)) {
        let_out_first();
    }
}

void Ordered::flush() {
    while (!held_.empty()) {
        let_out_first();
    }
}

void Ordered::let_out_first() {
    const auto first = held_.begin();
    due_ = std::max(due_, first->first + 1);
    next_.entry(first->second.entry);
    held_.erase(first);
    let_out_due();
}

void Ordered::let_out_due() {
    while (!held_.empty() && held_.begin()->first <= due_) {
        const auto first = held_.begin();
        due_ = std::max(due_, first->first + 1);
        next_.entry(first->second.entry);
        held_.erase(first);
    }
}

} // namespace curateur::report
