#include "asking.hpp"

#include <gtest/gtest.h>

using namespace curateur::simulator;

namespace {

class SimulatorLookup : public Asking {};

const Parameters k_digests = {{"md5", "00112233445566778899AABBCCDDEEFF"}, {"systemeid", "4"}};

} // namespace

TEST_F(SimulatorLookup, FindsAGameByADigestWhateverTheName) {
    const auto reply = game({{"crc", "0A0B0C0D"}, {"systemeid", "4"}, {"romnom", "Comet Kid.sfc"}});
    EXPECT_EQ(id_of(reply), "11");
    EXPECT_EQ(service_.log().entries().back().matched_by, "hash");
}

TEST_F(SimulatorLookup, FindsADigestOfAnotherPlatform) {
    EXPECT_EQ(id_of(game({{"crc", "0A0B0C0D"}, {"systemeid", "3"}})), "11");
}

TEST_F(SimulatorLookup, SaysWhichDumpMatched) {
    const auto document = parsed(game(k_digests));
    const auto rom = document.root()["response"]["jeu"]["rom"];
    EXPECT_EQ(rom["romcrc"].text(), "0A0B0C0D");
    EXPECT_EQ(rom["id"].text(), document.root()["response"]["jeu"]["romid"].text());
}

TEST_F(SimulatorLookup, FallsBackToTheNameOfADump) {
    const auto document =
        parsed(game({{"crc", "FFFFFFFF"}, {"systemeid", "4"}, {"romnom", "zebra run (usa).smc"}}));
    EXPECT_EQ(document.root()["response"]["jeu"]["rom"]["romcrc"].text(), "0A0B0C0D");
}

TEST_F(SimulatorLookup, FallsBackToATitleAndThenNamesNoDump) {
    const auto document = parsed(game({{"systemeid", "4"}, {"romnom", "Shimauma (Japan).sfc"}}));
    EXPECT_EQ(document.root()["response"]["jeu"]["id"].text(), "11");
    EXPECT_FALSE(document.root()["response"]["jeu"]["rom"]);
}

TEST_F(SimulatorLookup, LooksForNamesWithinTheSystemOnly) {
    EXPECT_EQ(id_of(game({{"systemeid", "3"}, {"romnom", "Comet Kid.nes"}})), "13");
    EXPECT_EQ(game({{"systemeid", "3"}, {"romnom", "Zebra Run.nes"}}).status, 404);
}

TEST_F(SimulatorLookup, FindsNothingWhenANameIsOfTwoGames) {
    EXPECT_EQ(game({{"systemeid", "4"}, {"romnom", "Twin Peaks.sfc"}}).status, 404);
}

TEST_F(SimulatorLookup, FindsArcadeGamesOfAMakerUnderTheirParent) {
    const auto document = parsed(game({{"systemeid", "75"}, {"romnom", "hero.zip"}}));
    const auto system = document.root()["response"]["jeu"]["systeme"];
    EXPECT_EQ(system["id"].text(), "6");
    EXPECT_EQ(system["parentid"].text(), "75");
}

TEST_F(SimulatorLookup, LooksAtNothingButTheSerialIfThereIsOne) {
    EXPECT_EQ(id_of(game({{"serialnum", "SNS-ZR"}, {"systemeid", "4"}})), "11");
    EXPECT_EQ(game({{"serialnum", "SNS-XX"}, {"crc", "0A0B0C0D"}, {"systemeid", "4"}}).status, 404);
}

TEST_F(SimulatorLookup, FindsAGameByItsIdWithoutADump) {
    const auto document = parsed(game({{"gameid", "11"}, {"crc", "0A0B0C0D"}}));
    EXPECT_EQ(document.root()["response"]["jeu"]["romid"].text(), "");
    EXPECT_FALSE(document.root()["response"]["jeu"]["rom"]);
}

TEST_F(SimulatorLookup, SaysThatAnIdIsUnknown) {
    const auto reply = game({{"gameid", "999"}});
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.body, "Erreur : Jeu non trouvée !  ");
}

TEST_F(SimulatorLookup, SaysThatARomIsUnknown) {
    EXPECT_EQ(game({{"systemeid", "4"}, {"romnom", "Nothing.sfc"}}).body,
              "Erreur : Rom/Iso/Dossier non trouvée !  ");
}

TEST_F(SimulatorLookup, MarksWhatIsNoGame) {
    const auto document = parsed(game({{"gameid", "17"}}));
    const auto found = document.root()["response"]["jeu"];
    EXPECT_EQ(found["notgame"].text(), "true");
    std::vector<std::string> names;
    found["noms"].each([&](curateur::json::View name) { names.push_back(name["text"].text()); });
    EXPECT_EQ(names.front(), "ZZZ(notgame):Sound Test");
}

TEST_F(SimulatorLookup, LeavesOutWhatTheCatalogueCallsNull) {
    const auto document = parsed(game({{"gameid", "17"}}));
    EXPECT_FALSE(document.root()["response"]["jeu"]["developpeur"]);
    EXPECT_FALSE(document.root()["response"]["jeu"]["synopsis"]);
    EXPECT_TRUE(document.root()["response"]["jeu"]["editeur"]);
}

TEST_F(SimulatorLookup, AnswersTheSameTwice) {
    EXPECT_EQ(game({{"gameid", "13"}}).body.substr(900), game({{"gameid", "13"}}).body.substr(900));
}

TEST_F(SimulatorLookup, RefusesDigestsThatAreNone) {
    for (const auto& [name, value] :
         Parameters{{"crc", "ABC123"}, {"md5", "0011"}, {"sha1", std::string(40, 'x')}}) {
        EXPECT_EQ(game({{name, value}, {"systemeid", "4"}}).body, "Champ crc, md5 ou sha1 erroné  ")
            << name;
    }
}

TEST_F(SimulatorLookup, RefusesPathsAsNames) {
    for (const char* const name : {"/mnt/Game.sfc", "a\\Game.sfc", "!mnt!sda1!Game.sfc"}) {
        const auto reply = game({{"romnom", name}, {"systemeid", "4"}});
        EXPECT_EQ(reply.status, 400) << name;
        EXPECT_NE(reply.body.find("un chemin"), std::string::npos) << name;
    }
}

TEST_F(SimulatorLookup, TakesAnExclamationMarkWithinAName) {
    EXPECT_EQ(game({{"romnom", "Punch!!.sfc"}, {"systemeid", "4"}}).status, 404);
}

TEST_F(SimulatorLookup, WantsSomethingToLookFor) {
    EXPECT_EQ(game({{"systemeid", "4"}}).body, "Il manque des champs obligatoires dans l'url  ");
    EXPECT_EQ(game({{"systemeid", "0"}, {"romnom", "Comet Kid.sfc"}}).status, 400);
}

TEST_F(SimulatorLookup, SearchesTitlesOfAllRegions) {
    const auto document = parsed(ask("jeuRecherche.php", {{"recherche", "shima"}}));
    std::vector<std::string> ids;
    document.root()["response"]["jeux"].each(
        [&](curateur::json::View found) { ids.push_back(found["id"].text()); });
    EXPECT_EQ(ids, std::vector<std::string>{"11"});
}

TEST_F(SimulatorLookup, OrdersWhatASearchFindsBySystem) {
    const auto document = parsed(ask("jeuRecherche.php", {{"recherche", "comet"}}));
    std::vector<std::string> ids;
    document.root()["response"]["jeux"].each(
        [&](curateur::json::View found) { ids.push_back(found["id"].text()); });
    EXPECT_EQ(ids, (std::vector<std::string>{"13", "12"}));
}

TEST_F(SimulatorLookup, AnswersASearchForNothingWithAnEmptyGame) {
    const auto reply = ask("jeuRecherche.php", {{"recherche", "xyzzy"}});
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find("\"jeux\" : [{\n\t\t\t}]"), std::string::npos);
}

TEST_F(SimulatorLookup, SearchesForFourLettersAtLeastWithoutTheArticle) {
    EXPECT_EQ(ask("jeuRecherche.php", {{"recherche", "The Kid++"}}).status, 400);
    EXPECT_EQ(ask("jeuRecherche.php", {{"recherche", "The Kids"}}).status, 200);
}

TEST_F(SimulatorLookup, ListsNoDumpsInASearch) {
    const auto document = parsed(ask("jeuRecherche.php", {{"recherche", "zebra"}}));
    document.root()["response"]["jeux"].each([&](curateur::json::View found) {
        EXPECT_FALSE(found["roms"]);
        EXPECT_FALSE(found["romid"]);
    });
}
