#include "cli/set_up.hpp"

#include "pipeline/declared.hpp"
#include "pipeline/selection.hpp"

#include <algorithm>

namespace curateur::cli {
namespace {

using pipeline::Setup;

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

} // namespace

core::Redactor redactor_of(const config::Loaded& loaded) {
    core::Redactor redactor;
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
    return redactor;
}

Result<Setup> set_up(const ScrapeRequest& request,
                     const config::Config& config,
                     const Surroundings& surroundings) {
    CURATEUR_TRY(auto selection, pipeline::select_systems(config));
    for (const auto& warning : selection.warnings) {
        surroundings.log(config::LogLevel::warning, warning);
    }
    CURATEUR_TRY(auto overrides, config::read_overrides(config.overrides_file));
    Setup setup{config,
                std::move(selection.places),
                std::move(selection.systems),
                {},
                {},
                {},
                request.verb == Verb::write,
                request.version,
                surroundings.reporter,
                surroundings.log,
                surroundings.clock,
                request.signals.token(),
                [&request] {
                    return request.signals.caught();
                }};
    setup.overrides = std::move(overrides);
    add_validators(setup, request);
    switch (request.verb) {
    case Verb::validate: // what lies there, whoever it is from and for
    case Verb::undo:
        return setup;
    case Verb::clean: // what an output shows, whoever it is from
    case Verb::report:
        break;
    default:
        CURATEUR_CHECK(add_sources(setup, request));
    }
    CURATEUR_CHECK(add_outputs(setup, request));
    return setup;
}

} // namespace curateur::cli
