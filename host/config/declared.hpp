// What the configuration has to know of the plugins that are installed.
#pragma once

#include "core/option.hpp"

#include <map>
#include <string>
#include <vector>

namespace curateur::config {

enum class Part { source, output, validator };

// One component of a plugin. The caller copies it from what the loader found.
struct Declared {
    Part part = Part::source;
    std::string id;
    std::vector<core::Option> options;
    std::map<std::string, std::string> media_codes; // of a source: its own word to a registry kind
};

// "sources", "outputs", "validators": the section of a part.
[[nodiscard]] std::string section_of(Part part);

} // namespace curateur::config
