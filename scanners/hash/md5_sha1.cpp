#include "hash/md5_sha1.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace curateur::hash {
namespace {

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text += k_digits[byte >> 4U];
        text += k_digits[byte & 15U];
    }
    return text;
}

std::string hex_of(EVP_MD_CTX* context) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context, bytes.data(), &length);
    return hex(std::span(bytes).first(length));
}

// Looking an algorithm up takes longer than digesting a kilobyte: once will do.
const EVP_MD* algorithm(const char* name) {
    return EVP_MD_fetch(nullptr, name, nullptr);
}

const EVP_MD* md5_algorithm() {
    static const EVP_MD* const found = algorithm("MD5");
    return found;
}

const EVP_MD* sha1_algorithm() {
    static const EVP_MD* const found = algorithm("SHA1");
    return found;
}

} // namespace

Kernel fastest_kernel() {
    static const bool has_fused = fused::is_supported();
    return has_fused ? Kernel::fused : Kernel::openssl;
}

Md5Sha1::Md5Sha1(Kernel kernel) {
    if (kernel == Kernel::openssl) {
        way_.emplace<OpenSslMd5Sha1>();
    }
}

void Md5Sha1::update(std::string_view bytes) {
    std::visit([&](auto& way) { way.update(bytes); }, way_);
}

Md5Sha1Hex Md5Sha1::finish() {
    return std::visit([](auto& way) { return way.finish(); }, way_);
}

void FusedMd5Sha1::update(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
    auto left = bytes.size();
    const auto pending = static_cast<std::size_t>(size_ % fused::k_block);
    size_ += left;
    if (pending > 0) {
        const auto part = std::min(left, fused::k_block - pending);
        std::memcpy(rest_.data() + pending, from, part);
        from += part;
        left -= part;
        if (pending + part < fused::k_block) {
            return;
        }
        fused::update(state_, rest_.data(), rest_.data(), 1);
    }
    fused::update(state_, from, from, left / fused::k_block);
    std::memcpy(rest_.data(), from + (left - left % fused::k_block), left % fused::k_block);
}

Md5Sha1Hex FusedMd5Sha1::finish() {
    // A bit that is set, zeros, the length in bits: little-endian for MD5, big-endian for SHA-1.
    const auto pending = static_cast<std::size_t>(size_ % fused::k_block);
    std::array<unsigned char, 2 * fused::k_block> md5{};
    std::memcpy(md5.data(), rest_.data(), pending);
    md5.at(pending) = 0x80;
    const std::size_t blocks = pending + 1 + 8 <= fused::k_block ? 1 : 2;
    auto sha1 = md5;
    for (std::size_t i = 0; i < 8; ++i) {
        const auto byte = static_cast<unsigned char>((size_ * 8) >> (8 * i));
        md5.at(blocks * fused::k_block - 8 + i) = byte;
        sha1.at(blocks * fused::k_block - 1 - i) = byte;
    }
    fused::update(state_, md5.data(), sha1.data(), blocks);
    std::array<unsigned char, 16> md5_bytes{};
    std::array<unsigned char, 20> sha1_bytes{};
    for (std::size_t i = 0; i < md5_bytes.size(); ++i) {
        md5_bytes.at(i) = static_cast<unsigned char>(state_.md5.at(i / 4) >> (8 * (i % 4)));
    }
    for (std::size_t i = 0; i < sha1_bytes.size(); ++i) {
        sha1_bytes.at(i) = static_cast<unsigned char>(state_.sha1.at(i / 4) >> (24 - 8 * (i % 4)));
    }
    return {hex(md5_bytes), hex(sha1_bytes)};
}

OpenSslMd5Sha1::OpenSslMd5Sha1() : md5_(EVP_MD_CTX_new()), sha1_(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(md5_.get(), md5_algorithm(), nullptr);
    EVP_DigestInit_ex(sha1_.get(), sha1_algorithm(), nullptr);
}

OpenSslMd5Sha1::OpenSslMd5Sha1(const OpenSslMd5Sha1& other)
    : md5_(EVP_MD_CTX_new()), sha1_(EVP_MD_CTX_new()) {
    EVP_MD_CTX_copy_ex(md5_.get(), other.md5_.get());
    EVP_MD_CTX_copy_ex(sha1_.get(), other.sha1_.get());
}

void OpenSslMd5Sha1::update(std::string_view bytes) {
    EVP_DigestUpdate(md5_.get(), bytes.data(), bytes.size());
    EVP_DigestUpdate(sha1_.get(), bytes.data(), bytes.size());
}

Md5Sha1Hex OpenSslMd5Sha1::finish() {
    return {hex_of(md5_.get()), hex_of(sha1_.get())};
}

} // namespace curateur::hash
