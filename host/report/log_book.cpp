#include "report/log_book.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <utility>
#include <vector>

namespace curateur::report {
namespace {

spdlog::level::level_enum level_of(Severity severity) {
    switch (severity) {
    case Severity::debug:
        return spdlog::level::debug;
    case Severity::info:
        return spdlog::level::info;
    case Severity::warning:
        return spdlog::level::warn;
    case Severity::error:
        break;
    }
    return spdlog::level::err;
}

// "WARNING", as people grep for it.
class LevelName : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message,
                const std::tm&,
                spdlog::memory_buf_t& into) override {
        const std::string_view name = message.level == spdlog::level::debug  ? "DEBUG"
                                      : message.level == spdlog::level::info ? "INFO"
                                      : message.level == spdlog::level::warn ? "WARNING"
                                                                             : "ERROR";
        into.append(name.data(), name.data() + name.size());
    }

    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<LevelName>();
    }
};

std::unique_ptr<spdlog::formatter> pattern(const std::string& text) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<LevelName>('*').set_pattern(text);
    return formatter;
}

} // namespace

struct LogBook::State {
    const core::Redactor& redactor;
    std::unique_ptr<spdlog::logger> logger;
};

LogBook::LogBook(std::unique_ptr<State> state) : state_(std::move(state)) {}

LogBook::LogBook(LogBook&&) noexcept = default;
LogBook& LogBook::operator=(LogBook&&) noexcept = default;
LogBook::~LogBook() = default;

Result<LogBook> LogBook::open(const LogRules& rules, const core::Redactor& redactor) {
    std::vector<spdlog::sink_ptr> sinks;
    if (rules.console) {
        auto console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        console->set_formatter(pattern("%*: %v"));
        sinks.push_back(std::move(console));
    }
    if (!rules.file.empty()) {
        try {
            auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(rules.file.string());
            file->set_formatter(pattern("%Y-%m-%d %H:%M:%S.%e %*: %v"));
            sinks.push_back(std::move(file));
        } catch (const spdlog::spdlog_ex& failure) {
            return Error{Errc::io,
                         rules.file.string() + ": the log cannot be written (" + failure.what() +
                             "); choose another logging.file"};
        }
    }
    auto logger = std::make_unique<spdlog::logger>("curateur", sinks.begin(), sinks.end());
    logger->set_level(level_of(rules.least));
    logger->flush_on(spdlog::level::info);
    return LogBook(std::make_unique<State>(State{redactor, std::move(logger)}));
}

void LogBook::add(Severity severity, const std::string& message) const {
    const auto level = level_of(severity);
    if (state_->logger->should_log(level)) {
        state_->logger->log(level, spdlog::string_view_t(state_->redactor.clean(message)));
    }
}

} // namespace curateur::report
