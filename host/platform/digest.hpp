// Digests, one pass for all of them.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace curateur::platform {

struct Digests {
    std::string crc32, md5, sha1, sha256; // lower-case hex
    std::uint64_t size = 0;
};

// CRC-32, MD5, SHA-1 and SHA-256 of a stream. Not for two threads at once.
class Digester {
public:
    Digester();
    ~Digester();
    Digester(Digester&&) noexcept;
    Digester& operator=(Digester&&) noexcept;
    Digester(const Digester&) = delete;
    Digester& operator=(const Digester&) = delete;

    void update(std::string_view bytes);
    [[nodiscard]] Digests finish(); // once

private:
    struct State;
    std::unique_ptr<State> state_;
};

// A file as it lies there now.
struct DigestedFile {
    Digests digests;
    std::int64_t mtime_ns = 0; // since 1970
};

// Blocking. Errc::not_found: there is none; Errc::cancelled: a stop came.
[[nodiscard]] Result<DigestedFile> digest_file(const std::filesystem::path& file,
                                               const std::stop_token& stop = {});

[[nodiscard]] std::string sha256_of(std::string_view bytes);

} // namespace curateur::platform
