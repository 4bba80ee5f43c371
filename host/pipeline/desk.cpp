#include "pipeline/desk.hpp"

#include <algorithm>

namespace curateur::pipeline {

void Desk::Gate::entry(const report::Entry& entry) {
    if (is_open_) {
        out_.entry(entry);
    } else {
        held_.push_back(entry);
    }
}

void Desk::Gate::open() {
    is_open_ = true;
    for (const auto& entry : held_) {
        out_.entry(entry);
    }
    held_.clear();
}

void Desk::open(const report::SystemStart& start) {
    auto& sheet = sheets_.emplace_back(out_);
    sheet.start = start;
    sheet.ordered.begin();
    if (sheets_.size() == 1) {
        begin_first();
    }
}

void Desk::entry(const report::Entry& entry) {
    errors_.add(entry);
    const auto sheet = std::find_if(sheets_.begin(), sheets_.end(), [&](const Sheet& one) {
        return one.start.system == entry.system;
    });
    if (sheet != sheets_.end()) {
        sheet->ordered.push(entry, clock_.steady_ms());
    }
}

void Desk::close(const report::SystemEnd& end) {
    const auto sheet = std::find_if(sheets_.begin(), sheets_.end(), [&](const Sheet& one) {
        return one.start.system == end.system;
    });
    if (sheet != sheets_.end()) {
        sheet->ordered.flush();
        sheet->end = std::make_unique<report::SystemEnd>(end);
        end_what_is_done();
    }
}

void Desk::warning(const report::Warning& warning) {
    errors_.add(warning);
    out_.warning(warning);
}

void Desk::tick() {
    if (!sheets_.empty()) {
        sheets_.front().ordered.tick(clock_.steady_ms());
    }
}

void Desk::begin_first() {
    out_.system_start(sheets_.front().start);
    sheets_.front().gate.open();
}

void Desk::end_what_is_done() {
    while (!sheets_.empty() && sheets_.front().end != nullptr) {
        out_.system_end(*sheets_.front().end);
        sheets_.pop_front();
        if (!sheets_.empty()) {
            begin_first();
        }
    }
}

} // namespace curateur::pipeline
