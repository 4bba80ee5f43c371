// The digests that databases use, in one read.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace curateur::hash {

// Which digests are made.
enum class Kinds : std::uint8_t {
    crc32, // that one alone, several times as fast
    all
};

struct Digests {
    std::string crc32, md5, sha1; // lower-case hex; "": was not wanted
    std::uint64_t size = 0;       // bytes read
    bool operator==(const Digests&) const = default;
};

// Takes bytes as they come.
class Digester {
public:
    explicit Digester(Kinds kinds = Kinds::all);
    Digester(const Digester& other); // goes on from the same bytes, on its own
    Digester(Digester&& other) noexcept;
    Digester& operator=(const Digester&) = delete;
    Digester& operator=(Digester&& other) noexcept;
    ~Digester();

    void update(std::string_view bytes);
    // The same byte many times.
    void fill(char byte, std::uint64_t count);

    [[nodiscard]] std::uint64_t size() const; // bytes so far

    // Once; nothing may follow.
    [[nodiscard]] Digests finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// "cbf43926": as Digests spells it.
[[nodiscard]] std::string hex32(std::uint32_t crc);

// Reads the file once. Errc::cancelled when stopped, Errc::io with the path otherwise.
[[nodiscard]] Result<Digests> digest_file(const std::filesystem::path& path,
                                          const std::stop_token& stop);

} // namespace curateur::hash
