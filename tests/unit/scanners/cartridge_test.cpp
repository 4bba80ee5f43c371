#include "cartridge/header.hpp"
#include "cartridge/payload.hpp"
#include "hash/forms.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace curateur;
using namespace std::string_literals;

namespace {

// Bytes that differ everywhere, the same each time.
std::string rom(std::size_t size, unsigned seed = 1) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        seed = seed * 1664525U + 1013904223U;
        byte = static_cast<char>(seed >> 24U);
    }
    return bytes;
}

std::string with(std::string bytes, std::size_t at, const std::string& piece) {
    return bytes.replace(at, piece.size(), piece);
}

std::string swapped(std::string bytes, std::size_t group) {
    for (std::size_t at = 0; at + group <= bytes.size(); at += group) {
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + group));
    }
    return bytes;
}

// As a Super Magic Drive writes it: per 16 KiB the odd bytes, then the even ones.
std::string interleaved(const std::string& bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 16384) {
        for (const std::size_t odd : {1U, 0U}) {
            for (std::size_t i = odd; i < 16384; i += 2) {
                out += bytes[at + i];
            }
        }
    }
    return out;
}

// As a Multi Game Doctor writes it: the odd bytes of all, then the even ones.
std::string halved(const std::string& bytes) {
    std::string out;
    for (const std::size_t odd : {1U, 0U}) {
        for (std::size_t i = odd; i < bytes.size(); i += 2) {
            out += bytes[i];
        }
    }
    return out;
}

struct Variant {
    const char* name;
    const char* platform;
    const char* extension;
    std::string file;
    std::string payload;
};

std::vector<Variant> variants() {
    const auto prg = rom(32768);
    const auto n64 = with(rom(65536), 0, "\x80\x37\x12\x40"s);
    const auto md = with(rom(65536), 0x100, "SEGA MEGA DRIVE ");
    const auto ines = "NES\x1A\x02\x00"s + std::string(10, '\0');
    const auto trainer = "NES\x1A\x02\x00\x04"s + std::string(9, '\0') + rom(512, 9);
    const auto copier = std::string(512, '\0');
    return {
        {"nes", "nes", ".nes", ines + prg, prg},
        {"nes_headerless", "nes", ".nes", prg, prg},
        {"nes_by_mark_alone", "", "", ines + prg, prg},
        {"nes_trainer", "famicom", ".nes", trainer + prg, prg},
        {"fds", "fds", ".fds", "FDS\x1A\x01"s + std::string(11, '\0') + rom(65500), rom(65500)},
        {"snes", "snes", ".smc", copier + prg, prg},
        {"snes_headerless", "snes", ".smc", prg, prg},
        {"snes_by_extension", "", ".SMC", copier + prg, prg},
        {"a78",
         "atari7800",
         ".a78",
         "\x01"
         "ATARI7800"s +
             std::string(118, '\0') + prg,
         prg},
        {"lynx", "atarilynx", ".lnx", "LYNX"s + std::string(60, '\0') + prg, prg},
        {"a52", "atari5200", ".car", "CART"s + std::string(12, '\0') + prg, prg},
        {"pce", "pcengine", ".pce", copier + prg, prg},
        {"sms", "mastersystem", ".sms", copier + prg, prg},
        {"md_headered", "megadrive", ".bin", copier + md, md},
        {"md_smd", "megadrive", ".smd", copier + interleaved(md), md},
        {"md_smd_marked",
         "genesis",
         ".smd",
         with(copier, 8, "\xAA\xBB\x06"s) + interleaved(prg),
         prg},
        {"md_mgd", "megadrive", ".mgd", halved(md), md},
        {"md_mgd_genesis",
         "genesis",
         ".mgd",
         halved(with(md, 0x100, "SEGA GENESIS    ")),
         with(md, 0x100, "SEGA GENESIS    ")},
        {"n64_z64", "n64", ".z64", n64, n64},
        {"n64_v64", "n64", ".v64", swapped(n64, 2), n64},
        {"n64_little", "n64", ".n64", swapped(n64, 4), n64},
        {"n64_by_mark_alone", "", ".bin", swapped(n64, 4), n64},
    };
}

hash::Digests digests_of(std::string_view bytes) {
    hash::Digester digester;
    digester.update(bytes);
    return digester.finish();
}

class Payloads : public testing::TestWithParam<Variant> {};

} // namespace

TEST_P(Payloads, HaveTheSameDigestsWhateverIsInFront) {
    const auto& it = GetParam();
    const auto forms = hash::digest_forms(
        reader::BytesReader(it.file), {it.platform, it.extension, 0}, std::stop_token());
    ASSERT_TRUE(forms);
    EXPECT_EQ(forms->file, digests_of(it.file));
    EXPECT_EQ(forms->payload.value_or(forms->file), digests_of(it.payload));
    EXPECT_EQ(forms->payload.has_value(), it.file != it.payload);
}

TEST_P(Payloads, ComeOutTheSameInBlocksOfAnySize) {
    const auto& it = GetParam();
    const auto rule =
        cartridge::payload_of(it.platform,
                              it.extension,
                              std::string_view(it.file).substr(0, cartridge::k_payload_head),
                              it.file.size());
    for (const std::size_t step : {7U, 511U, 16384U, 70000U}) {
        std::string out;
        cartridge::Unwrapper unwrapper(rule, [&](std::string_view block) {
            out += block;
            return ok();
        });
        for (std::size_t at = 0; at < it.file.size(); at += step) {
            ASSERT_TRUE(unwrapper.update(std::string_view(it.file).substr(at, step)));
        }
        ASSERT_TRUE(unwrapper.finish());
        EXPECT_EQ(out, it.payload) << step;
    }
}

TEST_P(Payloads, AreForeseenFromTheSizeWhereThereIsAHeader) {
    const auto& it = GetParam();
    if (it.file != it.payload && *it.platform != '\0') {
        EXPECT_TRUE(cartridge::may_have_header(it.platform, it.extension, it.file.size()));
    }
}

TEST_P(Payloads, OfAFileCutAnywhereAreStillInsideIt) {
    const auto& it = GetParam();
    for (std::size_t size = 0; size < it.file.size(); size += size < 600 ? 1 : 4099) {
        const auto head = std::string_view(it.file).substr(0, size);
        const auto rule = cartridge::payload_of(it.platform, it.extension, head, size);
        EXPECT_LE(rule.skip + rule.size, size);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Payloads, testing::ValuesIn(variants()), [](const auto& it) {
    return it.param.name;
});

TEST(Payload, OfATrimmedDumpIsAlsoFilledUpToItsChip) {
    const auto full = with(rom(131072 / 2), 0x14, "\0"s) + std::string(131072 / 2, '\xFF');
    const auto forms = hash::digest_forms(
        reader::BytesReader(std::string_view(full).substr(0, 70000)), {"nds", ".nds", 0}, {});
    ASSERT_TRUE(forms);
    ASSERT_EQ(forms->filled.size(), 2U);
    EXPECT_EQ(forms->filled[0], digests_of(full));
}

TEST(Payload, OfAWholeDumpIsNotFilled) {
    const auto forms = hash::digest_forms(reader::BytesReader(rom(65536)), {"gba", ".gba", 0}, {});
    ASSERT_TRUE(forms);
    EXPECT_TRUE(forms->filled.empty());
}

TEST(Payload, StopsWhenTold) {
    std::stop_source stop;
    stop.request_stop();
    const auto bytes = rom(10);
    EXPECT_EQ(hash::digest_forms(reader::BytesReader(bytes), {}, stop.get_token()).error().code,
              Errc::cancelled);
}

namespace {

struct Known {
    const char* name;
    std::string head;
    const char *kind, *serial, *title, *regions;
};

std::vector<Known> headers() {
    const std::string blank(65536, '\0');
    const auto gb = with(blank, 0x104, "\xCE\xED\x66\x66\xCC\x0D\x00\x0B"s);
    const auto nds = with(with(blank, 0x15C, "\x56\xCF"s), 0xC0, "\x24\xFF\xAE\x51"s);
    const auto snes =
        with(blank, 0xFFC0, "GAME                 \x21\0\0\0\x01\x33\0\x0F\xF0\xF0\x0F"s);
    const auto md = with(blank, 0x100, "SEGA MEGA DRIVE ");
    return {
        {"gb", with(gb, 0x134, "TETRIS"), "gb", "", "TETRIS", ""},
        {"gbc", with(gb, 0x134, "POCKETGAME\0BXXP\x80"s), "gbc", "BXXP", "POCKETGAME", "eu"},
        {"gba",
         with(
             with(with(blank, 4, "\x24\xFF\xAE\x51"s), 0xB2, "\x96"), 0xA0, "ADVENTURE\0\0\0AXVE"s),
         "gba",
         "AXVE",
         "ADVENTURE",
         "us"},
        {"nds", with(nds, 0, "CARDGAME\0\0\0\0ADAJ"s), "nds", "ADAJ", "CARDGAME", "jp"},
        {"n64",
         with(
             with(with(blank, 0, "\x80\x37\x12\x40"s), 0x20, "PLUMBER             "), 0x3B, "NSME"),
         "n64",
         "NSME",
         "PLUMBER",
         "us"},
        {"n3ds",
         with(with(with(blank, 0x100, "NCSD"), 0x4100, "NCCH"), 0x4150, "CTR-P-AXCE"),
         "n3ds",
         "CTR-P-AXCE",
         "",
         "us"},
        {"n3ds_cia",
         with(with(with(blank, 0, "\x20\x20\0\0\0\0\0\0\x00\x0A\0\0\x50\x03\0\0\x34\x0B\0\0"s),
                   0x2040 + 0xA00 + 0x380 + 0xB40 + 0x100,
                   "NCCH"),
              0x2040 + 0xA00 + 0x380 + 0xB40 + 0x150,
              "CTR-N-JAXP"),
         "n3ds",
         "CTR-N-JAXP",
         "",
         "eu"},
        {"md",
         with(with(md, 0x180, "GM 00001009-00"), 0x1F0, "JUE"),
         "megadrive",
         "GM 00001009-00",
         "",
         "jp,us,eu"},
        {"sms",
         with(blank, 0x7FF0, "TMR SEGA\0\0\0\0\x26\x70\x20\x40"s),
         "mastersystem",
         "27026",
         "",
         ""},
        {"snes", with(snes, 0xFFB2, "AXXE"), "snes", "AXXE", "GAME", "us"},
    };
}

class Headers : public testing::TestWithParam<Known> {};

} // namespace

TEST_P(Headers, SayWhichGameItIs) {
    const auto header = cartridge::read_header(GetParam().head);
    ASSERT_TRUE(header);
    EXPECT_EQ(header->kind, GetParam().kind);
    EXPECT_EQ(header->serial, GetParam().serial);
    EXPECT_EQ(header->title, GetParam().title);
    EXPECT_EQ(header->regions, GetParam().regions);
}

INSTANTIATE_TEST_SUITE_P(Of, Headers, testing::ValuesIn(headers()), [](const auto& it) {
    return it.param.name;
});

TEST(Header, IsNotSeenInNoise) {
    EXPECT_FALSE(cartridge::read_header(rom(65536)));
    EXPECT_FALSE(cartridge::read_header(""));
}
