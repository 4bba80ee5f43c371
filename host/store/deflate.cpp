#include "store/deflate.hpp"

#include <libdeflate.h>

#include <cstdint>
#include <new>

namespace curateur::store {
namespace {

constexpr int k_level = 6;                       // what libdeflate calls the default
constexpr std::size_t k_length_bytes = 8;        // of the text's length, least first
constexpr std::uint64_t k_highest_ratio = 1'032; // of deflate: 258 bytes by 2 bits

} // namespace

void Deflater::Free::operator()(libdeflate_compressor* raw) const {
    libdeflate_free_compressor(raw);
}

void Deflater::Free::operator()(libdeflate_decompressor* raw) const {
    libdeflate_free_decompressor(raw);
}

Deflater::Deflater()
    : compressor_(libdeflate_alloc_compressor(k_level))
    , decompressor_(libdeflate_alloc_decompressor()) {
    if (compressor_ == nullptr || decompressor_ == nullptr) {
        throw std::bad_alloc();
    }
}

std::string Deflater::deflated(std::string_view text) const {
    std::string bytes(
        k_length_bytes + libdeflate_zlib_compress_bound(compressor_.get(), text.size()), '\0');
    for (std::size_t at = 0; at < k_length_bytes; ++at) {
        bytes[at] = static_cast<char>((std::uint64_t{text.size()} >> (8 * at)) & 0xFF);
    }
    const auto used = libdeflate_zlib_compress(compressor_.get(),
                                               text.data(),
                                               text.size(),
                                               bytes.data() + k_length_bytes,
                                               bytes.size() - k_length_bytes);
    bytes.resize(k_length_bytes + used);
    return bytes;
}

std::optional<std::string> Deflater::inflated(std::string_view bytes) const {
    if (bytes.size() < k_length_bytes) {
        return std::nullopt;
    }
    std::uint64_t length = 0;
    for (std::size_t at = 0; at < k_length_bytes; ++at) {
        length |= std::uint64_t{static_cast<unsigned char>(bytes[at])} << (8 * at);
    }
    if (length > bytes.size() * k_highest_ratio) {
        return std::nullopt;
    }
    std::string text(length, '\0');
    const auto result = libdeflate_zlib_decompress(decompressor_.get(),
                                                   bytes.data() + k_length_bytes,
                                                   bytes.size() - k_length_bytes,
                                                   text.data(),
                                                   text.size(),
                                                   nullptr); // exactly as long as it said
    return result == LIBDEFLATE_SUCCESS ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace curateur::store
