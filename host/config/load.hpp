// Where settings come from, and how they become a Config: command line before environment before
// file before installed defaults before compiled defaults.
//
//   auto inputs = inputs_of_process(); inputs.file = ...; inputs.flags = ...;
//   CURATEUR_TRY(auto layers, read_layers(inputs));
//   loader.load_from(plugin_dirs(layers) + the usual places);
//   CURATEUR_TRY(auto loaded, load(layers, declared_of(loader), Need::run));
#pragma once

#include "config/config.hpp"
#include "config/declared.hpp"
#include "config/yaml.hpp"

#include <curateur/support/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace curateur::config {

// A setting given on the command line. texts: one, or the items of a list.
struct Override {
    std::string key;
    std::vector<std::string> texts;
    std::string flag; // for messages
    bool operator==(const Override&) const = default;
};

// What load() reads, and from where; a test gives its own.
struct Inputs {
    std::optional<std::filesystem::path> file; // --config: it, and no other
    std::vector<Override> flags;
    std::vector<std::pair<std::string, std::string>> environment; // CURATEUR_...
    std::filesystem::path working_directory; // config.yaml in it is read if it is the user's own
    std::filesystem::path user_file;         // else this one
    std::filesystem::path defaults_file;     // installed
};

// The environment and the usual places of this process.
[[nodiscard]] Inputs inputs_of_process();

// share/curateur/defaults.yaml beside the folder of the program, or of a build tree that holds it;
// empty: there is none.
[[nodiscard]] std::filesystem::path defaults_file_of(const std::filesystem::path& executable);

// One place that settings come from.
struct Layer {
    std::string name;            // of the file
    std::filesystem::path base;  // relative paths are taken from here
    Tree root;                   // of a file
    std::vector<Override> texts; // of the environment (key: name of the variable) or command line
    bool is_environment = false;
    bool is_trusted = true; // else it may set neither plugins.* nor where secrets go
    bool is_readable_by_others = false;
};

// All places, weakest first, read but not checked.
struct Layers {
    std::vector<Layer> layers;
    std::vector<Problem> problems, notes;
    std::filesystem::path file, working_directory;
    std::filesystem::path overrides_file; // beside the file, or where the user's own would be
};

// Errc::not_found when the file of --config is absent; Errc::malformed, with the line, when a file
// is not YAML or its top level is no section; both say what to do.
[[nodiscard]] Result<Layers> read_layers(const Inputs& inputs);

// --plugin-dir, then CURATEUR_PLUGINS__PATH, then plugins.path of the file; absolute. What is wrong
// with them load() tells.
[[nodiscard]] std::vector<std::filesystem::path> plugin_dirs(const Layers& layers);

// The settings of one plugin, its own defaults applied. For plugins only, never for a log: secrets
// stand in it as they are.
struct PluginSettings {
    Part part = Part::source;
    std::string id;
    core::Settings settings;
    std::vector<std::string> secrets;             // keys of settings whose values are secret
    std::map<std::string, std::string> platforms; // sources: system or platform to the native id
    std::string metadata_dir, media_dir;          // outputs: templates; "": what it declares
};

struct Loaded {
    Config config;
    std::vector<PluginSettings> plugins; // every one that is installed
    std::vector<std::string> notes;      // what the user should know, one line each

    // nullptr: it is not installed.
    [[nodiscard]] const PluginSettings* find(Part part, const std::string& id) const;
};

// run: the plugins that are chosen have to be there, with what they require. look: the program only
// shows something.
enum class Need { run, look };

// Errc::invalid with all problems at once, one a line.
[[nodiscard]] Result<Loaded>
load(const Layers& layers, const std::vector<Declared>& plugins, Need need);

} // namespace curateur::config
