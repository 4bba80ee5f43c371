#include "hash/hash.hpp"
#include "identify/identify.hpp"
#include "support/made_discs.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

using namespace curateur;
using identify::Evidence;
using identify::Form;
using identify::Identified;
using identify::More;
using identify::Of;
using std::string_literals::operator""s;
using testing::Contains;
using testing::HasSubstr;
using namespace test;

namespace {

std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    unsigned seed = 11;
    for (char& byte : bytes) {
        seed = seed * 1664525U + 1013904223U;
        byte = static_cast<char>(seed >> 24U);
    }
    return bytes;
}

hash::Digests digests_of(std::string_view bytes) {
    hash::Digester digester;
    digester.update(bytes);
    return digester.finish();
}

class Identify : public testing::Test {
protected:
    Identify() {
        options.root = folder.path();
        options.extensions = {".nes", ".sfc", ".bin", ".z64"};
    }

    Identified identified(const std::string& key, const std::string& platform) {
        auto it = identify::identify(folder.path() / key, platform, options, {});
        EXPECT_TRUE(it) << it.error().message;
        return it ? *std::move(it) : Identified{};
    }

    Identified digested(const std::string& key, const std::string& platform) {
        auto it = identify::digest(folder.path() / key, platform, options, {});
        EXPECT_TRUE(it) << it.error().message;
        return it ? *std::move(it) : Identified{};
    }

    TempFolder folder;
    identify::Options options;
};

const Evidence* find(const Identified& it, Of of) {
    const auto found = std::find_if(
        it.evidence.begin(), it.evidence.end(), [&](const auto& one) { return one.of == of; });
    return found == it.evidence.end() ? nullptr : &*found;
}

} // namespace

TEST_F(Identify, GivesTheSameDigestsForEveryFormOfADisc) {
    const auto iso =
        iso_of({{"SYSTEM.CNF", "BOOT = cdrom:\\SLUS_012.34;1\n"}, {"DATA", noise(90000)}});
    const auto bin = raw_of(iso);
    const auto sheet = [](const std::string& file) {
        return "FILE \"" + file + "\" BINARY\n TRACK 01 MODE2/2352\n  INDEX 01 00:00:00\n";
    };
    folder.write("bare.bin", bin);
    folder.write("game.cue", sheet("bare.bin"));
    folder.write("sub/game.cue", sheet("../bare.bin"));
    folder.write("wrong case.cue", sheet("BARE.BIN"));
    folder.write("game.m3u", "# discs\nsub/game.cue\n");
    folder.write("Dir.cue/Dir.cue", sheet("track.bin"));
    folder.write("Dir.cue/track.bin", bin);
    folder.write("Dir.m3u/one.cue", sheet("track.bin"));
    folder.write("Dir.m3u/track.bin", bin);
    folder.write("game.zip", zip_of({{"game.cue", sheet("bare.bin")}, {"bare.bin", bin}}));
    folder.write("clone.ccd", "[CloneCD]\n");
    folder.write("clone.img", bin);
    folder.write("tracks.cue",
                 "FILE all.bin BINARY\n TRACK 01 MODE2/2352\n  INDEX 01 00:00:00\n TRACK 02 AUDIO\n"
                 "  INDEX 00 00:00:" +
                     std::to_string(bin.size() / 2352) + "\n  INDEX 01 00:02:00\n");
    folder.write("all.bin", bin + noise(std::size_t{2352} * 100));
    const auto expected = digests_of(bin);
    for (const auto* const key : {"bare.bin",
                                  "game.cue",
                                  "sub/game.cue",
                                  "wrong case.cue",
                                  "game.m3u",
                                  "Dir.cue",
                                  "Dir.m3u",
                                  "game.zip",
                                  "clone.ccd",
                                  "tracks.cue"}) {
        const auto it = digested(key, "psx");
        ASSERT_FALSE(it.evidence.empty()) << key;
        EXPECT_EQ(it.evidence.front().sha1, expected.sha1) << key;
        EXPECT_EQ(it.evidence.front().size, bin.size()) << key;
        if (key != "game.zip"s) {
            EXPECT_EQ(it.evidence.front().serial, "SLUS-01234") << key;
        }
        EXPECT_EQ(it.form, Form::disc) << key;
        EXPECT_TRUE(it.notes.empty()) << key << ": " << it.notes.front();
    }
}

TEST_F(Identify, UnpacksADiscToDigestIt) {
    const auto iso = iso_of({{"UMD_DATA.BIN", "ULUS-10041|"}, {"DATA", noise(9000)}});
    folder.write("a.iso", iso);
    folder.write("a.cso", cso_of(iso));
    EXPECT_EQ(digested("a.cso", "psp").evidence.front().sha1, digests_of(iso).sha1);
    EXPECT_EQ(digested("a.iso", "psp").evidence.front().sha1, digests_of(iso).sha1);
    EXPECT_EQ(identified("a.cso", "psp").evidence.front().serial, "ULUS-10041");
}

TEST_F(Identify, ReadsOnlyTheDirectoryOfAnArchive) {
    const auto rom = noise(3'000'000);
    folder.write("a.zip", zip_of({{"Game (USA).bin", rom}}));
    const auto it = identified("a.zip", "megadrive");
    ASSERT_EQ(it.evidence.size(), 1U);
    const auto& evidence = it.evidence[0];
    EXPECT_EQ(evidence.of, Of::member);
    EXPECT_EQ(evidence.name, "Game (USA).bin");
    EXPECT_EQ(evidence.crc32, digests_of(rom).crc32);
    EXPECT_EQ(evidence.size, rom.size());
    EXPECT_EQ(evidence.regions, "us");
    EXPECT_LT(it.bytes_read, 2000U);
    EXPECT_EQ(it.bytes_unpacked, 0U);
    EXPECT_EQ(it.more, More::possible);
    EXPECT_EQ(digested("a.zip", "megadrive").bytes_unpacked, rom.size());
}

TEST_F(Identify, AdvisesToUnpackWhatHasAHeader) {
    folder.write("a.zip", zip_of({{"a.smc", std::string(512 + 32768, 'x')}}));
    EXPECT_EQ(identified("a.zip", "snes").more, More::advised);
}

TEST_F(Identify, KnowsAnArcadeSetByItsNameAlone) {
    folder.write("pacman.zip", zip_of({{"pacman.6e", "x"}}));
    const auto it = digested("pacman.zip", "arcade");
    ASSERT_EQ(it.evidence.size(), 1U);
    EXPECT_EQ(it.evidence[0].name, "pacman.zip");
    EXPECT_EQ(it.evidence[0].crc32, "");
    EXPECT_EQ(it.form, Form::set);
    EXPECT_EQ(it.bytes_read, 0U);
}

TEST_F(Identify, ReadsAFewSectorsOfALargeDisc) {
    options.ask_first_above = 1 << 20U;
    const auto iso =
        iso_of({{"SYSTEM.CNF", "BOOT2 = cdrom0:\\SLES_503.60;1\n"}, {"DATA", noise(2'000'000)}});
    folder.write("Game (Europe) (Disc 2).iso", iso);
    const auto it = identified("Game (Europe) (Disc 2).iso", "ps2");
    ASSERT_EQ(it.evidence.size(), 1U);
    EXPECT_EQ(it.evidence[0].serial, "SLES-50360");
    EXPECT_EQ(it.evidence[0].size, iso.size());
    EXPECT_EQ(it.evidence[0].disc, 2U);
    EXPECT_EQ(it.evidence[0].md5, "");
    EXPECT_EQ(it.more, More::possible);
    EXPECT_LT(it.bytes_read, 30'000U);
    const auto all = digested("Game (Europe) (Disc 2).iso", "ps2");
    EXPECT_EQ(all.evidence[0].md5, digests_of(iso).md5);
    EXPECT_EQ(all.evidence[0].serial, "SLES-50360");
}

TEST_F(Identify, NeverReadsWholeWhatIsOverTheLimit) {
    options.ask_first_above = 1000;
    options.digest_limit = 2000;
    folder.write("a.nes", noise(100'000));
    const auto it = digested("a.nes", "nes");
    EXPECT_EQ(it.evidence[0].sha1, "");
    EXPECT_EQ(it.evidence[0].size, 100'000U);
    EXPECT_EQ(it.more, More::nothing);
    EXPECT_LT(it.bytes_read, 70'000U);
}

TEST_F(Identify, ReadsTheProductCodeOfALargeCartridge) {
    options.ask_first_above = 1000;
    folder.write("a.3ds",
                 put(put(put(std::string(200'000, '\0'), 0x100, "NCSD"), 0x4100, "NCCH"),
                     0x4150,
                     "CTR-P-AXCE"));
    EXPECT_EQ(identified("a.3ds", "n3ds").evidence[0].serial, "CTR-P-AXCE");
}

TEST_F(Identify, TakesTheDigestsOfAChdFromItsHeader) {
    folder.write("a.chd",
                 chd5_of(std::string(20, '\x11'),
                         std::string(20, '\x22'),
                         {{"CHT2", "TRACK:1 TYPE:MODE2_RAW SUBTYPE:NONE FRAMES:300 PREGAP:0\0"s},
                          {"CHT2", "TRACK:2 TYPE:AUDIO SUBTYPE:NONE FRAMES:900 PREGAP:0\0"s}}));
    const auto it = identified("a.chd", "psx");
    ASSERT_NE(find(it, Of::track), nullptr);
    EXPECT_EQ(find(it, Of::track)->size, 300U * 2352U);
    ASSERT_NE(find(it, Of::disc_data), nullptr);
    EXPECT_EQ(find(it, Of::disc_data)->sha1.substr(0, 2), "11");
    ASSERT_NE(find(it, Of::container), nullptr);
    EXPECT_EQ(find(it, Of::container)->sha1.substr(0, 2), "22");
    EXPECT_EQ(it.form, Form::disc);
}

TEST_F(Identify, NeverDigestsTextsThatPoint) {
    folder.write("lost.cue", "FILE gone.bin BINARY\nTRACK 01 MODE1/2352\nINDEX 01 00:00:00\n");
    folder.write("bad.cue", "not a sheet");
    folder.write("empty.m3u", "\n");
    folder.write("self.cue", "FILE self.cue BINARY\nTRACK 01 MODE1/2352\nINDEX 01 00:00:00\n");
    for (const auto* const key : {"lost.cue", "bad.cue", "empty.m3u", "self.cue"}) {
        const auto it = digested(key, "psx");
        ASSERT_EQ(it.evidence.size(), 1U) << key;
        EXPECT_EQ(it.evidence[0].name, key);
        EXPECT_EQ(it.evidence[0].crc32, "") << key;
        EXPECT_FALSE(it.notes.empty()) << key;
    }
}

TEST_F(Identify, RefusesPointersThatLeaveTheRoot) {
    folder.write("outside.bin", noise(5000));
    options.root = folder.path() / "psx";
    folder.write("psx/a.cue",
                 "FILE ../outside.bin BINARY\nTRACK 01 MODE1/2352\nINDEX 01 00:00:00\n");
    folder.write("psx/a.m3u", "/etc/passwd\n../outside.bin\n");
    EXPECT_THAT(digested("psx/a.cue", "psx").notes,
                Contains(HasSubstr("outside the system's folder")));
    const auto it = digested("psx/a.m3u", "psx");
    EXPECT_THAT(it.notes, Contains(HasSubstr("names /etc/passwd, which lies outside")));
    EXPECT_EQ(it.evidence[0].crc32, "");
}

TEST_F(Identify, LooksForNoMoreFilesThanADiscSetHas) {
    std::string missing;
    std::string outside;
    for (int i = 0; i < 5000; ++i) {
        missing += "gone " + std::to_string(i) + ".bin\n";
        outside += "../" + std::to_string(i) + ".bin\n";
    }
    folder.write("a.m3u", missing + "there.bin\n");
    folder.write("b.m3u", outside);
    folder.write("there.bin", noise(5000));
    EXPECT_THAT(digested("a.m3u", "psx").notes,
                Contains(HasSubstr("the others are not looked for")));
    EXPECT_LT(digested("a.m3u", "psx").notes.size(), 110U);
    EXPECT_LT(digested("b.m3u", "psx").notes.size(), 110U);
}

TEST_F(Identify, RefusesLoops) {
    folder.write("a.m3u", "b.m3u\n");
    folder.write("b.m3u", "a.m3u\n");
    EXPECT_THAT(digested("a.m3u", "psx").notes, Contains(HasSubstr("leads back to itself")));
}

TEST_F(Identify, TakesTheFirstDiscOfAPlaylist) {
    folder.write("Game.m3u", "Game 1.bin\nGame 2.bin\n");
    folder.write("Game 1.bin", noise(5000));
    folder.write("Game 2.bin", noise(6000));
    const auto it = identified("Game.m3u", "psx");
    EXPECT_EQ(it.evidence[0].name, "Game 1.bin");
    EXPECT_EQ(it.evidence[0].size, 5000U);
    EXPECT_EQ(it.evidence[0].disc, 1U);
}

TEST_F(Identify, NamesAGameWhoseFileIsEmpty) {
    folder.write("Game (Japan).nes", "");
    const auto it = digested("Game (Japan).nes", "nes");
    EXPECT_EQ(it.evidence[0].crc32, "");
    EXPECT_EQ(it.evidence[0].regions, "jp");
    EXPECT_FALSE(it.evidence[0].size);
    EXPECT_THAT(it.notes, Contains(HasSubstr("is empty")));
}

TEST_F(Identify, SaysOfADamagedArchiveWhatIsWrong) {
    auto bytes = zip_of({{"a.nes", noise(5000)}});
    folder.write("cut.zip", bytes.substr(0, 3000));
    folder.write("damaged.zip", put(bytes, 100, "XXXX"));
    EXPECT_THAT(digested("cut.zip", "nes").notes,
                Contains(HasSubstr("cut.zip: has no zip directory")));
    EXPECT_EQ(digested("cut.zip", "nes").evidence[0].crc32, "");
    const auto it = digested("damaged.zip", "nes");
    EXPECT_THAT(it.notes, Contains(HasSubstr("damaged")));
    EXPECT_NE(it.evidence[0].crc32, ""); // the directory's
}

TEST_F(Identify, SaysOfAnEncryptedArchiveWhatStillCounts) {
    folder.write("a.zip", zip_of({{"a.nes", "x", 8, 1}}));
    const auto it = digested("a.zip", "nes");
    EXPECT_EQ(it.evidence[0].crc32, digests_of("x").crc32);
    EXPECT_THAT(it.notes, Contains(HasSubstr("encrypted")));
}

TEST_F(Identify, DoesNotOpenArchivesInArchives) {
    folder.write("a.zip", zip_of({{"a.7z", "x"}}));
    EXPECT_THAT(digested("a.zip", "nes").notes, Contains(HasSubstr("not opened")));
}

TEST_F(Identify, GoesByTheArchiveWhenNoMemberIsMeant) {
    const auto bytes = zip_of({{"a.one", "1"}, {"b.two", "2"}});
    folder.write("Game.zip", bytes);
    const auto first = identified("Game.zip", "dos");
    EXPECT_EQ(first.evidence[0].of, Of::container);
    EXPECT_EQ(first.evidence[0].crc32, "");
    EXPECT_EQ(digested("Game.zip", "dos").evidence[0].md5, digests_of(bytes).md5);
}

TEST_F(Identify, GoesByTheLargestFileOfAFolder) {
    folder.write("Game/small", "12");
    folder.write("Game/deep/large", "12345");
    const auto it = identified("Game", "dos");
    EXPECT_EQ(it.form, Form::folder);
    EXPECT_EQ(it.evidence[0].of, Of::largest);
    EXPECT_EQ(it.evidence[0].size, 7U);
    EXPECT_EQ(it.evidence[0].md5, digests_of("12345").md5);
}

TEST_F(Identify, ReadsTheProductCodeOfAnInstalledGame) {
    folder.write("Game.ps3/PS3_GAME/PARAM.SFO", sfo_of({{"TITLE_ID", "BLES00001"}}));
    folder.write("Game.psvita/sce_sys/param.sfo", sfo_of({{"TITLE_ID", "PCSE00001"}}));
    EXPECT_EQ(identified("Game.ps3", "ps3").evidence[0].serial, "BLES-00001");
    EXPECT_EQ(identified("Game.psvita", "psvita").evidence[0].serial, "PCSE-00001");
}

TEST_F(Identify, FindsAProductCodeInTheNameWhereTheBytesHaveNone) {
    folder.write("SLUS_203.12.Game.iso", "x");
    folder.write("Game [0100ABCDEF012000][v0].nsp", "x");
    folder.write("Castlevania2000.iso", "x");
    EXPECT_EQ(identified("SLUS_203.12.Game.iso", "ps2").evidence[0].serial, "SLUS-20312");
    EXPECT_EQ(identified("Game [0100ABCDEF012000][v0].nsp", "switch").evidence[0].serial,
              "0100abcdef012000");
    EXPECT_EQ(identified("Castlevania2000.iso", "ps2").evidence[0].serial, "");
    EXPECT_EQ(identified("SLUS_203.12.Game.iso", "saturn").evidence[0].serial, "");
}

TEST_F(Identify, ReadsTheHighDensityAreaOfAGdRom) {
    auto ip = put(std::string(2048, ' '), 0, "SEGA SEGAKATANA SEGA ENTERPRISES");
    ip = put(ip, 0x40, "MK-51000  V1.005");
    folder.write("disc.gdi",
                 "3\n1 0 4 2048 t1.iso 0\n2 450 0 2352 t2.raw 0\n3 45000 4 2048 t3.iso 0\n");
    folder.write("t1.iso", noise(2048));
    folder.write("t2.raw", noise(2352));
    folder.write("t3.iso", ip + noise(4096));
    const auto it = identified("disc.gdi", "dreamcast");
    EXPECT_EQ(it.evidence[0].serial, "MK-51000");
    EXPECT_EQ(it.evidence[0].size, 2048U + 4096U);
    EXPECT_EQ(it.evidence[0].of, Of::track);
}

TEST_F(Identify, NamesAnEntryThatIsGone) {
    const auto it = identify::identify(folder.path() / "gone.nes", "nes", options, {});
    EXPECT_EQ(it.error().code, Errc::not_found);
    EXPECT_THAT(it.error().message, HasSubstr("gone.nes"));
}

TEST_F(Identify, StopsWhenTold) {
    folder.write("a.nes", noise(1000));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(
        identify::identify(folder.path() / "a.nes", "nes", options, stop.get_token()).error().code,
        Errc::cancelled);
}

TEST_F(Identify, DoesNotWaitForAPipe) {
    ASSERT_EQ(::mkfifo((folder.path() / "a.nes").c_str(), 0600), 0);
    EXPECT_EQ(identify::identify(folder.path() / "a.nes", "nes", options, {}).error().code,
              Errc::io);
}
