// Where things are.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::platform {

[[nodiscard]] std::optional<std::string> environment(const char* name); // nullopt when empty, too
[[nodiscard]] std::filesystem::path home();
[[nodiscard]] std::filesystem::path config_home(); // $XDG_CONFIG_HOME, else ~/.config
[[nodiscard]] std::filesystem::path state_home();  // $XDG_STATE_HOME, else ~/.local/state
[[nodiscard]] std::filesystem::path data_home();   // $XDG_DATA_HOME, else ~/.local/share

// "~" and "~/x" become the home; a relative path is taken from base. Lexically normal, absolute.
[[nodiscard]] std::filesystem::path absolute_from(std::string_view text,
                                                  const std::filesystem::path& base);

[[nodiscard]] std::filesystem::path executable(); // of this process

} // namespace curateur::platform
