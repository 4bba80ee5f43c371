#include "store/known.hpp"

#include <utility>

namespace curateur::store {

KnownEntries::KnownEntries(std::vector<KnownEntry> entries) : entries_(std::move(entries)) {
    by_key_.reserve(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        by_key_.emplace(entries_[i].key, i);
    }
}

const KnownEntry* KnownEntries::find(std::string_view key) const {
    if (next_ >= entries_.size() || entries_[next_].key != key) {
        const auto found = by_key_.find(std::string(key));
        if (found == by_key_.end()) {
            return nullptr;
        }
        next_ = found->second;
    }
    return &entries_[next_++];
}

void KnownEntries::rename(std::string_view from, const std::string& to) {
    auto node = by_key_.extract(std::string(from));
    if (!node.empty()) {
        entries_[node.mapped()].key = to;
        node.key() = to;
        by_key_.insert(std::move(node));
    }
}

} // namespace curateur::store
