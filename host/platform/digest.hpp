// Digests, one pass for all of them.
#pragma once

#include <cstdint>
#include <memory>
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

[[nodiscard]] std::string sha256_of(std::string_view bytes);

} // namespace curateur::platform
