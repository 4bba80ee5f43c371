#include "asking.hpp"
#include "simulator/messages.hpp"

#include <gtest/gtest.h>

using namespace curateur::simulator;

namespace {

class SimulatorFaults : public Asking {
protected:
    Reply known() { return game({{"gameid", "11"}}); }

    Reply medium() {
        return ask("mediaJeu.php", {{"systemeid", "4"}, {"jeuid", "11"}, {"media", "ss(us)"}});
    }
};

std::string problem_of(const std::string& text) {
    const auto json = parse_json(text);
    const auto rules = read_rules(*json);
    return rules ? "" : rules.error().message;
}

} // namespace

TEST_F(SimulatorFaults, ARuleHitsAsOftenAsItSays) {
    fault(R"({"status": 503, "after": 1, "times": 2})");
    std::vector<int> statuses;
    statuses.reserve(4);
    for (int i = 0; i < 4; ++i) {
        statuses.push_back(known().status);
    }
    EXPECT_EQ(statuses, (std::vector{200, 503, 503, 200}));
}

TEST_F(SimulatorFaults, EveryMessageCanBeSaid) {
    for (const Message& one : k_messages) {
        fault(R"({"times": 1, "say": ")" + std::string(one.name) + "\"}");
        const auto reply = known();
        EXPECT_EQ(reply.status, one.status) << one.name;
        EXPECT_EQ(reply.body, std::string(one.text) + "  ") << one.name;
    }
}

TEST_F(SimulatorFaults, AMessageCanComeUnder200) {
    fault(R"({"say": "quota", "status": 200, "endpoint": "media"})");
    EXPECT_EQ(medium().status, 200);
    EXPECT_NE(medium().body.find("quota de scrape"), std::string::npos);
    EXPECT_EQ(known().body.find("quota de scrape"), std::string::npos);
}

TEST_F(SimulatorFaults, ARuleOfAGameSparesOthersAndItsMedia) {
    fault(R"({"game": 11, "status": 500})");
    EXPECT_EQ(known().status, 500);
    EXPECT_EQ(game({{"gameid", "12"}}).status, 200);
    EXPECT_EQ(medium().status, 200);
}

TEST_F(SimulatorFaults, AMediumCanHaveItsOwn) {
    fault(R"({"media": {"ss": "no_media"}})");
    EXPECT_EQ(medium().body, "NOMEDIA");
    EXPECT_EQ(known().status, 200);
}

TEST_F(SimulatorFaults, TheCatalogueCanHoldThem) {
    ServiceOptions options = options_with(
        R"({"games": [{"id": 5, "system": 4, "name": "X", "faults": {"status": 500, "times": 2}}]})");
    ASSERT_EQ(options.catalogue.faults.size(), 1U);
    EXPECT_EQ(options.catalogue.faults.front().game, 5U);
    EXPECT_EQ(options.catalogue.faults.front().times, 2);
}

TEST_F(SimulatorFaults, AFaultyAnswerCostsNoMiss) {
    fault(R"({"status": 500, "times": 1})");
    static_cast<void>(game({{"systemeid", "4"}, {"romnom", "Nothing.sfc"}}));
    EXPECT_EQ(service_.accounts().all().front().misses_today, 0);
}

TEST_F(SimulatorFaults, JsonCanBeWrongInManyWays) {
    const std::pair<const char*, const char*> ways[] = {
        {"trailing_comma", ",\n\t\t}\n\t}"},
        {"lone_backslash", "C:\\games"},
        {"control_character", "\x01"},
        {"no_game", "\"jeu\" : {\n\t\t}"},
        {"null_fields", "\"editeur\": null"},
        {"keyed_lists", "\"noms\": {\n\t\t\t\t\"0\": {"},
        {"placeholder", "\"url\": \"#screenscraperserveur#api2/mediaJeu.php"},
        {"wrong_region", "\"region\": \"kr\""},
        {"not_game", "ZZZ(notgame):Zebra Run"},
        {"html", "<!DOCTYPE html>"},
    };
    for (const auto& [name, trace] : ways) {
        EXPECT_EQ(known().body.find(trace), std::string::npos) << name;
        fault(std::string(R"({"times": 1, "fault": ")") + name + "\"}");
        EXPECT_NE(known().body.find(trace), std::string::npos) << name;
    }
}

TEST_F(SimulatorFaults, PartsCanBeMissing) {
    fault(R"([{"fault": "no_ssuser", "times": 1}, {"fault": "no_digests", "times": 1},
              {"fault": "empty", "times": 1}])");
    EXPECT_EQ(known().body.find("\"ssuser\""), std::string::npos);
    EXPECT_EQ(known().body.find("\"size\": "), std::string::npos);
    EXPECT_EQ(known().body, "");
}

TEST_F(SimulatorFaults, AnErrorCanHideInTheHeader) {
    fault(R"({"say": "rom_not_found", "fault": "success_false"})");
    const auto reply = known();
    EXPECT_EQ(reply.status, 200);
    const auto document = parsed(reply);
    EXPECT_EQ(document.root()["header"]["success"].text(), "false");
    EXPECT_NE(document.root()["header"]["error"].text().find("non trouv"), std::string::npos);
}

TEST_F(SimulatorFaults, MessagesCanBeLatin1) {
    fault(R"({"say": "rom_not_found", "fault": "latin1"})");
    EXPECT_NE(known().body.find("trouv\xE9"
                                "e"),
              std::string::npos);
}

TEST_F(SimulatorFaults, AMediumCanBeAnotherOneThanPromised) {
    const auto promised = digests_of(medium().body);
    fault(R"([{"fault": "wrong_digest", "times": 1}, {"fault": "corrupt", "times": 1},
              {"fault": "wrong_type", "times": 1}, {"fault": "blank", "times": 1}])");
    const auto other = medium().body;
    EXPECT_EQ(other.substr(1, 3), "PNG");
    EXPECT_NE(digests_of(other).sha1, promised.sha1);
    const auto corrupt = digests_of(medium().body);
    EXPECT_EQ(corrupt.size, promised.size);
    EXPECT_NE(corrupt.sha1, promised.sha1);
    EXPECT_EQ(medium().body.substr(0, 2), "\xFF\xD8");
    EXPECT_LT(medium().body.size(), 300U);
}

TEST_F(SimulatorFaults, EmptyGamesCanPadASearch) {
    fault(R"({"fault": "padded_search"})");
    const auto document = parsed(ask("jeuRecherche.php", {{"recherche", "comet"}}));
    int games = 0;
    document.root()["response"]["jeux"].each([&](curateur::json::View) { ++games; });
    EXPECT_EQ(games, 4);
}

TEST_F(SimulatorFaults, CountersCanComeOutOfOrder) {
    change(R"({"accounts": {"player": {"requests_today": 400}}})");
    fault(R"({"fault": "stale_counters"})");
    const auto document = parsed(known());
    EXPECT_EQ(document.root()["response"]["ssuser"]["requeststoday"].text(), "200");
}

TEST_F(SimulatorFaults, AChanceFallsTheSameWayEveryTime) {
    const auto statuses = [&] {
        std::string all;
        for (int i = 0; i < 40; ++i) {
            all += known().status == 200 ? '.' : 'x';
        }
        return all;
    };
    fault(R"({"status": 500, "chance": 0.3})");
    const auto first = statuses();
    service_.reset();
    fault(R"({"status": 500, "chance": 0.3})");
    EXPECT_EQ(statuses(), first);
    EXPECT_NE(first.find('.'), std::string::npos);
    EXPECT_NE(first.find('x'), std::string::npos);
}

TEST(SimulatorRules, WhatIsWrongWithOneIsSaid) {
    EXPECT_EQ(problem_of(R"([{"status": 500}, {"fault": "nonsense"}])").substr(0, 54),
              "element 2: fault: there is no fault \"nonsense\"; there ");
    EXPECT_EQ(problem_of(R"({"sttus": 500})").substr(0, 23), "what is \"sttus\"? Known ");
    EXPECT_EQ(problem_of(R"({"status": "500"})"), "status: a whole number belongs here");
}

TEST(SimulatorCatalogue, WhatIsWrongWithItIsSaid) {
    const auto problem = [](const std::string& text) {
        const auto read = read_catalogue(text);
        return read ? std::string() : read.error().message;
    };
    EXPECT_EQ(problem("{\n\"games\": [\n}").substr(0, 7), "line 3:");
    EXPECT_EQ(problem(R"({"games": [{"id": 1, "name": "x"}]})"),
              "games: element 1: a game needs an id and a system");
    EXPECT_EQ(
        problem(R"({"games": [{"id": 1, "system": 3, "name": "x", "roms": [{"crc": "1"}]}]})"),
        "games: element 1: roms: element 1: \"1\" is not 8 hexadecimal digits");
    EXPECT_EQ(problem(R"({"games": [{"id": 1, "system": 3, "name": "x", "media": ["cover"]}]})"),
              "games: element 1: media: element 1: the service has no kind of media \"cover\"");
}
