// The settings in words: docs/configuration.md, and what "curateur plugins info" says of options.
#pragma once

#include "config/declared.hpp"

#include <string>
#include <vector>

namespace curateur::config {

struct OptionText {
    std::string key;
    std::vector<std::string> facts; // "a whole number from 1 to 10", "default 3", "secret: ..."
    std::string doc;                // without the full stop
};

// Those that the plugin declares, then those that the host adds to its section.
[[nodiscard]] std::vector<OptionText> options_of(const Declared& plugin);

// Every setting at its default, commented; loading it changes nothing.
[[nodiscard]] std::string sample_file();

// docs/configuration.md, with the options of these plugins.
[[nodiscard]] std::string configuration_page(const std::vector<Declared>& plugins);

} // namespace curateur::config
