// A game with everything the service knows of it.
#pragma once

#include "simulator/catalogue.hpp"
#include "simulator/digests.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace curateur::simulator {

struct Dump : Rom {
    std::string id;
    bool beta = false, demo = false, proto = false, hack = false;
    int scrapes = 0; // nbscrap
};

struct Medium {
    std::string type, parent = "jeu", subparent, group; // group: an id, of pictograms
    std::string region, support, version;               // may be empty
    std::string page, owner;                            // "mediaJeu.php", "systemeid=4&jeuid=7"
    std::string code, format;                           // what to ask the page for
};

struct Game {
    const CatalogueGame* entry = nullptr;
    std::uint64_t id = 0;
    int system = 0;
    bool not_a_game = false;
    Pairs names, synopsis, dates, classifications;
    std::vector<std::string> genres; // ids, parents and children
    std::string developer, publisher, players, family;
    int rating = 0; // 0: none
    std::vector<Dump> dumps;
    std::vector<Medium> media; // in the order of the answer, pictograms last
};

} // namespace curateur::simulator
