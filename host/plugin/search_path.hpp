// Where plugins are looked for. Never in the current directory.
#pragma once

#include <curateur/support/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace curateur::plugin {

struct SearchPlaces {
    std::vector<std::filesystem::path> given; // --plugin-dir, in the order of the command line
    std::optional<std::string> environment;   // CURATEUR_PLUGIN_PATH: directories with ':' between
    std::filesystem::path data_home;          // $XDG_DATA_HOME
    std::filesystem::path executable;         // of this process
};

// Those of this process. The environment does not count in a program that runs with more rights
// than its caller has.
[[nodiscard]] SearchPlaces search_places(std::vector<std::filesystem::path> given);

// Absolute directories, the first that has a component wins: those given, the environment's,
// curateur/plugins below data_home, the installed one; when the executable lies in a build tree,
// that tree's own instead of the installed one. A relative one that was given is taken from the
// working directory. Errc::invalid: a directory that was given does not exist, or the environment
// has an entry that is empty or not absolute.
[[nodiscard]] Result<std::vector<std::filesystem::path>> search_path(const SearchPlaces& places);

} // namespace curateur::plugin
