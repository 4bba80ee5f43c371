// Finds and reads the places that settings come from.
#include "config/load.hpp"
#include "platform/file.hpp"
#include "platform/paths.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace curateur::config {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_prefix = "CURATEUR_";

Status add_file(Layers& to, const fs::path& file, bool is_trusted) {
    CURATEUR_TRY(const auto text, platform::read_file(file, k_yaml_bytes));
    CURATEUR_TRY(auto yaml, parse_yaml(text, file.string()));
    const auto kind = yaml.root.kind;
    if (kind != Tree::Kind::map && kind != Tree::Kind::null) {
        return Error{Errc::malformed,
                     text_of({{file.string(), yaml.root.line},
                              "",
                              "the top level is not a section; a configuration begins with a line "
                              "such as \"scraping:\""})};
    }
    to.problems.insert(to.problems.end(), yaml.problems.begin(), yaml.problems.end());
    Layer layer;
    layer.name = file.string();
    layer.base = fs::absolute(file).parent_path();
    layer.root = std::move(yaml.root);
    layer.is_trusted = is_trusted;

    struct stat info {};

    layer.is_readable_by_others =
        ::stat(file.c_str(), &info) == 0 && (info.st_mode & (S_IRGRP | S_IROTH)) != 0;
    to.layers.push_back(std::move(layer));
    return ok();
}

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return !file.empty() && fs::exists(file, ignored);
}

Status add_configuration(Layers& to, const Inputs& inputs) {
    if (inputs.file) {
        const auto file = platform::absolute_from(inputs.file->string(), inputs.working_directory);
        if (!is_there(file)) {
            return Error{Errc::not_found,
                         "there is no configuration file " + file.string() +
                             "; correct the path after --config"};
        }
        to.file = file;
        return add_file(to, file, true);
    }
    const auto own = inputs.working_directory / "config.yaml";
    if (is_there(own)) {
        // A folder of somebody else's must not steer the program.
        struct stat info {};

        if (::stat(own.c_str(), &info) == 0 && info.st_uid == ::geteuid()) {
            to.file = own;
            return add_file(to, own, false);
        }
        to.notes.push_back({{own.string()},
                            "",
                            "belongs to another user and was not read; name it with --config if "
                            "you trust it"});
    }
    if (is_there(inputs.user_file)) {
        to.file = inputs.user_file;
        return add_file(to, inputs.user_file, true);
    }
    return ok();
}

} // namespace

fs::path defaults_file_of(const fs::path& executable) {
    // bin/ of an installation is one level up, a build tree's folders a few.
    constexpr int k_levels = 4;
    auto folder = executable.parent_path();
    for (int level = 0; level < k_levels && folder.has_relative_path(); ++level) {
        folder = folder.parent_path();
        if (auto file = folder / "share" / "curateur" / "defaults.yaml"; is_there(file)) {
            return file;
        }
    }
    return {};
}

Inputs inputs_of_process() {
    Inputs inputs;
    for (auto* const* one = environ; one != nullptr && *one != nullptr; ++one) {
        const std::string_view text = *one;
        const auto equals = text.find('=');
        if (text.starts_with(k_prefix) && equals != std::string_view::npos) {
            inputs.environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    std::error_code ignored;
    inputs.working_directory = fs::current_path(ignored);
    inputs.user_file = platform::config_home() / "curateur" / "config.yaml";
    inputs.defaults_file = defaults_file_of(platform::executable());
    return inputs;
}

Result<Layers> read_layers(const Inputs& inputs) {
    Layers made;
    made.working_directory = inputs.working_directory;
    if (is_there(inputs.defaults_file)) {
        CURATEUR_CHECK(add_file(made, inputs.defaults_file, true));
        made.layers.back().is_readable_by_others = false; // holds nobody's secrets
    }
    CURATEUR_CHECK(add_configuration(made, inputs));
    const auto& beside = made.file.empty() ? inputs.user_file : made.file;
    made.overrides_file = beside.empty() ? beside : beside.parent_path() / "overrides.yaml";
    Layer environment;
    environment.base = inputs.working_directory;
    environment.is_environment = true;
    for (const auto& [name, text] : inputs.environment) {
        // Others, such as CURATEUR_PLUGIN_PATH, are no settings.
        if (!text.empty() && name.starts_with(k_prefix) && name.find("__") != std::string::npos) {
            environment.texts.push_back({name, {text}, name});
        }
    }
    made.layers.push_back(std::move(environment));
    Layer flags;
    flags.base = inputs.working_directory;
    flags.texts = inputs.flags;
    made.layers.push_back(std::move(flags));
    return made;
}

} // namespace curateur::config
