// The program: what it is made of, put together.
#include "cli/arguments.hpp"
#include "cli/identify.hpp"
#include "cli/overriding.hpp"
#include "cli/scrape.hpp"
#include "cli/show_plugins.hpp"
#include "cli/show_systems.hpp"
#include "cli/why.hpp"
#include "config/load.hpp"
#include "pipeline/selection.hpp"
#include "plugin/loader.hpp"
#include "plugin/search_path.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

using namespace curateur;

constexpr int k_fatal = 1, k_usage = 2;

void print(std::FILE* to, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), to);
    if (!text.empty() && text.back() != '\n') {
        std::fputc('\n', to);
    }
}

int complain(const Error& error) {
    print(stderr, "curateur: " + error.message);
    return k_fatal;
}

int show(const Result<std::string>& text) {
    if (!text) {
        return complain(text.error());
    }
    print(stdout, *text);
    return 0;
}

int show_systems(const config::Config& config) {
    const auto selection = pipeline::select_systems(config);
    if (!selection) {
        return complain(selection.error());
    }
    for (const auto& warning : selection->warnings) {
        print(stderr, "WARNING: " + warning);
    }
    return show(cli::list_of_systems(selection->systems));
}

std::vector<std::string> sources_of(const plugin::Loader& plugins) {
    std::vector<std::string> ids;
    for (const auto& component : plugins.components()) {
        if (component.kind == plugin::Kind::source) {
            ids.push_back(component.id);
        }
    }
    return ids;
}

// On a terminal somebody can be asked; elsewhere the option that wants to is a mistake.
bool is_askable(const cli::Command& command) {
    const bool wants =
        std::any_of(command.overrides.begin(), command.overrides.end(), [](auto& one) {
            return one.flag == "--interactive-search" && one.texts.back() != "false";
        });
    return !wants || (::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0);
}

int run(const cli::Command& command, const platform::SignalWatcher& signals) {
    auto inputs = config::inputs_of_process();
    inputs.file = command.config_file;
    inputs.flags = command.overrides;
    const auto layers = config::read_layers(inputs);
    if (!layers) {
        return complain(layers.error());
    }
    const auto directories =
        plugin::search_path(plugin::search_places(config::plugin_dirs(*layers)));
    if (!directories) {
        return complain(directories.error());
    }
    plugin::Loader plugins;
    plugins.load_from(*directories);
    const bool runs = command.verb == cli::Verb::scrape || command.verb == cli::Verb::plan ||
                      command.verb == cli::Verb::write || command.verb == cli::Verb::clean;
    const auto loaded = config::load(
        *layers, cli::declared_of(plugins), runs ? config::Need::run : config::Need::look);
    if (!loaded) {
        return complain(loaded.error());
    }
    switch (command.verb) {
    case cli::Verb::plugins_list:
        return show(cli::list_of_plugins(plugins, *directories));
    case cli::Verb::plugins_info:
        return show(cli::about_plugin(plugins, command.operand));
    case cli::Verb::systems:
        return show_systems(loaded->config);
    case cli::Verb::pin:
    case cli::Verb::ignore:
        return show(cli::override_game(command, loaded->config, sources_of(plugins)));
    case cli::Verb::why:
        return cli::why({*loaded, plugins, signals, CURATEUR_VERSION, command.verb},
                        command.operand);
    default:
        return cli::scrape(
            {*loaded, plugins, signals, CURATEUR_VERSION, command.verb, command.operand});
    }
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that went away is a write error
#ifdef __GLIBC__
    // Each thread would keep a heap of its own, as large as it ever was: 50 MB for 100 000 ROMs.
    ::mallopt(M_ARENA_MAX, 2);
#endif
    const auto command = cli::parse_arguments(argc, argv);
    if (!command) {
        print(stderr, "curateur: " + command.error().message);
        return k_usage;
    }
    if (command->verb == cli::Verb::help || command->verb == cli::Verb::version) {
        print(stdout, command->text);
        return 0;
    }
    if (!is_askable(*command)) {
        print(
            stderr,
            "curateur: --interactive-search asks on a terminal, and there is none; without it what "
            "a search leaves open waits, and \"curateur pin\" decides it");
        return k_usage;
    }
    const platform::SignalWatcher signals; // before any thread
    if (command->verb == cli::Verb::identify) {
        return cli::identify_files(command->identify, signals);
    }
    return run(*command, signals);
}
