// scraping_errors.log: every failure and every miss of a run, by system, for the morning after.
#pragma once

#include "report/events.hpp"

#include <string>

namespace curateur::report {

class ErrorLog {
public:
    void add(const Entry& entry);     // keeps failed and not_found
    void add(const Warning& warning); // keeps all

    [[nodiscard]] bool has_errors() const { return failures_ + misses_ + warnings_ > 0; }

    // The whole file. started: local time as text, for the first line.
    [[nodiscard]] std::string text(const std::string& started) const;

private:
    std::string lines_;
    std::uint64_t failures_ = 0, misses_ = 0, warnings_ = 0;
};

} // namespace curateur::report
