#include "support/hostile_roms.hpp"

#include "support/made_archives.hpp"
#include "support/made_discs.hpp"

#include <algorithm>
#include <set>

namespace curateur::test {
namespace {

using namespace std::string_literals;

// Bytes that nothing packs, the same at each call.
std::string noise(std::size_t size) {
    std::string out;
    std::uint32_t state = 12345;
    while (out.size() < size) {
        state = state * 1664525U + 1013904223U;
        out += static_cast<char>(state >> 24U);
    }
    return out;
}

// A sound file, and where its structures begin.
struct Sound {
    std::string system, extension, bytes;
    std::set<std::size_t> borders;
};

// Where a mark stands.
void add_marks(Sound& sound, const std::vector<std::string>& marks) {
    for (const auto& mark : marks) {
        for (auto at = sound.bytes.find(mark); at != std::string::npos;
             at = sound.bytes.find(mark, at + 1)) {
            sound.borders.insert({at, at + mark.size()});
        }
    }
}

Sound archive(const std::string& extension, std::string bytes) {
    Sound sound{"nes", extension, std::move(bytes), {4, 6, 12, 20, 28, 32}};
    add_marks(sound, {"PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07"});
    const auto size = sound.bytes.size();
    sound.borders.insert({size - 1, size - 6, size - 10, size - 22, size / 2});
    return sound;
}

std::vector<Sound> archives() {
    const std::vector<Named> members{{"a.nes", noise(3000)}, {"b.txt", "beside"}};
    const std::vector<ZipMember> zipped{{"a.nes", noise(3000)}, {"b.txt", "beside"}};
    auto wide = zipped;
    wide.front().zip64 = true;
    return {archive(".zip", zip_of(zipped)),
            archive(".zip", zip_of(wide, {"", "comment", true})),
            archive(".7z", seven_zip_of(members)),
            archive(".7z", seven_zip_of(members, "store")),
            archive(".zip", rar5_of(members)), // by the bytes, not the name
            archive(".7z", rar4_of(members))};
}

std::vector<Sound> discs() {
    const auto iso =
        iso_of({{"SYSTEM.CNF", "BOOT = cdrom:\\SLUS_012.34;1\n"}, {"DATA", noise(30000)}});
    const auto umd = iso_of({{"UMD_DATA.BIN", "ULUS-10041|"}, {"DATA", noise(9000)}});
    const std::set<std::size_t> k_sectors{
        1, 2047, 2048, 32768, 32769, 32774, 32768 + 156, 34816, 36864, 36866, 36900, 38912};
    std::set<std::size_t> raw;
    for (const auto at : k_sectors) {
        raw.insert(at / 2048 * 2352 + 24 + at % 2048);
    }
    const auto chd = packed_chd_of(raw_of(iso), "cdzl");
    const auto rvz = put(
        put(std::string(0x800, '\0'), 0, "RVZ\x01"), 0x58, nintendo_disc("GALE01").substr(0, 128));
    const auto wbfs = put(put(std::string(0x1000, '\0'), 0, "WBFS\0\0\0\0\x09\0\0\0"s),
                          512,
                          nintendo_disc("RMCE01", true).substr(0, 256));
    const auto pbp = "\0PBP\0\0\1\0"s + little(40, 4) + little(2000, 4) + std::string(24, '\0') +
                     sfo_of({{"DISC_ID", "ULUS10041"}, {"TITLE", "A Game"}});
    return {
        {"psx", ".iso", iso, k_sectors},
        {"psx", ".bin", raw_of(iso), raw},
        {"psx", ".chd", chd, {8,   12,  16,  32,   40,   48,   56,   64,   84,   104,  124, 128,
                              132, 140, 180, 1024, 1028, 1034, 1040, 4096, 4097, 4099, 4200}},
        {"psp", ".cso", cso_of(umd), {4, 8, 16, 20, 21, 24, 28, 32, 60, 100, 300, 2000}},
        {"gc",
         ".gcz",
         gcz_of(padded(nintendo_disc("GALE01"), 65536)),
         {4, 8, 16, 24, 28, 32, 40, 48, 64, 72, 80, 90}},
        {"gc", ".rvz", rvz, {4, 8, 0x24, 0x2C, 0x48, 0x58, 0x70, 0x74, 0x78, 0xD8}},
        {"wii", ".wbfs", wbfs, {4, 8, 9, 12, 511, 512, 518, 536, 540, 600}},
        {"psp", ".pbp", pbp, {4, 8, 12, 40, 44, 48, 52, 56, 60, 76, 90}},
        {"xbox",
         ".iso",
         xbox_of("default.xbe", xbe_of(0x4D530004)),
         {65536, 65556, 65560, 65564, 67584, 67588, 67600, 67620, 102400, 102404, 102660, 102800}}};
}

std::vector<Sound> cartridges() {
    const auto rom = noise(32768);
    const auto card = put(
        put(put(std::string(0x5000, '\0'), 0x100, "NCSD"), 0x4100, "NCCH"), 0x4150, "CTR-P-AXCE");
    return {
        {"nes", ".nes", "NES\x1A\x02\x01\x04"s + std::string(9, '\0') + rom, {4, 6, 8, 16, 528}},
        {"fds", ".fds", "FDS\x1A\x01"s + std::string(11, '\0') + noise(65500), {4, 5, 16, 72}},
        {"snes", ".smc", std::string(512, '\0') + rom, {1, 511, 512, 513, 1024}},
        {"megadrive", ".smd", put(std::string(512, '\0'), 8, "\xAA\xBB\x06") + rom, {8, 11, 512}},
        {"n64", ".v64", "\x37\x80\x40\x12" + rom, {1, 4, 5, 32, 63, 64}},
        {"atari7800",
         ".a78",
         "\x01"
         "ATARI7800"s +
             std::string(118, '\0') + rom,
         {1, 10, 128}},
        {"atarilynx", ".lnx", "LYNX" + std::string(60, '\0') + rom, {4, 8, 64, 65}},
        {"n3ds", ".3ds", card, {0x100, 0x104, 0x4100, 0x4104, 0x4150, 0x4158, 0x4160}}};
}

// A name is never a hint: many of a kind, told apart by a number.
void add_broken(std::vector<HostileRom>& all, const Sound& sound, std::size_t kind) {
    const auto name = [&](const std::string& how, std::size_t at) {
        return "Broken " + std::to_string(kind) + " " + how + " " + std::to_string(at) +
               sound.extension;
    };
    for (const auto at : sound.borders) {
        if (at >= sound.bytes.size()) {
            continue;
        }
        all.push_back({sound.system, name("cut", at), sound.bytes.substr(0, at)});
        auto long_one = sound.bytes;
        auto none = sound.bytes;
        for (auto i = at; i < std::min(at + 4, sound.bytes.size()); ++i) {
            long_one[i] = '\xFF';
            none[i] = '\0';
        }
        all.push_back({sound.system, name("long", at), std::move(long_one)});
        all.push_back({sound.system, name("none", at), std::move(none)});
    }
}

void add_texts(std::vector<HostileRom>& all) {
    const auto add = [&](const std::string& name, const std::string& bytes) {
        all.push_back({"psx", name, bytes});
    };
    const auto cue = [](const std::string& file) {
        return "FILE \"" + file + "\" BINARY\n TRACK 01 MODE2/2352\n  INDEX 01 00:00:00\n";
    };
    for (int i = 0; i < 10; ++i) { // rings of playlists, each of them longer
        for (int j = 0; j <= i; ++j) {
            add("Ring " + std::to_string(i) + " " + std::to_string(j) + ".m3u",
                "Ring " + std::to_string(i) + " " + std::to_string((j + 1) % (i + 1)) + ".m3u\n");
        }
    }
    add("Left.cue", cue("Right.cue"));
    add("Right.cue", cue("Left.cue"));
    add("Itself.cue", cue("Itself.cue"));
    add("List of it.m3u", "Sheet of it.cue\n");
    add("Sheet of it.cue", cue("List of it.m3u"));
    add("Outside.cue", cue("../nes/Broken 0 cut 4.zip"));
    add("Far outside.cue", cue("../../../../../../etc/passwd"));
    add("Absolute.cue", cue("/etc/passwd"));
    add("Windows.cue", cue("C:\\WINDOWS\\SYSTEM.INI"));
    add("Device.m3u", "/dev/zero\n");
    add("Gone.cue", cue("gone.bin"));
    add("Folder.cue", cue("."));
    add("Nothing.cue", "");
    add("Half.cue", "FILE \"half");
    add("No track.cue", "FILE a.bin BINARY\n");
    add("Late.cue", cue("Ring.bin") + "  INDEX 02 99:99:99\n TRACK 99 AUDIO\n INDEX 01 00:00:00\n");
    add("Ring.bin", noise(2352));
    add("Zeros.cue", std::string(5000, '\0'));
    add("One line.m3u", std::string(2'000'000, 'x'));
    std::string many;
    for (int i = 0; i < 20'000; ++i) {
        many += "gone " + std::to_string(i) + ".cue\n";
    }
    add("Many.m3u", many);
    for (const auto* const text : {"",
                                   "3\n",
                                   "99999999\n",
                                   "-1\n1 0 4 2352 a.bin 0\n",
                                   "1\n1 0 4 0 Ring.bin 0\n",
                                   "1\n1 45000 4 2352 ../x.bin 0\n",
                                   "1\n1 0 4 2352 /etc/passwd 99999999999999999999\n",
                                   "2\n1 0 4 2352 Ring.gdi 0\n2 45000 4 2352 gone.bin 0\n"}) {
        all.push_back({"dreamcast", "Table " + std::to_string(all.size()) + ".gdi", text});
    }
}

} // namespace

std::vector<HostileRom> hostile_roms() {
    std::vector<HostileRom> all;
    std::size_t kind = 0;
    for (const auto& sounds : {archives(), discs(), cartridges()}) {
        for (const auto& sound : sounds) {
            add_broken(all, sound, kind++);
        }
    }
    add_texts(all);
    for (const std::string extension : {".zip", ".7z", ".nes"}) {
        all.push_back({"nes", "Empty" + extension, ""});
        all.push_back({"nes", "Noise" + extension, noise(70'000)});
    }
    for (const std::string extension : {".iso", ".chd", ".cue", ".m3u", ".ccd", ".mds"}) {
        all.push_back({"psx", "Empty" + extension, ""});
        all.push_back({"psx", "Noise" + extension, noise(70'000)});
    }
    return all;
}

} // namespace curateur::test
