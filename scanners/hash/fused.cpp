#include "hash/fused.hpp"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <bit>
#include <cstring>
#include <utility>

// The rest of the program is built for any x86-64.
#define CURATEUR_SHA_NI [[gnu::target("sha,ssse3,sse4.1")]]
#define CURATEUR_SHA_NI_INLINE [[gnu::target("sha,ssse3,sse4.1"), gnu::always_inline]] inline

namespace curateur::hash::fused {
namespace {

// RFC 1321, 3.4: the integer part of 2^32 times abs(sin(i)), i from 1.
constexpr std::array<std::uint32_t, 64> k_sines{
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
constexpr std::array<std::array<int, 4>, 4> k_turns{
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
// Which word of the block a step takes: RFC 1321, 3.4.
constexpr std::array<std::size_t, 4> k_word_factor{1, 5, 3, 7}, k_word_offset{0, 1, 5, 0};

struct Md5 {
    std::uint32_t a, b, c, d;
};

template <std::size_t round>
CURATEUR_SHA_NI_INLINE std::uint32_t mixed(std::uint32_t sum, const Md5& it) {
    // F and G are sums of two parts that share no bit: only one part waits for b, which the step
    // before has just made.
    if constexpr (round == 0) {
        return sum + (it.d ^ (it.b & (it.c ^ it.d)));
    } else if constexpr (round == 1) {
        return sum + (~it.d & it.c) + (it.d & it.b);
    } else if constexpr (round == 2) {
        return sum + ((it.c ^ it.d) ^ it.b);
    } else {
        return sum + (it.c ^ (it.b | ~it.d));
    }
}

template <std::size_t step>
CURATEUR_SHA_NI_INLINE void md5_step(Md5& it, const unsigned char* bytes) {
    constexpr auto k_round = step / 16;
    std::uint32_t word = 0; // x86 is little-endian, as MD5 is
    std::memcpy(
        &word, bytes + (k_word_factor[k_round] * step + k_word_offset[k_round]) % 16 * 4, 4);
    const auto sum = mixed<k_round>(it.a + word + k_sines[step], it);
    it = {it.d, it.b + std::rotl(sum, k_turns[k_round][step % 4]), it.b, it.c};
}

// The 80 rounds of SHA-1 are 20 groups of four (Intel, "New Instructions Supporting the Secure Hash
// Algorithm on Intel Architecture Processors", 2013).
struct Sha1 {
    __m128i abcd, abcd_before; // the latter gives the group its fifth word
    __m128i words[20];
};

// As _mm_add_epi32 does, which clang-tidy would have us avoid.
CURATEUR_SHA_NI_INLINE __m128i added(__m128i left, __m128i right) {
    using Words [[gnu::vector_size(16)]] = std::uint32_t;
    return reinterpret_cast<__m128i>(reinterpret_cast<Words>(left) +
                                     reinterpret_cast<Words>(right));
}

template <std::size_t group>
CURATEUR_SHA_NI_INLINE void sha1_group(Sha1& it, __m128i e, const unsigned char* bytes) {
    if constexpr (group < 4) {
        const auto order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
        it.words[group] = _mm_shuffle_epi8(
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * group)), order);
    } else {
        it.words[group] = _mm_sha1msg2_epu32(
            _mm_xor_si128(_mm_sha1msg1_epu32(it.words[group - 4], it.words[group - 3]),
                          it.words[group - 2]),
            it.words[group - 1]);
    }
    const auto mixed_in = group == 0 ? added(e, it.words[group])
                                     : _mm_sha1nexte_epu32(it.abcd_before, it.words[group]);
    it.abcd_before = it.abcd;
    it.abcd = _mm_sha1rnds4_epu32(it.abcd, mixed_in, group / 5);
}

// A step of MD5, and a group of SHA-1 whenever one is due: 20 groups among 64 steps.
template <std::size_t step>
CURATEUR_SHA_NI_INLINE void both(Md5& md5,
                                 Sha1& sha1,
                                 __m128i e,
                                 const unsigned char* md5_bytes,
                                 const unsigned char* sha1_bytes) {
    constexpr auto k_group = step * 20 / 64;
    if constexpr (step == 0 || (step - 1) * 20 / 64 != k_group) {
        sha1_group<k_group>(sha1, e, sha1_bytes);
    }
    md5_step<step>(md5, md5_bytes);
}

template <std::size_t... steps>
CURATEUR_SHA_NI_INLINE void block(Md5& md5,
                                  Sha1& sha1,
                                  __m128i e,
                                  const unsigned char* md5_bytes,
                                  const unsigned char* sha1_bytes,
                                  std::index_sequence<steps...> /*all*/) {
    (both<steps>(md5, sha1, e, md5_bytes, sha1_bytes), ...);
}

} // namespace

bool is_supported() {
    // Intel's manual, CPUID: leaf 1, ECX bits 9 (SSSE3) and 19 (SSE4.1); leaf 7, EBX bit 29 (SHA).
    constexpr unsigned k_sse = 1U << 9U | 1U << 19U, k_sha = 1U << 29U;
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    if (::__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & k_sse) != k_sse) {
        return false;
    }
    return ::__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & k_sha) != 0;
}

CURATEUR_SHA_NI void update(State& state,
                            const unsigned char* md5_bytes,
                            const unsigned char* sha1_bytes,
                            std::size_t count) {
    Md5 md5{state.md5[0], state.md5[1], state.md5[2], state.md5[3]};
    Sha1 sha1{};
    // The instructions want the first word on top.
    constexpr int k_reverse = 0x1B;
    auto& words = state.sha1;
    sha1.abcd = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words.data())),
                                  k_reverse);
    auto e = _mm_set_epi32(static_cast<int>(words[4]), 0, 0, 0);
    for (; count > 0; --count, md5_bytes += k_block, sha1_bytes += k_block) {
        const auto md5_before = md5;
        const auto abcd = sha1.abcd;
        block(md5, sha1, e, md5_bytes, sha1_bytes, std::make_index_sequence<64>());
        md5 = {
            md5.a + md5_before.a, md5.b + md5_before.b, md5.c + md5_before.c, md5.d + md5_before.d};
        e = _mm_sha1nexte_epu32(sha1.abcd_before, e);
        sha1.abcd = added(sha1.abcd, abcd);
    }
    state.md5 = {md5.a, md5.b, md5.c, md5.d};
    _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data()),
                     _mm_shuffle_epi32(sha1.abcd, k_reverse));
    words[4] = static_cast<std::uint32_t>(_mm_extract_epi32(e, 3));
}

} // namespace curateur::hash::fused

#else // another processor: OpenSSL has kernels for it

namespace curateur::hash::fused {

bool is_supported() {
    return false;
}

void update(State& /*state*/,
            const unsigned char* /*md5_bytes*/,
            const unsigned char* /*sha1_bytes*/,
            std::size_t /*count*/) {}

} // namespace curateur::hash::fused

#endif
