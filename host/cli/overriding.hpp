// The verbs pin and ignore, the ROM that such a verb is given, and the choices that a search left
// open: they end in overrides.yaml.
#pragma once

#include "cli/arguments.hpp"
#include "config/config.hpp"
#include "pipeline/run.hpp"

#include <functional>
#include <string>
#include <vector>

namespace curateur::cli {

// "snes/Foo.sfc" of a path in a system's folder, or of these very words. Errc::invalid: there is no
// such file.
[[nodiscard]] Result<std::string> rom_of(const std::string& operand, const config::Config& config);

// "curateur pin ROM SOURCE:ID" and "curateur ignore ROM": adds to overrides.yaml; what was done, in
// a sentence. Errc::invalid when there is no such ROM or source.
[[nodiscard]] Result<std::string> override_game(const Command& command,
                                                const config::Config& config,
                                                const std::vector<std::string>& sources);

// A line that the user typed, without its end; nullopt: there is no more.
using ReadLine = std::function<std::optional<std::string>()>;
using Print = std::function<void(const std::string&)>;

// Asks for each choice: a number, "s" to skip it, "n" never to ask again (the ROM is ignored), "q"
// to skip all that are left. Keeps every answer at once; the files of the ROMs that were given a
// game.
[[nodiscard]] Result<std::vector<std::filesystem::path>>
ask_choices(const std::vector<pipeline::OpenChoice>& choices,
            const std::filesystem::path& overrides,
            const ReadLine& read,
            const Print& print);

} // namespace curateur::cli
