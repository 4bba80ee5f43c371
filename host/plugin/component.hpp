// What a loaded plugin offers, copied out of its descriptors once.
#pragma once

#include <curateur/abi_output.h>
#include <curateur/abi_source.h>
#include <curateur/abi_validator.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curateur::plugin {

enum class Kind { source, output, validator };

[[nodiscard]] std::string_view name_of(Kind kind);

// A setting the plugin declares (cur_option).
struct Option {
    std::uint32_t type = CUR_OPT_STRING;
    cur_flags flags = 0;
    std::string key, doc;
    std::optional<std::string> fallback; // as it would stand in YAML
    std::vector<std::string> choices;
    double min = 1, max = 0; // min > max: unbounded
};

// One component of a library that stays loaded for the life of the process.
struct Component {
    Kind kind = Kind::source;
    std::string id, name, version, summary, homepage, license;
    std::vector<Option> options;
    std::filesystem::path library;
    std::string built_with;
    const cur_component* raw = nullptr;

    [[nodiscard]] const cur_source& source() const {
        return *static_cast<const cur_source*>(raw->iface);
    }

    [[nodiscard]] const cur_output& output() const {
        return *static_cast<const cur_output*>(raw->iface);
    }

    [[nodiscard]] const cur_validator& validator() const {
        return *static_cast<const cur_validator*>(raw->iface);
    }
};

// A plugin's settings, defaults applied: single values have one item. Booleans are "true" or
// "false".
struct Settings {
    std::map<std::string, std::vector<std::string>> values;
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> maps;
};

} // namespace curateur::plugin
