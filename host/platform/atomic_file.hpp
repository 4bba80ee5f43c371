// A document replaced as a whole or not at all.
#pragma once

#include <curateur/support/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::platform {

// Writes bytes beside path, syncs, looks whether path still holds what was read (sha256 in hex;
// nullopt: it did not exist), renames, syncs the directory. Errc::busy when somebody changed it in
// between: read and merge again. The file's mode is kept. A symbolic link is followed: the file
// behind it is replaced.
[[nodiscard]] Status replace_file(const std::filesystem::path& path,
                                  std::string_view bytes,
                                  const std::optional<std::string>& expected_sha256);

} // namespace curateur::platform
