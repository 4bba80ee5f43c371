// How much may still be written where media go.
#pragma once

#include "pipeline/setup.hpp"

#include <filesystem>
#include <map>

namespace curateur::pipeline {

class Room {
public:
    explicit Room(const Setup& setup) : setup_(setup) {}

    // Errc::no_space, with what to do about it: size bytes (0: unknown) would leave less free than
    // media.keep_free_mb. Asks the file system at most once a second a folder; in between it
    // reckons. A folder that need not exist yet.
    [[nodiscard]] Status take(const std::filesystem::path& folder, std::uint64_t size);

private:
    struct Known {
        std::int64_t at_ms = 0;
        std::uint64_t free = 0;
    };

    const Setup& setup_;
    std::map<std::filesystem::path, Known> known_;
};

} // namespace curateur::pipeline
