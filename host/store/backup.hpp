// What documents said before a run changed them.
#pragma once

#include <curateur/support/result.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace curateur::store {

// Keeps bytes as what document said before this run: <state>/backups/<run>/<backup_name>. Only the
// first call for a document and run does anything. On the disk when it returns.
[[nodiscard]] Status backup_document(const std::filesystem::path& state,
                                     std::int64_t run,
                                     const std::filesystem::path& document,
                                     std::string_view bytes);

// Removes all but the newest runs' backups. What is not named like a run is left alone.
[[nodiscard]] Status prune_backups(const std::filesystem::path& state, std::size_t keep);

// The document's path as one name: '/' becomes '+', '+' and '%' are percent-encoded. One too long
// for a file system keeps its end, which tells most, behind a digest of the whole.
[[nodiscard]] std::string backup_name(const std::filesystem::path& document);

} // namespace curateur::store
