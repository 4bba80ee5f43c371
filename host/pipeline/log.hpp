// What happened, for those who look into it. A line goes to the log file and to standard error; how
// is the program's business.
#pragma once

#include "config/config.hpp"

#include <functional>
#include <string>

namespace curateur::pipeline {

// Any thread. message: one sentence; secrets are taken out by the receiver.
using Log = std::function<void(config::LogLevel level, const std::string& message)>;

// Of a plugin's CUR_LOG_*.
[[nodiscard]] inline config::LogLevel level_of(std::uint32_t level) {
    return level == CUR_LOG_DEBUG  ? config::LogLevel::debug
           : level == CUR_LOG_INFO ? config::LogLevel::info
           : level == CUR_LOG_WARN ? config::LogLevel::warning
                                   : config::LogLevel::error;
}

} // namespace curateur::pipeline
