#include "simulator/digests.hpp"

#include <zlib.h>

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace curateur::simulator {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
    static constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += k_digits[bytes[i] >> 4U];
        text += k_digits[bytes[i] & 15U];
    }
    return text;
}

std::string digest(const EVP_MD* kind, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, kind, nullptr);
    return hex(out.data(), length);
}

} // namespace

Digests digests_of(std::string_view bytes) {
    const auto sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    const std::array<unsigned char, 4> crc = {static_cast<unsigned char>(sum >> 24U),
                                              static_cast<unsigned char>(sum >> 16U),
                                              static_cast<unsigned char>(sum >> 8U),
                                              static_cast<unsigned char>(sum)};
    return {hex(crc.data(), crc.size()),
            digest(EVP_md5(), bytes),
            digest(EVP_sha1(), bytes),
            bytes.size()};
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    return out;
}

} // namespace curateur::simulator
