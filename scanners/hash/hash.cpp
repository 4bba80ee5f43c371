#include "hash/hash.hpp"

#include "reader/reader.hpp"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

namespace curateur::hash {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Evp {
public:
    explicit Evp(const EVP_MD* kind) : context_(EVP_MD_CTX_new()) {
        EVP_DigestInit_ex(context_.get(), kind, nullptr);
    }

    Evp(const Evp& other) : context_(EVP_MD_CTX_new()) {
        EVP_MD_CTX_copy_ex(context_.get(), other.context_.get());
    }

    Evp& operator=(const Evp&) = delete;

    void update(std::string_view bytes) {
        EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    }

    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned length = 0;
        EVP_DigestFinal_ex(context_.get(), bytes.data(), &length);
        std::string text;
        for (unsigned i = 0; i < length; ++i) {
            std::array<char, 3> pair{};
            std::snprintf(pair.data(), pair.size(), "%02x", bytes[i]);
            text += pair.data();
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, FreeContext> context_;
};

} // namespace

struct Digester::State {
    Evp md5{EVP_md5()};
    Evp sha1{EVP_sha1()};
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
};

Digester::Digester() : state_(std::make_unique<State>()) {}

Digester::Digester(const Digester& other) : state_(std::make_unique<State>(*other.state_)) {}

Digester::Digester(Digester&& other) noexcept = default;
Digester& Digester::operator=(Digester&& other) noexcept = default;
Digester::~Digester() = default;

void Digester::update(std::string_view bytes) {
    state_->crc = libdeflate_crc32(state_->crc, bytes.data(), bytes.size());
    state_->md5.update(bytes);
    state_->sha1.update(bytes);
    state_->size += bytes.size();
}

void Digester::fill(char byte, std::uint64_t count) {
    const std::vector<char> block(
        static_cast<std::size_t>(std::min<std::uint64_t>(count, reader::k_block)), byte);
    while (count > 0) {
        const auto part = std::min<std::uint64_t>(count, block.size());
        update(std::string_view(block.data(), static_cast<std::size_t>(part)));
        count -= part;
    }
}

std::uint64_t Digester::size() const {
    return state_->size;
}

Digests Digester::finish() {
    return {hex32(state_->crc), state_->md5.hex(), state_->sha1.hex(), state_->size};
}

std::string hex32(std::uint32_t crc) {
    std::array<char, 9> text{};
    std::snprintf(text.data(), text.size(), "%08x", crc);
    return text.data();
}

Result<Digests> digest_file(const std::filesystem::path& path, const std::stop_token& stop) {
    auto file = reader::FileReader::open(path, nullptr);
    if (!file) {
        return Error{Errc::io, std::move(file).error().message};
    }
    Digester digester;
    auto read = reader::stream(*file, stop, [&](std::string_view block) {
        digester.update(block);
        return ok();
    });
    if (!read && read.error().code == Errc::cancelled) {
        return Error{Errc::cancelled, "stopped while reading " + path.string()};
    }
    CURATEUR_CHECK(std::move(read));
    return digester.finish();
}

} // namespace curateur::hash
