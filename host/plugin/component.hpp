// What a loaded plugin offers, copied out of its descriptors once.
#pragma once

#include "core/option.hpp"

#include <curateur/abi_output.h>
#include <curateur/abi_source.h>
#include <curateur/abi_validator.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace curateur::plugin {

enum class Kind { source, output, validator };

[[nodiscard]] std::string_view name_of(Kind kind);

using core::Option;
using core::Settings;

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

// What crumbs and messages call it: "source demo 1.0.0". Another version has another name.
[[nodiscard]] std::string full_name(const Component& component);

} // namespace curateur::plugin
