// Entries are let into the run, one after the other.
#include "pipeline/entering.hpp"
#include "pipeline/work.hpp"

namespace curateur::pipeline {

namespace {

constexpr std::size_t k_at_once = 256; // entries looked at before the loop sees to other things
constexpr std::size_t k_ahead = 64;    // entries that are identified before they can be asked for

} // namespace

void Work::admit() {
    if (is_admitting_) {
        return; // an entry that needed nothing settles within begin()
    }
    is_admitting_ = true;
    std::size_t begun = 0;
    while (!is_stopping_ && admitting_ < systems_.size()) {
        auto& system = *systems_[admitting_];
        prepare(admitting_);
        if (!system.is_prepared || identifying_ >= k_ahead || ready_.size() >= k_ahead) {
            break;
        }
        if (system.next >= system.scan.entries.size()) {
            ++admitting_;
            finish_if_done(system);
            continue;
        }
        if (begun++ == k_at_once) {
            loop_.post([this] { admit(); });
            break;
        }
        prepare_ahead();
        begin(system, system.next++);
    }
    is_admitting_ = false;
}

void Work::begin(SystemRun& system, std::size_t index) {
    const auto item = make_item(system, index, setup_, library_);
    ++system.open;
    if (is_left_alone(*item)) {
        settle(item);
    } else if (!waits_for_playlist(item)) {
        consider(item);
    }
}

} // namespace curateur::pipeline
