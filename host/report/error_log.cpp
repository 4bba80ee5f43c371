#include "report/error_log.hpp"

namespace curateur::report {

void ErrorLog::add(const Entry& entry) {
    if (entry.status == Status::failed) {
        ++failures_;
    } else if (entry.status == Status::not_found) {
        ++misses_;
    } else {
        return;
    }
    lines_ += "[" + entry.system + "] " + entry.path + ": " + entry.detail + "\n";
}

void ErrorLog::add(const Warning& warning) {
    ++warnings_;
    lines_ += (warning.system.empty() ? std::string() : "[" + warning.system + "] ") +
              warning.message + "\n";
}

std::string ErrorLog::text(const std::string& started) const {
    std::string head = "curateur: errors of the run of " + started + "\n";
    head += "Failed: " + std::to_string(failures_) + ", not found: " + std::to_string(misses_) +
            ", warnings: " + std::to_string(warnings_) + "\n\n";
    return head + lines_;
}

} // namespace curateur::report
