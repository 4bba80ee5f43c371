// One game in every form it is kept in has the same payload digests.
#include "hash/hash.hpp"
#include "identify/identify.hpp"
#include "support/made_packed.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace curateur;
using std::string_literals::operator""s; // NOLINT(misc-unused-using-decls): it is used
using namespace test;

namespace {

std::string bytes_like_a_game(std::size_t size) {
    std::string out;
    std::uint32_t state = 4711;
    while (out.size() < size) {
        state = state * 1664525U + 1013904223U;
        out += static_cast<char>(state >> 24U);
    }
    return out;
}

std::string reversed_in(std::size_t group, std::string bytes) {
    for (std::size_t at = 0; at + group <= bytes.size(); at += group) {
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + group));
    }
    return bytes;
}

// Odd bytes of each block, then the even ones.
std::string odd_first(const std::string& bytes, std::size_t block) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += block) {
        for (const std::size_t odd : {1U, 0U}) {
            for (std::size_t i = odd; i < block; i += 2) {
                out += bytes[at + i];
            }
        }
    }
    return out;
}

struct GameForm {
    std::string extension, bytes; // of the file that is the ROM
};

struct Game {
    const char* name;
    const char* platform;
    std::string payload;
    std::vector<GameForm> forms;
};

std::vector<Game> games() {
    const auto rom = bytes_like_a_game(65536);
    const auto copier = std::string(512, '\0');
    const auto md = put(rom, 0x100, "SEGA MEGA DRIVE ");
    const auto n64 = put(rom, 0, "\x80\x37\x12\x40");
    const auto side = bytes_like_a_game(65500);
    const auto ines = "NES\x1A\x04"s + std::string(11, '\0');
    const auto trained = "NES\x1A\x04\x00\x04"s + std::string(9, '\0') + std::string(512, 't');
    const auto nes2 = "NES\x1A\x04\x00\x00\x08"s + std::string(8, '\0');
    return {
        {"nes",
         "nes",
         rom,
         {{".nes", rom}, {".nes", ines + rom}, {".nes", trained + rom}, {".nes", nes2 + rom}}},
        {"fds",
         "fds",
         side,
         {{".fds", side}, {".fds", "FDS\x1A\x01"s + std::string(11, '\0') + side}}},
        {"snes",
         "snes",
         rom,
         {{".sfc", rom}, {".smc", copier + rom}, {".swc", copier + rom}, {".fig", copier + rom}}},
        {"atari7800",
         "atari7800",
         rom,
         {{".a78",
           "\x01"
           "ATARI7800"s +
               std::string(118, '\0') + rom},
          {".bin", rom}}},
        {"atari5200",
         "atari5200",
         rom,
         {{".car", "CART"s + std::string(12, '\0') + rom}, {".a52", rom}}},
        {"lynx",
         "atarilynx",
         rom,
         {{".lnx", "LYNX"s + std::string(60, '\0') + rom}, {".lyx", rom}}},
        {"pcengine", "pcengine", rom, {{".pce", rom}, {".pce", copier + rom}}},
        {"mastersystem", "mastersystem", rom, {{".sms", rom}, {".sms", copier + rom}}},
        {"gamegear", "gamegear", rom, {{".gg", rom}, {".gg", copier + rom}}},
        {"megadrive",
         "megadrive",
         md,
         {{".md", md},
          {".gen", md},
          {".bin", copier + md},
          {".smd", put(copier, 8, "\xAA\xBB\x06") + odd_first(md, 16384)},
          {".smd", copier + odd_first(md, 16384)},
          {".mgd", odd_first(md, md.size())}}},
        {"n64",
         "n64",
         n64,
         {{".z64", n64}, {".v64", reversed_in(2, n64)}, {".n64", reversed_in(4, n64)}}},
        {"gba", "gba", rom, {{".gba", rom}}},
    };
}

class GameVariants : public testing::TestWithParam<Game> {};

// The first evidence's digests, or what was odd.
std::string first_digests(const std::filesystem::path& file, std::string_view platform) {
    identify::Options options;
    options.root = file.parent_path();
    options.extensions = {".nes", ".sfc", ".bin", ".cue", ".iso", ".md"};
    const auto found = identify::digest(file, platform, options, {});
    if (!found) {
        return found.error().message;
    }
    if (!found->notes.empty()) {
        return found->notes.front();
    }
    const auto& first = found->evidence.front();
    return std::to_string(first.size.value_or(0)) + " " + first.crc32 + " " + first.md5 + " " +
           first.sha1;
}

std::string digests_text(const std::string& bytes) {
    hash::Digester digester;
    digester.update(bytes);
    const auto it = digester.finish();
    return std::to_string(it.size) + " " + it.crc32 + " " + it.md5 + " " + it.sha1;
}

} // namespace

TEST_P(GameVariants, HaveThePayloadsDigests) {
    const auto& game = GetParam();
    const auto expected = digests_text(game.payload);
    const TempFolder folder;
    for (std::size_t i = 0; i < game.forms.size(); ++i) {
        const auto& [extension, bytes] = game.forms[i];
        const auto name = "Game" + extension;
        const std::vector<std::pair<std::string, std::string>> files{
            {name, bytes},
            {"deflated.zip", zip_of({{name, bytes}})},
            {"stored.zip", zip_of({{name, bytes, 0}})},
            {"streamed.zip", zip_of({{name, bytes, 8, 8}})},
            {"beside.zip", zip_of({{name, bytes}, {"readme.txt", "words"}})},
            {"large.zip", zip_of({{name, bytes, 8, 0, 0, true}}, {"", "", true})},
            {"lzma.7z", seven_zip_of({{name, bytes}})},
            {"stored.7z", seven_zip_of({{name, bytes}}, "store")},
            {"five.rar", rar5_of({{name, bytes}})},
            {"four.rar", rar4_of({{name, bytes}})},
        };
        for (const auto& [file, content] : files) {
            EXPECT_EQ(
                first_digests(folder.write(std::to_string(i) + "/" + file, content), game.platform),
                expected)
                << file << " of " << name << " " << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Of, GameVariants, testing::ValuesIn(games()), [](const auto& it) {
    return std::string(it.param.name);
});

TEST(DiscVariants, OfACdHaveTheTracksDigests) {
    const auto bin = raw_of(iso_of(
        {{"SYSTEM.CNF", "BOOT = cdrom:\\SLUS_012.34;1\n"}, {"DATA", bytes_like_a_game(50000)}}));
    const auto cue = "FILE \"g.bin\" BINARY\n TRACK 01 MODE2/2352\n  INDEX 01 00:00:00\n"s;
    const TempFolder folder;
    folder.write("g.bin", bin);
    folder.write("g.cue", cue);
    folder.write("g.m3u", "g.cue\n");
    folder.write("g.gdi", "1\n1 0 4 2352 g.bin 0\n");
    folder.write("i/g.ccd", "[CloneCD]\n");
    folder.write("i/g.img", bin);
    folder.write("a/g.mds", "MEDIA DESCRIPTOR");
    folder.write("a/g.mdf", bin);
    folder.write("g.zip", zip_of({{"g.cue", cue}, {"g.bin", bin}}));
    folder.write("g.7z", seven_zip_of({{"g.cue", cue}, {"g.bin", bin}}));
    folder.write("g.nrg", nrg_of(bin));
    folder.write("g.cdi", cdi_of(bin));
    for (const auto* const name : {"g.bin",
                                   "g.cue",
                                   "g.m3u",
                                   "g.gdi",
                                   "i/g.ccd",
                                   "a/g.mds",
                                   "g.zip",
                                   "g.7z",
                                   "g.nrg",
                                   "g.cdi"}) {
        EXPECT_EQ(first_digests(folder.path() / name, "psx"), digests_text(bin)) << name;
    }
}

TEST(DiscVariants, OfADvdHaveTheDiscsDigests) {
    const auto iso =
        padded(iso_of({{"UMD_DATA.BIN", "ULES-00123|"}, {"DATA", bytes_like_a_game(50000)}}), 8192);
    const TempFolder folder;
    folder.write("g.iso", iso);
    folder.write("one.cso", cso_of(iso));
    folder.write("two.cso", cso2_of(iso));
    folder.write("g.zso", zso_of(iso));
    folder.write("g.dax", dax_of(iso));
    folder.write("g.zip", zip_of({{"g.iso", iso}}));
    folder.write("g.7z", seven_zip_of({{"g.iso", iso}}));
    for (const auto* const name :
         {"g.iso", "one.cso", "two.cso", "g.zso", "g.dax", "g.zip", "g.7z"}) {
        EXPECT_EQ(first_digests(folder.path() / name, "psp"), digests_text(iso)) << name;
    }
}

TEST(DiscVariants, OfAGameCubeDiscHaveTheDiscsDigests) {
    const auto disc = padded(nintendo_disc("GALE01") + bytes_like_a_game(50000), 16384);
    const TempFolder folder;
    folder.write("g.iso", disc);
    folder.write("g.gcz", gcz_of(disc));
    for (const auto* const name : {"g.iso", "g.gcz"}) {
        EXPECT_EQ(first_digests(folder.path() / name, "gc"), digests_text(disc)) << name;
    }
}

// A CHD's header says the digest of what is inside, so that nothing is unpacked for it.
TEST(DiscVariants, OfADvdInAChdHaveTheDiscsSha1) {
    const auto iso = iso_of({{"SYSTEM.CNF", "BOOT2 = cdrom0:\\SLUS_200.01;1\n"}});
    hash::Digester digester;
    digester.update(iso);
    const auto expected = digester.finish();
    std::string raw;
    for (std::size_t i = 0; i < expected.sha1.size(); i += 2) {
        raw += static_cast<char>(std::stoi(expected.sha1.substr(i, 2), nullptr, 16));
    }
    const TempFolder folder;
    const auto file = folder.write("g.chd", put(dvd_chd_of(iso, "lzma", raw_lzma), 64, raw));
    const auto found = identify::identify(file, "ps2", {folder.path(), {".chd"}}, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->evidence.front().sha1, expected.sha1);
    EXPECT_EQ(found->evidence.front().size, iso.size());
    EXPECT_EQ(found->evidence.front().serial, "SLUS-20001");
    EXPECT_TRUE(found->notes.empty());
}
