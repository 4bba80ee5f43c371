#include "platform/digest.hpp"

#include "platform/file.hpp"

#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <vector>

namespace curateur::platform {
namespace {

constexpr std::size_t k_block = std::size_t{1} << 18U;

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

Result<DigestedFile> digest_file(const std::filesystem::path& file, const std::stop_token& stop) {
    const Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC));

    struct stat info {};

    if (!from || ::fstat(from.get(), &info) != 0) {
        return io_error(file, "cannot be opened");
    }
    Digester digester;
    std::vector<char> block(k_block);
    for (;;) {
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped"};
        }
        const auto got = ::read(from.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return io_error(file, "cannot be read");
        }
        if (got == 0) {
            break;
        }
        digester.update({block.data(), static_cast<std::size_t>(got)});
    }
    return DigestedFile{digester.finish(),
                        std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec};
}

std::string sha256_of(std::string_view bytes) {
    const auto context = start(EVP_sha256());
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
    return hex_of(context.get());
}

} // namespace curateur::platform
