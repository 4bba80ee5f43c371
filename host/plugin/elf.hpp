// Looks at a shared object without running a byte of it. Private to the box.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace curateur::plugin {

struct AbiVersion {
    std::uint32_t major = 0, minor = 0;
};

struct ElfReport {
    std::optional<std::string> refusal; // nullopt: whole, ELF, of this machine
    std::optional<AbiVersion> abi; // what its note says (CUR_NOTE_OWNER); not every plugin has one
};

// Why the file must not be loaded; nullopt: nothing against it. path: canonical. The owner must be
// root or this user, and nobody else may write to it or to a directory on the way. Opening what is
// not a regular file may never return: ask this first.
[[nodiscard]] std::optional<std::string> distrusted(const std::filesystem::path& path);

// file: at its beginning. Loading one that is cut short ends the process by SIGBUS.
[[nodiscard]] ElfReport inspect(std::istream& file);

} // namespace curateur::plugin
