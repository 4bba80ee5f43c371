// The digests that databases use, in one read.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace curateur::hash {

struct Digests {
    std::string crc32, md5, sha1; // lower-case hex
    std::uint64_t size = 0;       // bytes read
};

// Reads the file once. Errc::cancelled when stopped, Errc::io with the path otherwise.
[[nodiscard]] Result<Digests> digest_file(const std::filesystem::path& path,
                                          const std::stop_token& stop);

} // namespace curateur::hash
