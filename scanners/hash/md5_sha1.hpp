// MD5 and SHA-1 of a stream, by whatever is fastest here. Inside the box.
#pragma once

#include "hash/fused.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace curateur::hash {

enum class Kernel : std::uint8_t {
    openssl, // anywhere
    fused    // ours; only where fused::is_supported()
};

[[nodiscard]] Kernel fastest_kernel();

struct Md5Sha1Hex {
    std::string md5, sha1; // lower case
};

class FusedMd5Sha1 {
public:
    void update(std::string_view bytes);
    [[nodiscard]] Md5Sha1Hex finish();

private:
    fused::State state_;
    std::uint64_t size_ = 0;                           // bytes so far
    std::array<unsigned char, fused::k_block> rest_{}; // less than a block
};

class OpenSslMd5Sha1 {
public:
    OpenSslMd5Sha1();
    OpenSslMd5Sha1(const OpenSslMd5Sha1& other);
    OpenSslMd5Sha1& operator=(const OpenSslMd5Sha1&) = delete;
    ~OpenSslMd5Sha1() = default;

    void update(std::string_view bytes);
    [[nodiscard]] Md5Sha1Hex finish();

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD_CTX, Free> md5_, sha1_;
};

class Md5Sha1 {
public:
    explicit Md5Sha1(Kernel kernel = fastest_kernel());

    void update(std::string_view bytes);
    [[nodiscard]] Md5Sha1Hex finish(); // once; nothing may follow

private:
    std::variant<FusedMd5Sha1, OpenSslMd5Sha1> way_;
};

} // namespace curateur::hash
