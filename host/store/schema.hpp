// The shape of the databases, and how old files get it. Private to the box.
#pragma once

#include "store/sqlite.hpp"

#include <span>

namespace curateur::store {

// One step a version; never edited once released.
[[nodiscard]] std::span<const char* const> library_schema();
[[nodiscard]] std::span<const char* const> answers_schema();

// Whether the file is of the newest version. Errc::unsupported: it is of a newer one.
[[nodiscard]] Result<bool> is_migrated(const Database& database,
                                       const std::filesystem::path& file,
                                       std::span<const char* const> steps);

// Brings the file to the newest version, each step whole or not at all. Errc::unsupported: the file
// is of a newer one; it is left alone.
[[nodiscard]] Status migrate(const Database& database,
                             const std::filesystem::path& file,
                             std::span<const char* const> steps);

} // namespace curateur::store
