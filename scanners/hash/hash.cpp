#include "hash/hash.hpp"

#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

namespace curateur::hash {
namespace {

constexpr std::size_t k_block = std::size_t{1}
                                << 20U; // reads of 1 MiB: where larger ones gain nothing

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Evp {
public:
    explicit Evp(const EVP_MD* kind) : context_(EVP_MD_CTX_new()) {
        EVP_DigestInit_ex(context_.get(), kind, nullptr);
    }

    void update(const char* bytes, std::size_t size) {
        EVP_DigestUpdate(context_.get(), bytes, size);
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

struct File {
    int fd = -1;

    ~File() {
        if (fd >= 0) {
            ::close(fd);
        }
    }
};

} // namespace

Result<Digests> digest_file(const std::filesystem::path& path, const std::stop_token& stop) {
    const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    const auto failed = [&](const char* what) {
        return Error{Errc::io,
                     path.string() + ": " + what + ": " + std::generic_category().message(errno)};
    };
    if (file.fd < 0) {
        return failed("cannot be opened");
    }
    ::posix_fadvise(file.fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    std::vector<char> block(k_block);
    Evp md5(EVP_md5());
    Evp sha1(EVP_sha1());
    std::uint32_t crc = 0;
    Digests digests;
    for (;;) {
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped while reading " + path.string()};
        }
        const auto got = ::read(file.fd, block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return failed("cannot be read");
        }
        if (got == 0) {
            break;
        }
        const auto size = static_cast<std::size_t>(got);
        crc = libdeflate_crc32(crc, block.data(), size);
        md5.update(block.data(), size);
        sha1.update(block.data(), size);
        digests.size += size;
    }
    std::array<char, 9> text{};
    std::snprintf(text.data(), text.size(), "%08x", crc);
    digests.crc32 = text.data();
    digests.md5 = md5.hex();
    digests.sha1 = sha1.hex();
    return digests;
}

} // namespace curateur::hash
