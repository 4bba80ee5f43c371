// Which system a file belongs to, when no configuration says so.
#pragma once

#include "systems/systems.hpp"

#include <curateur/support/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::cli {

// The system a file belongs to, and where the system's folder begins: what a playlist or a sheet
// points at may not leave it.
struct Guess {
    const systems::System* system = nullptr; // nullptr: nobody knows
    std::filesystem::path root;              // absolute
    std::string how;                         // "its folder", "its suffix", "--system"; "": not
};

class SystemGuesser {
public:
    // With ES-DE's systems. Errc::invalid when there is no system `named`, with the one that comes
    // near; "": the guesser decides for each file.
    [[nodiscard]] static Result<SystemGuesser> create(const std::string& named);

    // By --system, else by the nearest folder that is named as a system is, else by the suffix, if
    // one system is meant by it. path: absolute; nothing is read.
    [[nodiscard]] Guess of(const std::filesystem::path& path) const;

    // A folder that is a system's, or lies in one: the suffix counts for nothing.
    [[nodiscard]] Guess of_folder(const std::filesystem::path& folder) const;

    [[nodiscard]] const systems::System* find(std::string_view name) const;
    // Some system's ROMs end so. extension: with the dot.
    [[nodiscard]] bool is_known(const std::string& extension) const;
    // Those of all systems, each once.
    [[nodiscard]] std::vector<std::string> extensions() const;

private:
    [[nodiscard]] const systems::System* by_extension(const std::string& extension) const;

    std::vector<systems::System> systems_;
    std::string named_;
};

} // namespace curateur::cli
