// What a service knows of a file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curateur::simulator {

struct Digests {
    std::string crc, md5, sha1; // lower-case hex
    std::uint64_t size = 0;     // bytes
};

[[nodiscard]] Digests digests_of(std::string_view bytes);

// Upper case, as the service stores the digests of dumps.
[[nodiscard]] std::string upper(std::string_view text);

} // namespace curateur::simulator
