#include "cli/scrape.hpp"

#include "cli/overriding.hpp"
#include "cli/set_up.hpp"
#include "cli/show_plan.hpp"
#include "pipeline/moving.hpp"
#include "pipeline/reporting.hpp"
#include "pipeline/run.hpp"
#include "pipeline/validating.hpp"
#include "platform/paths.hpp"
#include "report/faces.hpp"
#include "report/log_book.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace curateur::cli {
namespace {

constexpr int k_fatal = 1, k_stopped_early = 4;

report::Severity severity_of(config::LogLevel level) {
    switch (level) {
    case config::LogLevel::debug:
        return report::Severity::debug;
    case config::LogLevel::info:
        return report::Severity::info;
    case config::LogLevel::warning:
        return report::Severity::warning;
    case config::LogLevel::error:
        break;
    }
    return report::Severity::error;
}

report::Sink warner(const report::LogBook& book) {
    return [&book](std::string_view line) {
        constexpr std::string_view k_prefix = "warning: ";
        line = line.substr(line.starts_with(k_prefix) ? k_prefix.size() : 0);
        line = line.substr(0, line.find_last_not_of('\n') + 1);
        book.add(report::Severity::warning, std::string(line));
    };
}

std::unique_ptr<report::Reporter>
face_of(const config::Config& config, const core::Redactor& redactor, const report::LogBook& book) {
    const report::Sink out = [&redactor](std::string_view text) {
        const auto clean = redactor.clean(text);
        std::fwrite(clean.data(), 1, clean.size(), stdout);
        std::fflush(stdout);
    };
    const auto warn = warner(book);
    if (config.runtime.json) {
        return report::make_json(out);
    }
    return config.runtime.ui == config::Ui::quiet ? report::make_quiet(warn)
                                                  : report::make_plain(out, warn);
}

int fatal(const report::LogBook& book, const Error& error) {
    book.add(report::Severity::error, error.message);
    return error.code == Errc::busy || error.code == Errc::no_space ? k_stopped_early : k_fatal;
}

// What runs is given its setup, and with it the clock and the log while it runs.
template <class Action>
auto with_setup(const ScrapeRequest& request,
                const config::Config& config,
                report::Reporter& face,
                const report::LogBook& book,
                Action action) -> decltype(action(std::declval<pipeline::Setup>())) {
    const platform::SystemClock clock(
        platform::environment("CURATEUR_CLOCK_AHEAD_FILE").value_or(""));
    const pipeline::Log log = [&book](config::LogLevel level, const std::string& message) {
        book.add(severity_of(level), message);
    };
    CURATEUR_TRY(auto setup, set_up(request, config, {face, log, clock}));
    return action(std::move(setup));
}

std::filesystem::path folder_of(const ScrapeRequest& request, const std::filesystem::path& state) {
    std::error_code ignored;
    return request.operand.empty()
               ? state / "report"
               : platform::absolute_from(request.operand, std::filesystem::current_path(ignored));
}

// One run under these settings.
Result<pipeline::RunResult> run_once(const ScrapeRequest& request,
                                     const config::Config& config,
                                     const core::Redactor& redactor,
                                     const report::LogBook& book) {
    const auto face = face_of(config, redactor, book);
    return with_setup(request, config, *face, book, [&](pipeline::Setup setup) {
        const auto folder = folder_of(request, setup.places.state);
        switch (request.verb) {
        case Verb::validate:
            return pipeline::validate(std::move(setup));
        case Verb::clean:
            return pipeline::clean(std::move(setup));
        case Verb::undo:
            return pipeline::undo_media(std::move(setup));
        case Verb::report:
            return pipeline::write_report(std::move(setup), folder);
        default:
            return pipeline::run(std::move(setup));
        }
    });
}

// What such a run would need, on standard output.
int plan(const ScrapeRequest& request,
         config::Config config,
         const core::Redactor& redactor,
         const report::LogBook& book) {
    config.runtime.dry_run = true;
    const auto face = report::make_quiet(warner(book));
    const auto planned = with_setup(request, config, *face, book, [](const pipeline::Setup& setup) {
        return pipeline::plan(setup);
    });
    if (!planned) {
        const auto caught = request.signals.caught();
        return caught != 0 ? 128 + caught : fatal(book, planned.error());
    }
    const auto text = redactor.clean(
        config.runtime.json ? plan_json(*planned) : plan_text(*planned, config.runtime.wait));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
}

// On standard error, where --json does not speak.
Result<std::vector<std::filesystem::path>>
ask_on_terminal(const std::vector<pipeline::OpenChoice>& choices, const config::Config& config) {
    const auto read = []() -> std::optional<std::string> {
        std::string line;
        return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
    };
    const auto print = [](const std::string& text) {
        std::fwrite(text.data(), 1, text.size(), stderr);
        std::fflush(stderr);
    };
    return ask_choices(choices, config.overrides_file, read, print);
}

int run(const ScrapeRequest& request, const core::Redactor& redactor, const report::LogBook& book) {
    for (const auto& note : request.loaded.notes) {
        book.add(report::Severity::warning, note);
    }
    for (const auto& note : request.plugins.notes()) {
        book.add(report::Severity::info, note);
    }
    for (const auto& refused : request.plugins.refused()) {
        book.add(report::Severity::warning, refused.library.string() + " " + refused.why);
    }
    auto config = request.loaded.config;
    config.runtime.dry_run = config.runtime.dry_run || request.verb == Verb::report;
    const bool has_terminal = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
    config.search.interactive = config.search.interactive && has_terminal;
    if (request.verb == Verb::plan) {
        return plan(request, config, redactor, book);
    }
    const auto result = run_once(request, config, redactor, book);
    if (!result) {
        return fatal(book, result.error());
    }
    if (result->choices.empty() || request.signals.caught() != 0) {
        return result->exit_status;
    }
    const auto chosen = ask_on_terminal(result->choices, config);
    if (!chosen) {
        return fatal(book, chosen.error());
    }
    if (chosen->empty()) {
        return result->exit_status;
    }
    // Those that were given a game are looked up now, by its number.
    config.search.interactive = false;
    config.scraping.roms_only = *chosen;
    config.scraping.mode = config::ScrapeMode::changed;
    config.scraping.limit = 0;
    const auto again = run_once(request, config, redactor, book);
    if (!again) {
        return fatal(book, again.error());
    }
    return result->exit_status != 0 ? result->exit_status : again->exit_status;
}

} // namespace

int scrape(const ScrapeRequest& request) {
    const auto redactor = redactor_of(request.loaded);
    const auto& logging = request.loaded.config.logging;
    const auto book = report::LogBook::open(
        {severity_of(logging.level), logging.console, logging.file}, redactor);
    if (!book) {
        std::fprintf(stderr, "curateur: %s\n", book.error().message.c_str());
        return k_fatal;
    }
    return run(request, redactor, *book);
}

} // namespace curateur::cli
