#include "platform/digest.hpp"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <array>
#include <cstdio>

namespace curateur::platform {
namespace {

struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

using Context = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

Context start(const EVP_MD* kind) {
    Context context(EVP_MD_CTX_new());
    EVP_DigestInit_ex(context.get(), kind, nullptr);
    return context;
}

std::string hex_of(EVP_MD_CTX* context) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context, bytes.data(), &length);
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += k_digits[bytes[i] >> 4U];
        text += k_digits[bytes[i] & 15U];
    }
    return text;
}

} // namespace

struct Digester::State {
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
    Context md5 = start(EVP_md5()), sha1 = start(EVP_sha1()), sha256 = start(EVP_sha256());
};

Digester::Digester() : state_(std::make_unique<State>()) {}

Digester::~Digester() = default;
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;

void Digester::update(std::string_view bytes) {
    state_->crc = libdeflate_crc32(state_->crc, bytes.data(), bytes.size());
    state_->size += bytes.size();
    for (auto* context : {state_->md5.get(), state_->sha1.get(), state_->sha256.get()}) {
        EVP_DigestUpdate(context, bytes.data(), bytes.size());
    }
}

Digests Digester::finish() {
    std::array<char, 9> crc{};
    std::snprintf(crc.data(), crc.size(), "%08x", state_->crc);
    return {crc.data(),
            hex_of(state_->md5.get()),
            hex_of(state_->sha1.get()),
            hex_of(state_->sha256.get()),
            state_->size};
}

std::string sha256_of(std::string_view bytes) {
    const auto context = start(EVP_sha256());
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
    return hex_of(context.get());
}

} // namespace curateur::platform
