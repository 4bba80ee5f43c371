// What a folder lies on, as far as it decides how many files are read from it at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace curateur::platform {

struct Storage {
    enum class Kind : std::uint8_t {
        fast,    // several files at once read faster than one: what has no moving parts
        spindle, // a disk that turns: each file costs the way to it
        network  // another machine's
    };
    Kind kind = Kind::fast;
    std::string id; // of the disk or mount; "": not known
    bool operator==(const Storage&) const = default;
};

// Of what lies at the path. What cannot be found out counts as fast. Blocks as long as the file
// system does.
[[nodiscard]] Storage storage_of(const std::filesystem::path& path);

// The same of a device ("8:1", as the kernel writes it) and a path without links, by the text of
// /proc/self/mountinfo (proc(5)) and by what lies below /sys.
[[nodiscard]] Storage storage_of(const std::string& device,
                                 const std::filesystem::path& path,
                                 std::string_view mountinfo,
                                 const std::filesystem::path& sys);

} // namespace curateur::platform
