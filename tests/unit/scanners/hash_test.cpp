#include "hash/hash.hpp"
#include "hash/md5_sha1.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <random>

using namespace curateur;

namespace {

std::string random_bytes(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    return bytes;
}

std::string by_openssl(const EVP_MD* kind, const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, kind, nullptr);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += "0123456789abcdef"[digest.at(i) >> 4U];
        text += "0123456789abcdef"[digest.at(i) & 15U];
    }
    return text;
}

// In pieces of random sizes, as a stream brings them.
hash::Md5Sha1Hex in_pieces(hash::Kernel kernel, std::string_view bytes, std::mt19937& random) {
    hash::Md5Sha1 digester(kernel);
    while (!bytes.empty()) {
        const auto part = std::min<std::size_t>(bytes.size(), random() % 200);
        digester.update(bytes.substr(0, part));
        bytes.remove_prefix(part);
    }
    return digester.finish();
}

class Kernels : public testing::TestWithParam<hash::Kernel> {
protected:
    void SetUp() override {
        if (GetParam() == hash::Kernel::fused && !hash::fused::is_supported()) {
            GTEST_SKIP() << "this processor has no SHA instructions";
        }
    }
};

} // namespace

TEST_P(Kernels, AgreeWithOpenSslOnEveryLengthFrom0To300) {
    for (std::size_t size = 0; size <= 300; ++size) {
        const auto bytes = random_bytes(size, static_cast<unsigned>(size));
        hash::Md5Sha1 digester(GetParam());
        digester.update(bytes);
        const auto hex = digester.finish();
        EXPECT_EQ(hex.md5, by_openssl(EVP_md5(), bytes)) << size;
        EXPECT_EQ(hex.sha1, by_openssl(EVP_sha1(), bytes)) << size;
    }
}

TEST_P(Kernels, AgreeWithOpenSslOnLongStreamsInAnyPieces) {
    std::mt19937 random(7);
    for (unsigned seed = 0; seed < 8; ++seed) {
        const auto bytes = random_bytes(random() % 300'000, seed);
        const auto hex = in_pieces(GetParam(), bytes, random);
        EXPECT_EQ(hex.md5, by_openssl(EVP_md5(), bytes)) << bytes.size();
        EXPECT_EQ(hex.sha1, by_openssl(EVP_sha1(), bytes)) << bytes.size();
    }
}

TEST_P(Kernels, GoOnFromACopyOnTheirOwn) {
    const auto bytes = random_bytes(1000, 3);
    hash::Md5Sha1 one(GetParam());
    one.update(std::string_view(bytes).substr(0, 333));
    hash::Md5Sha1 other(one);
    one.update("something else");
    other.update(std::string_view(bytes).substr(333));
    EXPECT_EQ(other.finish().sha1, by_openssl(EVP_sha1(), bytes));
}

INSTANTIATE_TEST_SUITE_P(All,
                         Kernels,
                         testing::Values(hash::Kernel::openssl, hash::Kernel::fused),
                         [](const auto& kernel) {
                             return kernel.param == hash::Kernel::fused ? "fused" : "openssl";
                         });

TEST(Hash, TakesTheKernelThatTheProcessorHas) {
    EXPECT_EQ(hash::fastest_kernel() == hash::Kernel::fused, hash::fused::is_supported());
}

TEST(Hash, MakesOnlyTheDigestThatIsWanted) {
    hash::Digester digester(hash::Kinds::crc32);
    digester.update("123456789");
    EXPECT_EQ(digester.finish(), (hash::Digests{"cbf43926", "", "", 9}));
}
