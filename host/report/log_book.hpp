// The log: lines for those who look into what happened. On standard error and, if wanted, in a
// file.
#pragma once

#include "core/redactor.hpp"

#include <curateur/support/result.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace curateur::report {

enum class Severity { debug, info, warning, error };

struct LogRules {
    Severity least = Severity::info; // what is told
    bool console = true;             // on standard error: "WARNING: message"
    std::filesystem::path file;      // with the time; empty: none. Its folder is made.
};

class LogBook {
public:
    // redactor: outlives the book. Errc::io with the path when the file cannot be opened.
    [[nodiscard]] static Result<LogBook> open(const LogRules& rules,
                                              const core::Redactor& redactor);

    LogBook(LogBook&&) noexcept;
    LogBook& operator=(LogBook&&) noexcept;
    LogBook(const LogBook&) = delete;
    LogBook& operator=(const LogBook&) = delete;
    ~LogBook();

    // Any thread. Secrets are taken out.
    void add(Severity severity, const std::string& message) const;

private:
    struct State;

    explicit LogBook(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace curateur::report
