// What the file system at a place keeps of a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace curateur::platform {

struct Volume {
    bool keeps_inodes = false;   // a file has the same number for as long as it lives
    bool moves_by_hours = false; // times are local: they move with the clock's changes (vfat)
};

// Of a place that cannot be asked, nothing is expected.
[[nodiscard]] Volume volume_of(const std::filesystem::path& place);

// What an ordinary user may still write there, or at the nearest folder above that exists; nullopt:
// it cannot be asked.
[[nodiscard]] std::optional<std::uint64_t> free_bytes(const std::filesystem::path& place);

} // namespace curateur::platform
