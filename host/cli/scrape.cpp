#include "cli/scrape.hpp"

#include "cli/overriding.hpp"
#include "pipeline/declared.hpp"
#include "pipeline/run.hpp"
#include "pipeline/selection.hpp"
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

using pipeline::Setup;

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

bool is_set(const core::Settings& settings, const std::string& key) {
    const auto found = settings.values.find(key);
    return found != settings.values.end() && !found->second.empty() &&
           !found->second.front().empty();
}

// Where and as whom it is asked. A source that names no account has one.
std::string account_of(const pipeline::SourceSetup& source) {
    std::string account;
    for (const auto& option : source.component->options) {
        const bool counts = (option.flags & (CUR_OPT_ACCOUNT | CUR_OPT_ORIGIN)) != 0;
        if (counts && is_set(source.settings, option.key)) {
            account += option.key + "=" + source.settings.values.at(option.key).front() + "\n";
        }
    }
    return account;
}

// Tokens take the place of secrets before the plugin sees its settings.
void hide_secrets(pipeline::SourceSetup& source,
                  const config::PluginSettings& given,
                  const std::string& library) {
    for (const auto& option : source.component->options) {
        const bool is_secret = std::find(given.secrets.begin(), given.secrets.end(), option.key) !=
                               given.secrets.end();
        if (!is_secret || !is_set(source.settings, option.key) ||
            (option.flags & CUR_OPT_REVEAL) != 0) {
            continue;
        }
        for (auto& value : source.settings.values.at(option.key)) {
            value = source.vault->add(library, given.id, option.key, value);
        }
    }
}

Status allow_origins(pipeline::SourceSetup& source) {
    const auto facts = pipeline::facts_of(source.component->source());
    for (const auto& origin : facts.origins) {
        source.origins.allow_host(origin);
    }
    for (const auto& option : source.component->options) {
        if ((option.flags & CUR_OPT_ORIGIN) == 0 || !is_set(source.settings, option.key)) {
            continue;
        }
        const auto& url = source.settings.values.at(option.key).front();
        CURATEUR_CHECK(source.origins.allow_url(url));
        if (const auto parsed = net::parse_url(url)) {
            source.is_loopback = source.is_loopback || net::is_loopback(parsed->host);
        }
    }
    return ok();
}

Status add_sources(Setup& setup, const ScrapeRequest& request) {
    for (const auto& id : setup.config.scraping.sources) {
        CURATEUR_TRY(const auto* const component, request.plugins.find(plugin::Kind::source, id));
        pipeline::SourceSetup source;
        source.component = component;
        source.vault = std::make_shared<net::SecretVault>();
        if (const auto* const given = request.loaded.find(config::Part::source, id)) {
            source.settings = given->settings;
            source.platforms = given->platforms;
            source.account = account_of(source);
            hide_secrets(source, *given, setup.config.paths.library);
        }
        CURATEUR_CHECK(allow_origins(source));
        setup.sources.push_back(std::move(source));
    }
    return ok();
}

Status add_outputs(Setup& setup, const ScrapeRequest& request) {
    for (const auto& id : setup.config.scraping.outputs) {
        CURATEUR_TRY(const auto* const component, request.plugins.find(plugin::Kind::output, id));
        pipeline::OutputSetup output;
        output.component = component;
        if (const auto* const given = request.loaded.find(config::Part::output, id)) {
            output.settings = given->settings;
            output.metadata_dir = given->metadata_dir;
            output.media_dir = given->media_dir;
        }
        setup.outputs.push_back(std::move(output));
    }
    if (setup.outputs.empty()) {
        return Error{Errc::invalid,
                     "no output is chosen; name one with --output or in "
                     "scraping.outputs"};
    }
    return ok();
}

void add_validators(Setup& setup, const ScrapeRequest& request) {
    for (const auto& component : request.plugins.components()) {
        if (component.kind == plugin::Kind::validator) {
            pipeline::ValidatorSetup validator{&component, {}};
            if (const auto* const given =
                    request.loaded.find(config::Part::validator, component.id)) {
                validator.settings = given->settings;
            }
            setup.validators.push_back(std::move(validator));
        }
    }
}

void redact_secrets(core::Redactor& redactor, const config::Loaded& loaded) {
    for (const auto& plugin : loaded.plugins) {
        for (const auto& key : plugin.secrets) {
            if (const auto found = plugin.settings.values.find(key);
                found != plugin.settings.values.end()) {
                for (const auto& secret : found->second) {
                    redactor.add(secret);
                }
            }
        }
    }
}

std::unique_ptr<report::Reporter>
face_of(const config::Config& config, const core::Redactor& redactor, const report::LogBook& book) {
    const report::Sink out = [&redactor](std::string_view text) {
        const auto clean = redactor.clean(text);
        std::fwrite(clean.data(), 1, clean.size(), stdout);
        std::fflush(stdout);
    };
    const report::Sink warn = [&book](std::string_view line) {
        constexpr std::string_view k_prefix = "warning: ";
        line = line.substr(line.starts_with(k_prefix) ? k_prefix.size() : 0);
        line = line.substr(0, line.find_last_not_of('\n') + 1);
        book.add(report::Severity::warning, std::string(line));
    };
    if (config.runtime.json) {
        return report::make_json(out);
    }
    return config.runtime.ui == config::Ui::quiet ? report::make_quiet(warn)
                                                  : report::make_plain(out, warn);
}

int fatal(const report::LogBook& book, const Error& error) {
    book.add(report::Severity::error, error.message);
    return error.code == Errc::busy ? k_stopped_early : k_fatal;
}

// One run under these settings.
Result<pipeline::RunResult> run_once(const ScrapeRequest& request,
                                     const config::Config& config,
                                     const core::Redactor& redactor,
                                     const report::LogBook& book) {
    CURATEUR_TRY(auto selection, pipeline::select_systems(config));
    for (const auto& warning : selection.warnings) {
        book.add(report::Severity::warning, warning);
    }
    CURATEUR_TRY(auto overrides, config::read_overrides(config.overrides_file));
    const auto face = face_of(config, redactor, book);
    const platform::SystemClock clock(
        platform::environment("CURATEUR_CLOCK_AHEAD_FILE").value_or(""));
    const pipeline::Log log = [&book](config::LogLevel level, const std::string& message) {
        book.add(severity_of(level), message);
    };
    Setup setup{config,
                std::move(selection.places),
                std::move(selection.systems),
                {},
                {},
                {},
                request.offline,
                request.version,
                *face,
                log,
                clock,
                request.signals.token(),
                [&request] {
                    return request.signals.caught();
                }};
    if (request.validates) {
        add_validators(setup, request);
        return pipeline::validate(setup);
    }
    setup.overrides = std::move(overrides);
    CURATEUR_CHECK(add_sources(setup, request));
    CURATEUR_CHECK(add_outputs(setup, request));
    add_validators(setup, request);
    return pipeline::run(setup);
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
    const bool has_terminal = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
    config.search.interactive = config.search.interactive && has_terminal;
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
    core::Redactor redactor;
    redact_secrets(redactor, request.loaded);
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
