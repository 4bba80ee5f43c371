// Looks at a shared object without running a byte of it. Private to the box.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace curateur::plugin {

// Why the file must not be loaded; nullopt: nothing against it. path: canonical. The owner must be
// root or this user, and nobody else may write to it or to a directory on the way.
[[nodiscard]] std::optional<std::string> distrusted(const std::filesystem::path& path);

// Whole, ELF, of this machine. Loading a file that is cut short ends the process by SIGBUS.
[[nodiscard]] std::optional<std::string> not_loadable(const std::filesystem::path& path);

} // namespace curateur::plugin
