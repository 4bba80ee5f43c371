// The verbs: what each is called, what it takes, what it is for. A new verb is a row of this table.
#pragma once

#include "cli/arguments.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::cli {

enum class Operands { none, roms, rom, rom_and_game, files, plugin, folder };

struct VerbRow {
    Verb verb;
    std::string_view name;     // one word or two: "plugins info"
    std::string_view operands; // as the help writes them: "ROM SOURCE:ID"
    Operands takes;
    std::string_view about;                  // paragraphs
    std::array<std::string_view, 2> options; // names, with blanks between
};

// In the order of the help; the first is what is done without a verb.
[[nodiscard]] std::span<const VerbRow> verbs();

[[nodiscard]] const VerbRow& row_of(Verb verb); // help and version: that of scrape

[[nodiscard]] bool takes(const VerbRow& row, std::string_view option);

// Their first words, each once.
[[nodiscard]] const std::vector<std::string>& verb_names();

} // namespace curateur::cli
