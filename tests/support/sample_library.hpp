// A small collection of made-up ROMs and the catalogue that knows them, with their true digests.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace curateur::test {

struct SampleOptions {
    std::uint64_t seed = 1;
    int count = 60; // ordinary ROMs, spread evenly over the systems
    std::vector<std::string> systems = {"nes", "snes", "psx"};
    bool specials = true;           // one of each Kind but `ordinary`, where its system is present
    std::size_t rom_bytes = 16384;  // of each image, more or less
    std::vector<std::string> media; // codes each game has; empty: as the simulator makes them up
    std::string failing =
        R"({"status": 500})"; // the fault of the one that fails, as a catalogue has it
    int filler_dumps = -1;    // dumps in each answer beside ours; -1: likewise
};

enum class Kind {
    ordinary,       // found by its digest
    headered,       // nes: iNES; snes: copier header. The digest without it is known as well
    zipped,         // nes: one member, whose digest is known
    playlist,       // psx: an .m3u of two discs; the first is known
    disc,           // psx: a member of the playlist
    folder,         // psx: a directory that counts as a file, with a cue sheet in it
    unknown,        // nobody knows it
    failing,        // every look-up answers 500, or as SampleOptions::failing says
    not_a_game,     // ZZZ(notgame)
    other_dump,     // only its name is known, with other digests
    other_platform, // its digest is that of a game of another platform
};

struct SampleRom {
    std::string system, key; // key: below the system's folder, as a frontend lists it
    Kind kind = Kind::ordinary;
    std::uint64_t game = 0; // what the service answers; 0: nothing
    std::string title;      // of the game
};

struct SampleLibrary {
    std::filesystem::path roms;      // <directory>/roms, a folder each system
    std::filesystem::path catalogue; // <directory>/catalogue.json
    std::vector<SampleRom> entries;  // by system, then key
};

// Writes it into the directory, which is made. The same options make the same bytes. Errc::invalid
// for a system it cannot make ROMs for, Errc::io.
[[nodiscard]] Result<SampleLibrary> write_sample_library(const std::filesystem::path& directory,
                                                         const SampleOptions& options = {});

} // namespace curateur::test
