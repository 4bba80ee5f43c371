#include "disc/blocks.hpp"
#include "disc/burned.hpp"
#include "disc/containers.hpp"
#include "disc/packed.hpp"
#include "support/made_packed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace curateur;
using disc::Container;
using std::string_literals::operator""s; // NOLINT(misc-unused-using-decls): it is used
using namespace test;

namespace {

// A disc for the PlayStation Portable, of whole frames of 8 KiB.
std::string umd() {
    std::string noise(40000, '\0');
    std::uint32_t state = 7;
    for (char& c : noise) {
        state = state * 1664525U + 1013904223U;
        c = static_cast<char>(state >> 24U);
    }
    return padded(iso_of({{"UMD_DATA.BIN", "ULES-00123|"}, {"DATA", noise}}), 8192);
}

std::string psx_disc() {
    return iso_of({{"SYSTEM.CNF", "BOOT = cdrom:\\SLUS_012.34;1\n"}});
}

Result<std::optional<Container>> open(const std::string& bytes) {
    return disc::open_container(reader::BytesReader(bytes), true);
}

std::string inside_of(const std::string& bytes) {
    const reader::BytesReader from(bytes);
    const auto container = disc::open_container(from, true);
    if (!container || !*container || !(*container)->inside) {
        return "nothing";
    }
    auto read = reader::read_some(*(*container)->inside, 0, 1U << 20U);
    return read ? *std::move(read) : read.error().message;
}

} // namespace

TEST(PackedDisc, UnpacksToTheSameBytesFromEveryFormat) {
    const auto iso = umd();
    EXPECT_EQ(inside_of(cso_of(iso)), iso);
    EXPECT_EQ(inside_of(cso2_of(iso)), iso);
    EXPECT_EQ(inside_of(zso_of(iso)), iso);
    EXPECT_EQ(inside_of(dax_of(iso)), iso);
}

TEST(PackedDisc, SaysWhichGameItIs) {
    for (const auto& bytes : {cso2_of(umd()), zso_of(umd()), dax_of(umd())}) {
        const auto container = open(bytes);
        ASSERT_TRUE(container && *container);
        EXPECT_EQ((*container)->note, "");
        ASSERT_TRUE((*container)->product);
        EXPECT_EQ((*container)->product->serial, "ULES-00123");
        EXPECT_TRUE((*container)->is_packed);
    }
}

TEST(PackedDisc, OfAVersionNobodyKnowsSaysSo) {
    const auto container = open(put(cso_of(umd()), 20, "\x03"));
    ASSERT_TRUE(container && *container);
    EXPECT_THAT((*container)->note, testing::HasSubstr("version 3"));
}

TEST(PackedDisc, CutAnywhereEndsWithASentenceOrIsRight) {
    for (const auto& whole : {cso2_of(umd()), zso_of(umd()), dax_of(umd())}) {
        for (std::size_t size = 4; size < whole.size(); size += size < 1200 ? 7 : 1021) {
            const auto container = open(whole.substr(0, size));
            ASSERT_TRUE(container) << size;
            ASSERT_TRUE(*container) << size;
            EXPECT_TRUE((*container)->product || !(*container)->note.empty()) << size;
        }
    }
}

TEST(Lz4, UnpacksMatchesThatOverlapThemselves) {
    std::string out;
    // "ab", then from two bytes ago eight; then the last five as they are.
    EXPECT_TRUE(disc::unpack_lz4("\x24"
                                 "ab\x02\0\x50"
                                 "vwxyz"s,
                                 100,
                                 out));
    EXPECT_EQ(out,
              "ababababab"
              "vwxyz");
}

TEST(Lz4, RefusesWhatIsDamaged) {
    std::string out;
    EXPECT_FALSE(disc::unpack_lz4("", 100, out));
    EXPECT_FALSE(disc::unpack_lz4("\x50"
                                  "abc"s,
                                  100,
                                  out)); // too few literals
    EXPECT_FALSE(disc::unpack_lz4("\x10"
                                  "a\0\0"s,
                                  100,
                                  out)); // no distance
    EXPECT_FALSE(disc::unpack_lz4("\x10"
                                  "a\x02\0"s,
                                  100,
                                  out)); // before the beginning
    EXPECT_FALSE(disc::unpack_lz4("\x1F"
                                  "a\x01\0\xFF\xFF"s,
                                  100,
                                  out)); // longer than the block
    EXPECT_FALSE(disc::unpack_lz4("\xF0\xFF\xFF"s, 100, out));
}

TEST(BurnedDisc, TellsWhereItsDataTrackLies) {
    const auto raw = raw_of(psx_disc());
    const auto nrg = nrg_of(raw);
    const auto found = disc::read_burned(reader::BytesReader(nrg));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->kind, "nrg");
    ASSERT_EQ((*found)->data.size(), 1U); // sound is no data
    EXPECT_EQ((*found)->data[0].start, 150U * 2352U);
    EXPECT_EQ((*found)->data[0].size, raw.size());
    EXPECT_EQ((*found)->data[0].layout, (disc::Layout{2352, 24}));
}

TEST(BurnedDisc, SaysWhichGameItIs) {
    const auto katana =
        put(put(std::string(std::size_t{2048} * 20, ' '), 0, "SEGA SEGAKATANA SEGA ENTERPRISES"),
            0x40,
            "MK-51000");
    for (const auto& [bytes, kind, serial] :
         {std::tuple(nrg_of(raw_of(psx_disc())), "nrg", "SLUS-01234"),
          std::tuple(old_nrg_of(psx_disc()), "nrg", "SLUS-01234"),
          std::tuple(cdi_of(raw_of(psx_disc())), "cdi", "SLUS-01234"),
          std::tuple(cdi_of(raw_of(katana)), "cdi", "MK-51000")}) {
        const auto container = open(bytes);
        ASSERT_TRUE(container && *container);
        EXPECT_EQ((*container)->kind, kind);
        EXPECT_EQ((*container)->note, "");
        ASSERT_TRUE((*container)->product);
        EXPECT_EQ((*container)->product->serial, serial);
        EXPECT_FALSE((*container)->is_packed);
    }
}

TEST(BurnedDisc, WithALyingByteInItsTableEndsWithASentenceOrIsRight) {
    for (const auto& whole : {nrg_of(raw_of(psx_disc())), cdi_of(raw_of(psx_disc()))}) {
        for (std::size_t back = 1; back < 300; ++back) {
            auto bytes = whole;
            bytes[bytes.size() - back] = static_cast<char>(bytes[bytes.size() - back] ^ 0xFF);
            ASSERT_TRUE(open(bytes)) << back;
        }
    }
}

TEST(Chd, OfADvdIsReadWhateverItIsPackedWith) {
    const auto iso = psx_disc();
    for (const auto& bytes : {dvd_chd_of(iso, "zlib", deflated),
                              dvd_chd_of(iso, "lzma", raw_lzma),
                              dvd_chd_of(iso, "zstd", zstd_of),
                              dvd_chd_of(iso, "huff", huffman_of)}) {
        const reader::BytesReader from(bytes);
        const auto chd = disc::read_chd(from);
        ASSERT_TRUE(chd);
        const auto data = disc::open_chd_data(from, *chd);
        ASSERT_TRUE(data) << data.error().message;
        const auto read = reader::read_some(**data, 0, 1U << 20U);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, iso) << chd->codecs[0];
    }
}
