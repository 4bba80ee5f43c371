// What the catalogue file says: which games there are. What it leaves out of a game, the World
// makes up; null says that the service does not know it. tests/simulator/README.md describes the
// file.
#pragma once

#include "simulator/accounts.hpp"
#include "simulator/faults.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace curateur::simulator {

// A dump, as the service knows it.
struct Rom {
    std::string name; // "Zebra Run (USA).sfc"
    std::uint64_t size = 0;
    std::string crc, md5, sha1; // hex of either case; may be empty
    std::string serial;
    std::vector<std::string> regions, languages; // codes of the service
    int disc = 1, discs = 1;
    std::string type = "rom"; // rom, iso, dossier
};

struct ListedMedium {
    std::string code; // "ss(wor)", "box-2D(us)[1]", "video"; "ss" alone: of the first region
    std::vector<std::string> regions; // listed for these; empty: for the one in the code
    std::string format;               // empty: the usual one of its type
};

struct CatalogueGame {
    std::uint64_t id = 0;
    int system = 0;
    std::string name; // or:
    Pairs names;      // by region
    std::vector<Rom> roms;
    bool not_a_game = false;
    std::optional<std::vector<ListedMedium>> media;
    std::optional<int> filler_dumps; // beside roms
    std::optional<Pairs> synopsis;   // by language
    std::optional<Pairs> dates;      // by region
    std::optional<Pairs> classifications;
    std::optional<std::vector<std::string>> genres; // ids
    std::optional<std::string> developer, publisher, players, family;
    std::optional<int> rating; // 0 to 20
};

struct Catalogue {
    std::optional<std::uint64_t> seed;
    std::optional<std::vector<Account>> accounts;
    std::vector<FaultRule> faults;
    std::optional<std::vector<ListedMedium>> media; // of every game that lists none itself
    std::optional<int> filler_dumps;                // likewise
    std::vector<CatalogueGame> games;
};

// Errors name the file and the place.
[[nodiscard]] Result<Catalogue> load_catalogue(const std::filesystem::path& file);
[[nodiscard]] Result<Catalogue> read_catalogue(const std::string& text);

} // namespace curateur::simulator
