#include "disc/containers.hpp"
#include "disc/iso9660.hpp"
#include "disc/sectors.hpp"
#include "disc/sheet.hpp"
#include "disc/xbox.hpp"
#include "support/made_discs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace curateur;
using disc::Container;
using std::string_literals::operator""s; // NOLINT(misc-unused-using-decls): it is used
using namespace test;

namespace {

const auto k_boot = "BOOT = cdrom:\\SLUS_012.34;1\r\nTCB = 4\r\n"s;

std::string saturn() {
    auto it = put(std::string(0x100, ' '), 0, "SEGA SEGASATURN SEGA ENTERPRISES");
    it = put(put(it, 0x20, "T-12345G  V1.000"), 0x38, "CD-2/3  ");
    return put(put(it, 0x40, "JTU       "), 0x60, "A SATURN GAME");
}

std::string dreamcast() {
    auto it = put(std::string(0x100, ' '), 0, "SEGA SEGAKATANA SEGA ENTERPRISES0A1B GD-ROM1/1  ");
    return put(put(put(it, 0x30, "JUE     "), 0x40, "MK-51000  V1.005"), 0x80, "A KATANA GAME");
}

std::string mega_cd() {
    auto it = put(std::string(0x200, ' '), 0, "SEGADISCSYSTEM  ");
    return put(put(put(it, 0x100, "SEGA MEGA DRIVE "), 0x180, "GM T-93185-00 "), 0x1F0, "E  ");
}

struct Known {
    const char* name;
    std::string bytes;
    const char *container, *kind, *serial, *regions;
    std::uint32_t disc = 0;
};

std::vector<Known> discs() {
    const auto psx = iso_of({{"README.TXT", "x"}, {"SYSTEM.CNF", k_boot}});
    const auto psp = iso_of({{"UMD_DATA.BIN", "ULES-00123|0123456789ABCDEF|0001|G"},
                             {"PSP_GAME/PARAM.SFO", sfo_of({{"DISC_ID", "ULES00123"}})}});
    const auto rvz_head = put(std::string(0x58, '\0'), 0, "RVZ\x01") + nintendo_disc("GALE01");
    const auto sparse = put(std::string(0x8000, '\0'), 0, "CISO" + little(0x1000, 4) + "\x01") +
                        nintendo_disc("GALE01");
    const auto wbfs = put(std::string(512, '\0'), 0, "WBFS" + big(100, 4) + "\x09\x15"s) +
                      nintendo_disc("RMCP01", true) + std::string(1024, '\0');
    const auto nkit = put(put(nintendo_disc("GALE01"), 0x200, "NKIT v01"),
                          0x208,
                          big(0x099E2C6D, 4) + big(0, 4) + big(1459978240, 4));
    const auto pbp = "\0PBP"s + little(0x10000, 4) + little(40, 4) +
                     little(40 + sfo_of({{"DISC_ID", "SLES01234"}}).size(), 4) + little(0, 24) +
                     sfo_of({{"DISC_ID", "SLES01234"}});
    return {
        {"psx", psx, "iso", "psx", "SLUS-01234", "us"},
        {"psx_raw_mode2", raw_of(psx), "iso", "psx", "SLUS-01234", "us"},
        {"psx_raw_mode1", raw_of(psx, 1), "iso", "psx", "SLUS-01234", "us"},
        {"psx_with_subchannel", raw_of(psx, 2, 2448), "iso", "psx", "SLUS-01234", "us"},
        {"ps2",
         iso_of({{"SYSTEM.CNF", "BOOT2 = cdrom0:\\SCES_503.60;1\n"}}),
         "iso",
         "ps2",
         "SCES-50360",
         "eu"},
        {"psp", psp, "iso", "psp", "ULES-00123", "eu"},
        {"psp_by_sfo",
         iso_of({{"PSP_GAME/PARAM.SFO", sfo_of({{"DISC_ID", "ULJS00010"}, {"TITLE", "X"}})}}),
         "iso",
         "psp",
         "ULJS-00010",
         "jp"},
        {"psp_cso", cso_of(psp), "cso", "psp", "ULES-00123", "eu"},
        {"ps3",
         iso_of({{"PS3_GAME/PARAM.SFO", sfo_of({{"TITLE_ID", "BLUS30001"}})}}),
         "iso",
         "ps3",
         "BLUS-30001",
         "us"},
        {"saturn", raw_of(padded(saturn()), 1), "iso", "saturn", "T-12345G", "jp,us,asi", 2},
        {"dreamcast", padded(dreamcast()), "iso", "dreamcast", "MK-51000", "jp,us,eu"},
        {"mega_cd", raw_of(padded(mega_cd()), 1), "iso", "segacd", "GM T-93185-00", "eu"},
        {"gamecube", nintendo_disc("GALE01"), "iso", "gc", "GALE01", "us"},
        {"gamecube_second", nintendo_disc("GALP01", false, 1), "iso", "gc", "GALP01", "eu", 2},
        {"wii", nintendo_disc("RMCJ01", true), "iso", "wii", "RMCJ01", "jp"},
        {"gamecube_gcz", gcz_of(nintendo_disc("GALE01")), "gcz", "gc", "GALE01", "us"},
        {"gamecube_rvz", rvz_head, "rvz", "gc", "GALE01", "us"},
        {"gamecube_ciso", sparse, "ciso", "gc", "GALE01", "us"},
        {"wii_wbfs", wbfs, "wbfs", "wii", "RMCP01", "eu"},
        {"gamecube_nkit", nkit, "nkit", "gc", "GALE01", "us"},
        {"psx_pbp", pbp, "pbp", "psx", "SLES-01234", "eu"},
        {"xbox", xbox_of("default.xbe", xbe_of(0x4D530004)), "iso", "xbox", "MS-004", "jp,us"},
        {"xbox360", xbox_of("Default.xex", xex_of(0x4D5307E6)), "iso", "xbox360", "MS-2022", ""},
    };
}

Result<std::optional<Container>> open(const std::string& bytes) {
    return disc::open_container(reader::BytesReader(bytes), true);
}

class Discs : public testing::TestWithParam<Known> {};

} // namespace

TEST_P(Discs, SayWhichGameTheyAre) {
    const auto& it = GetParam();
    const auto container = open(it.bytes);
    ASSERT_TRUE(container) << container.error().message;
    ASSERT_TRUE(*container);
    EXPECT_EQ((*container)->kind, it.container);
    ASSERT_TRUE((*container)->product) << (*container)->note;
    EXPECT_EQ((*container)->product->kind, it.kind);
    EXPECT_EQ((*container)->product->serial, it.serial);
    EXPECT_EQ((*container)->product->regions, it.regions);
    EXPECT_EQ((*container)->product->disc, it.disc);
    EXPECT_EQ((*container)->is_packed, std::string(it.container) != "iso");
}

TEST_P(Discs, CutAnywhereAreStillDiscsOrNone) {
    const auto& whole = GetParam().bytes;
    std::size_t step = 1;
    for (std::size_t size = 0; size < whole.size(); size += step) {
        const auto container = open(whole.substr(0, size));
        ASSERT_TRUE(container) << size;
        if (*container && !(*container)->product) {
            EXPECT_TRUE(!(*container)->is_packed || !(*container)->note.empty()) << size;
        }
        step = size < 1200 ? 7 : 2039;
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Discs, testing::ValuesIn(discs()), [](const auto& it) {
    return std::string(it.param.name);
});

TEST(Disc, IsNotSeenInACartridge) {
    const auto container = open("NES\x1A" + std::string(40000, 'x'));
    ASSERT_TRUE(container);
    EXPECT_FALSE(*container);
}

TEST(Disc, OfNKitKeepsTheChecksumOfTheWhole) {
    const auto wii = put(put(nintendo_disc("RMCP01", true), 0x200, "NKIT v01"),
                         0x208,
                         big(0x12345678, 4) + big(0, 4) + big(1174994944, 4));
    const auto container = open(wii);
    ASSERT_TRUE(container && *container);
    EXPECT_EQ((*container)->crc32, 0x12345678U);
    EXPECT_EQ((*container)->restored, 4699979776U);
}

TEST(Disc, WhoseDirectoryLeadsNowhereSaysSo) {
    auto iso = iso_of({{"SYSTEM.CNF", k_boot}});
    iso = put(iso, 32768 + 156 + 2, little(0xFFFFFFF, 4));
    const auto container = open(iso);
    ASSERT_TRUE(container && *container);
    EXPECT_THAT((*container)->note, testing::HasSubstr("disc's directory"));
}

TEST(Disc, ThatIsPackedReadsTheSameAnywhere) {
    const auto psp =
        iso_of({{"UMD_DATA.BIN", "ULES-00123|"}, {"BIG.BIN", std::string(70000, 'b')}});
    const auto bytes = cso_of(psp);
    const reader::BytesReader packed(bytes);
    const auto extent = disc::find_file(reader::BytesReader(psp), "big.bin");
    ASSERT_TRUE(extent) << extent.error().message;
    EXPECT_EQ(extent->size, 70000U);
}

TEST(SonySerial, IsFoundInEverySpelling) {
    EXPECT_EQ(disc::sony_serial("SLUS_012.34"), "SLUS-01234");
    EXPECT_EQ(disc::sony_serial("slus01234"), "SLUS-01234");
    EXPECT_EQ(disc::sony_serial("ULUS-10041"), "ULUS-10041");
    EXPECT_EQ(disc::sony_serial("PSX.EXE"), "");
    EXPECT_EQ(disc::sony_serial("SLUS-0123"), "");
    EXPECT_EQ(disc::sony_serial(""), "");
}

TEST(Chd, OfVersion5TellsDigestsAndTracks) {
    const auto bytes =
        chd5_of(std::string(20, '\x11'),
                std::string(20, '\x22'),
                {{"CHT2", "TRACK:1 TYPE:MODE2_RAW SUBTYPE:NONE FRAMES:300 PREGAP:0\0"s},
                 {"CHT2", "TRACK:2 TYPE:AUDIO SUBTYPE:NONE FRAMES:900 PREGAP:150\0"s}});
    const auto container = open(bytes);
    ASSERT_TRUE(container && *container);
    ASSERT_TRUE((*container)->chd) << (*container)->note;
    const auto& chd = *(*container)->chd;
    EXPECT_EQ(chd.data_sha1, "1111111111111111111111111111111111111111");
    EXPECT_EQ(chd.sha1, "2222222222222222222222222222222222222222");
    EXPECT_EQ(chd.medium, "cd");
    EXPECT_EQ(chd.logical_size, 4800U);
    ASSERT_EQ(chd.tracks.size(), 2U);
    EXPECT_TRUE(chd.tracks[0].is_data());
    EXPECT_EQ(chd.tracks[0].frames, 300U);
    EXPECT_FALSE(chd.tracks[1].is_data());
}

TEST(Chd, OfVersion4IsReadToo) {
    auto bytes = "MComprHD" + big(108, 4) + big(4, 4) + big(0, 4) + big(1, 4) + big(1, 4) +
                 big(4096, 8) + big(0, 8) + big(4096, 4) + std::string(20, '\x22') +
                 std::string(20, '\0') + std::string(20, '\x11');
    const auto chd = disc::read_chd(reader::BytesReader(bytes));
    ASSERT_TRUE(chd) << chd.error().message;
    EXPECT_EQ(chd->sha1.substr(0, 4), "2222");
    EXPECT_EQ(chd->data_sha1.substr(0, 4), "1111");
    EXPECT_EQ(chd->logical_size, 4096U);
}

TEST(Chd, WhoseMetadataGoRoundEndsWithASentence) {
    auto bytes = chd5_of(std::string(20, '\x11'), std::string(20, '\x22'), {{"CHT2", "TRACK:1"}});
    bytes = put(bytes, 124 + 8, big(124, 8));
    EXPECT_THAT(disc::read_chd(reader::BytesReader(bytes)).error().message,
                testing::HasSubstr("no end"));
}

TEST(Chd, CutAnywhereEndsWithASentence) {
    const auto bytes =
        chd5_of(std::string(20, '\x11'), std::string(20, '\x22'), {{"CHT2", "TRACK:1 TYPE:AUDIO"}});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto part = bytes.substr(0, size);
        const auto chd = disc::read_chd(reader::BytesReader(part));
        ASSERT_FALSE(chd) << size;
        EXPECT_THAT(chd.error().message, testing::HasSubstr("ends at byte"));
    }
}

TEST(Cue, NamesTheTracksOfSeveralFiles) {
    const auto sheet =
        disc::read_cue("\xEF\xBB\xBF"
                       "FILE \"Game (Track 1).bin\" BINARY\r\n"
                       "  TRACK 01 MODE2/2352\r\n    INDEX 01 00:00:00\r\n"
                       "FILE \"Game (Track 2).bin\" BINARY\r\n"
                       "  TRACK 02 AUDIO\r\n    INDEX 00 00:00:00\r\n    INDEX 01 00:02:00\r\n");
    ASSERT_TRUE(sheet) << sheet.error().message;
    ASSERT_EQ(sheet->tracks.size(), 2U);
    EXPECT_EQ(sheet->tracks[0].file, "Game (Track 1).bin");
    EXPECT_TRUE(sheet->tracks[0].is_data);
    EXPECT_EQ(sheet->tracks[0].layout, (disc::Layout{2352, 24}));
    EXPECT_EQ(sheet->tracks[0].end, 0U);
    EXPECT_FALSE(sheet->tracks[1].is_data);
}

TEST(Cue, CutsAFileOfSeveralTracksWhereTheyBegin) {
    const auto sheet =
        disc::read_cue("FILE game.bin BINARY\nTRACK 01 MODE1/2352\nINDEX 01 00:00:00\n"
                       "TRACK 02 AUDIO\nINDEX 00 00:04:00\nINDEX 01 00:06:00\n"
                       "TRACK 03 AUDIO\nINDEX 01 00:10:00\n");
    ASSERT_TRUE(sheet) << sheet.error().message;
    EXPECT_EQ(sheet->tracks[0].end, 300U * 2352U);
    EXPECT_EQ(sheet->tracks[1].start, 300U * 2352U);
    EXPECT_EQ(sheet->tracks[1].end, 750U * 2352U);
    EXPECT_EQ(sheet->tracks[2].end, 0U);
}

TEST(Cue, SaysOnWhichLineItIsWrong) {
    const std::vector<std::pair<const char*, const char*>> wrong{
        {"", "names no track"},
        {"REM nothing\n", "names no track"},
        {"FILE\n", "line 1"},
        {"TRACK 01 AUDIO\n", "line 1"},
        {"FILE a BINARY\nTRACK 01 MODE9/1\n", "line 2"},
        {"FILE a BINARY\nTRACK 01 AUDIO\nINDEX 01 0x0\n", "line 3"},
        {"FILE a BINARY\nINDEX 01 00:00:00\n", "line 2"},
        {"FILE a BINARY\nTRACK 01 AUDIO\nINDEX 01 00:05:00\nTRACK 02 AUDIO\nINDEX 01 00:01:00\n",
         "line 5"},
    };
    for (const auto& [text, expected] : wrong) {
        const auto sheet = disc::read_cue(text);
        ASSERT_FALSE(sheet) << text;
        EXPECT_THAT(sheet.error().message, testing::HasSubstr(expected));
    }
}

TEST(Gdi, NamesTheTracks) {
    const auto sheet = disc::read_gdi("3\n1 0 4 2352 track01.bin 0\n2 756 0 2352 \"track 02.raw\" "
                                      "0\n3 45000 4 2048 track03.iso 0\n");
    ASSERT_TRUE(sheet) << sheet.error().message;
    ASSERT_EQ(sheet->tracks.size(), 3U);
    EXPECT_EQ(sheet->tracks[1].file, "track 02.raw");
    EXPECT_FALSE(sheet->tracks[1].is_data);
    EXPECT_EQ(sheet->tracks[2].lba, 45000U);
    EXPECT_EQ(sheet->tracks[2].layout, disc::Layout{});
}

TEST(Gdi, SaysOnWhichLineItIsWrong) {
    for (const auto& [text, expected] : std::vector<std::pair<const char*, const char*>>{
             {"", "line 1"},
             {"x\n", "line 1"},
             {"1\n1 0 4 999 a 0\n", "line 2"},
             {"1\n1 0 4\n", "line 2"},
             {"2\n1 0 4 2352 a 0\n", "says 2 tracks and lists 1"}}) {
        const auto sheet = disc::read_gdi(text);
        ASSERT_FALSE(sheet) << text;
        EXPECT_THAT(sheet.error().message, testing::HasSubstr(expected));
    }
}

namespace {

// As chdman really wrote it, of a disc with nothing but a SYSTEM.CNF.
Result<std::optional<Container>> really_written(const std::string& name) {
    CURATEUR_TRY(const auto file,
                 reader::FileReader::open(CURATEUR_CORPUS "/disc/" + name, nullptr));
    return disc::open_container(file, false);
}

} // namespace

TEST(Chd, ByChdmanTellsTheProductCodeOfTheDiscInside) {
    const auto container = really_written("dvd.chd");
    ASSERT_TRUE(container && *container);
    EXPECT_EQ((*container)->note, "");
    ASSERT_TRUE((*container)->product);
    EXPECT_EQ((*container)->product->serial, "SLUS-01234");
}

TEST(Chd, OfACdTellsTheProductCodeOfTheDiscInside) {
    const auto raw = raw_of(iso_of({{"SYSTEM.CNF", k_boot}, {"DATA", std::string(10000, 'x')}}));
    const auto even = raw.substr(0, raw.size() / 4704 * 4704);
    for (const auto* const codec : {"cdzl", "cdlz", "cdzs"}) {
        const auto container = open(packed_chd_of(even, codec));
        ASSERT_TRUE(container && *container);
        EXPECT_EQ((*container)->note, "") << codec;
        ASSERT_TRUE((*container)->product) << codec;
        EXPECT_EQ((*container)->product->serial, "SLUS-01234");
    }
}

TEST(Chd, OfACdUnpacksToItsUserData) {
    std::string iso(std::size_t{2048} * 8, '\0');
    for (std::size_t i = 0; i < iso.size(); ++i) {
        iso[i] = static_cast<char>(i * 7 + i / 2048);
    }
    for (const auto* const codec : {"cdzl", "cdlz", "cdzs"}) {
        const auto bytes = packed_chd_of(raw_of(iso), codec);
        const reader::BytesReader from(bytes);
        const auto chd = disc::read_chd(from);
        ASSERT_TRUE(chd);
        const auto data = disc::open_chd_data(from, *chd);
        ASSERT_TRUE(data) << data.error().message;
        EXPECT_EQ(*reader::read_some(**data, 0, 100'000), iso) << codec;
    }
}

TEST(Chd, WithACodecThatIsNotUnpackedSaysSo) {
    const auto container = open(packed_chd_of(raw_of(iso_of({{"A", "x"}})), "cdxx"));
    ASSERT_TRUE(container && *container);
    EXPECT_THAT((*container)->note, testing::HasSubstr("packed with cdxx"));
}

TEST(Chd, NotPackedTellsTheProductCodeToo) {
    const auto iso = iso_of({{"SYSTEM.CNF", k_boot}});
    auto bytes = chd5_of(std::string(20, '\x11'),
                         std::string(20, '\x22'),
                         {{"CHT2", "TRACK:1 TYPE:MODE1 SUBTYPE:NONE FRAMES:20 PREGAP:0\0"s}},
                         std::uint64_t{20} * 2448);
    bytes = put(bytes, 16, std::string(16, '\0')); // no codecs
    bytes = put(bytes, 40, big(1024, 8));          // the map
    bytes = put(bytes, 56, big(2448, 4));          // a frame a hunk
    for (std::size_t i = 0; i < 20; ++i) {
        bytes = put(bytes, 1024 + 4 * i, big(i < 16 ? 0 : i + 1, 4)); // the first 16 are blank
        bytes = put(bytes, (i + 1) * 2448, iso.substr(i * 2048, 2048) + std::string(400, '\0'));
    }
    const auto container = open(bytes);
    ASSERT_TRUE(container && *container);
    EXPECT_EQ((*container)->note, "");
    ASSERT_TRUE((*container)->product);
    EXPECT_EQ((*container)->product->serial, "SLUS-01234");
}

TEST(Chd, WithADamagedByteEndsWithASentenceOrIsRight) {
    const auto raw = raw_of(iso_of({{"SYSTEM.CNF", k_boot}}));
    const auto whole = packed_chd_of(raw, "cdzl");
    for (std::size_t at = 16; at < 4200; at += at < 1100 ? 1 : 37) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        const auto container = open(bytes);
        ASSERT_TRUE(container && *container) << at;
    }
}
