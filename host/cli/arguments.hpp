// The command line, as values. Asks neither files nor plugins: what it says is checked when the
// configuration is loaded.
#pragma once

#include "config/load.hpp"

#include <curateur/support/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace curateur::cli {

enum class Verb {
    scrape,
    plan,
    write,
    identify,
    validate,
    clean,
    undo,
    report,
    pin,
    ignore,
    why,
    plugins_list,
    plugins_info,
    systems,
    help,
    version
};

struct IdentifyCall {
    std::vector<std::string> files; // at least one; files or folders
    std::string system;             // "": by folder or suffix
    bool all_digests = false;       // whatever they cost
    bool json = false;
};

struct Command {
    Verb verb = Verb::scrape;
    std::string operand; // plugins_info: the plugin's id; pin, ignore, why: the ROM;
                         // report: the folder, or ""
    std::string game;    // pin: "source:id"
    IdentifyCall identify;
    std::string text; // help and version: what to print
    std::optional<std::filesystem::path> config_file;
    std::vector<config::Override> overrides; // for config::Inputs::flags
};

// Errc::invalid with one sentence for a wrong call: exit status 2.
[[nodiscard]] Result<Command> parse_arguments(int argc, const char* const* argv);

} // namespace curateur::cli
