// The settings of a plugin: what it declares, and what the user set. Shared by the loader, which
// copies declarations out of descriptors, and the configuration, which checks sections by them.
#pragma once

#include <curateur/abi.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curateur::core {

// A setting the plugin declares (cur_option).
struct Option {
    std::uint32_t type = CUR_OPT_STRING;
    cur_flags flags = 0;
    std::string key, doc;
    std::optional<std::string> fallback; // as it would stand in YAML
    std::vector<std::string> choices;
    double min = 1, max = 0; // min > max: unbounded
};

// A plugin's settings, defaults applied: single values have one item. Booleans are "true" or
// "false".
struct Settings {
    std::map<std::string, std::vector<std::string>> values;
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> maps;
};

} // namespace curateur::core
