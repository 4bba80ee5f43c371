// What a user sees of plugins, without calling any.
#pragma once

#include "config/declared.hpp"
#include "plugin/loader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace curateur::cli {

// What the configuration has to know of what was loaded.
[[nodiscard]] std::vector<config::Declared> declared_of(const plugin::Loader& loader);

// "curateur plugins list": one line a component, then the libraries that were refused and why.
// searched: where plugins were looked for, for when there is none.
[[nodiscard]] std::string list_of_plugins(const plugin::Loader& loader,
                                          const std::vector<std::filesystem::path>& searched);

// "curateur plugins info ID": all that the components of this id declare. Errc::not_found says what
// there is, and why a library of this name was refused.
[[nodiscard]] Result<std::string> about_plugin(const plugin::Loader& loader, const std::string& id);

} // namespace curateur::cli
