// Which options a verb takes: those of the settings table, and the few that are no setting.
#pragma once

#include "cli/arguments.hpp"
#include "config/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace curateur::cli {

struct Flag {
    std::string_view name;    // "--systems"
    std::string_view operand; // "": none
    std::string_view doc;     // without the full stop
    std::string_view group;   // heading in the help
    const config::Setting* setting = nullptr;
};

// In the order of the help.
[[nodiscard]] std::vector<Flag> flags_of(Verb verb);

[[nodiscard]] std::string help_text(Verb verb);

// Paragraphs at a width of 80: each line begins with indent, and every word stands.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent);

} // namespace curateur::cli
