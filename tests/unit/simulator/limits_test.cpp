#include "asking.hpp"

#include <gtest/gtest.h>

using namespace curateur::simulator;

namespace {

class SimulatorLimits : public Asking {
protected:
    Reply unknown() { return game({{"systemeid", "4"}, {"romnom", "Nothing.sfc"}}); }

    Reply known(Parameters who = member()) {
        return ask("jeuInfos.php", {{"gameid", "12"}}, std::move(who));
    }

    std::string user(const Reply& reply, const char* field) {
        const auto document = parsed(reply);
        return document.root()["response"]["ssuser"][field].text();
    }
};

} // namespace

TEST_F(SimulatorLimits, AnEmptyQueryIsAProblem) {
    const auto reply = ask("jeuInfos.php", {}, {});
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.body, "problème avec l'url  ");
}

TEST_F(SimulatorLimits, TheDeveloperAndTheProgramMustBeNamed) {
    for (const char* const name : {"devid", "devpassword", "softname"}) {
        auto who = member();
        who.erase(name);
        EXPECT_EQ(known(who).status, 400) << name;
    }
}

TEST_F(SimulatorLimits, AWrongDeveloperIsRefused) {
    auto who = member();
    who.erase("devpassword");
    who.emplace("devpassword", "wrong");
    const auto reply = known(who);
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(reply.body.find("développeur"), std::string::npos);
}

TEST_F(SimulatorLimits, TheAccountPageBlamesTheUserForAWrongDeveloperToo) {
    auto who = member();
    who.erase("devid");
    who.emplace("devid", "wrong");
    const auto reply = ask("ssuserInfos.php", {}, who);
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(reply.body.find("utilisateurs"), std::string::npos);
}

TEST_F(SimulatorLimits, TheAccountPageWantsAUser) {
    EXPECT_EQ(ask("ssuserInfos.php", {}, guest()).status, 403);
}

TEST_F(SimulatorLimits, AWrongPasswordMakesAGuest) {
    auto who = member();
    who.erase("sspassword");
    who.emplace("sspassword", "wrong");
    const auto reply = known(who);
    EXPECT_EQ(user(reply, "niveau"), "0");
    EXPECT_EQ(user(reply, "maxrequestsperday"), "10000");
    EXPECT_EQ(service_.log().entries().back().user_ok, std::optional(false));
}

TEST_F(SimulatorLimits, TheAccountPageTellsTheLimits) {
    const auto reply = ask("ssuserInfos.php", {});
    EXPECT_EQ(user(reply, "id"), "player");
    EXPECT_EQ(user(reply, "maxthreads"), "2");
    EXPECT_EQ(user(reply, "niveau"), "1");
}

TEST_F(SimulatorLimits, InfrastructureIsToldWithoutAUser) {
    const auto document = parsed(ask("ssinfraInfos.php", {}, guest()));
    EXPECT_TRUE(document.root()["response"]["serveurs"]);
    EXPECT_FALSE(document.root()["response"]["ssuser"]);
}

TEST_F(SimulatorLimits, ABannedProgramIsRefused) {
    change(R"({"blacklist": ["test 1"]})");
    EXPECT_EQ(known().status, 426);
}

TEST_F(SimulatorLimits, WhenClosedItIsClosedToAll) {
    change(R"({"closed": true})");
    EXPECT_EQ(known().status, 423);
}

TEST_F(SimulatorLimits, ItCanBeClosedToGuests) {
    change(R"({"closed_to_guests": true})");
    EXPECT_EQ(known(guest()).status, 401);
    EXPECT_EQ(known().status, 200);
}

TEST_F(SimulatorLimits, ItCanBeClosedToMembersWhoGaveNothing) {
    change(R"({"closed_to_leechers": true})");
    EXPECT_EQ(known().status, 401);
    auto helper = member();
    helper.erase("ssid");
    helper.emplace("ssid", "helper");
    EXPECT_EQ(known(helper).status, 200);
}

TEST_F(SimulatorLimits, MoreAtOnceThanAllowedIsRefusedMediaIncluded) {
    std::unique_ptr<Ticket> first;
    std::unique_ptr<Ticket> second;
    EXPECT_EQ(ask("jeuInfos.php", {{"gameid", "12"}}, member(), first).status, 200);
    EXPECT_EQ(ask("mediaJeu.php",
                  {{"systemeid", "4"}, {"jeuid", "11"}, {"media", "ss(us)"}},
                  member(),
                  second)
                  .status,
              200);
    const auto reply = known();
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(reply.body, "Le nombre de threads autorisé pour le membre est atteint  ");
    EXPECT_EQ(service_.log().entries().back().in_flight, 3);
    first->finish(true);
    EXPECT_EQ(known().status, 200);
}

TEST_F(SimulatorLimits, MoreAMinuteThanAllowedIsRefused) {
    change(R"({"accounts": {"player": {"per_minute": 2}}})");
    EXPECT_EQ(known().status, 200);
    EXPECT_EQ(ask("ssuserInfos.php", {}).status, 200); // free
    EXPECT_EQ(known().status, 200);
    EXPECT_NE(known().body.find("par minute"), std::string::npos);
}

TEST_F(SimulatorLimits, TheDaysRequestsEndAndAreCountedBeyond) {
    change(R"({"accounts": {"player": {"requests_today": 19999}}})");
    EXPECT_EQ(known().status, 200);
    EXPECT_EQ(known().status, 430);
    EXPECT_EQ(known().status, 430);
    EXPECT_EQ(ask("ssuserInfos.php", {}).status, 200);
    EXPECT_EQ(service_.accounts().all().front().requests_today, 20002);
}

TEST_F(SimulatorLimits, TheNextDayBeginsAtNought) {
    change(R"({"accounts": {"player": {"requests_today": 20000}}})");
    change(R"({"next_day": true})");
    EXPECT_EQ(known().status, 200);
}

TEST_F(SimulatorLimits, RequestsAreReportedInTens) {
    change(R"({"accounts": {"player": {"requests_today": 37}}})");
    EXPECT_EQ(user(known(), "requeststoday"), "30");
}

TEST_F(SimulatorLimits, AMissIsCounted) {
    static_cast<void>(unknown());
    EXPECT_EQ(user(known(), "requestskotoday"), "1");
}

TEST_F(SimulatorLimits, OnlyMissesAreRefusedOnceTheirAllowanceIsSpent) {
    change(R"({"accounts": {"player": {"misses_today": 2000}}})");
    const auto reply = unknown();
    EXPECT_EQ(reply.status, 431);
    EXPECT_EQ(reply.body, "Faite du tri dans vos fichiers roms et repassez demain !  ");
    EXPECT_EQ(known().status, 200);
}

TEST_F(SimulatorLimits, MediaCountInTheDayUnlessTheyAreFree) {
    const Parameters medium = {{"systemeid", "4"}, {"jeuid", "11"}, {"media", "ss(us)"}};
    static_cast<void>(ask("mediaJeu.php", medium));
    EXPECT_EQ(service_.accounts().all().front().requests_today, 1);
    change(R"({"media_counts": false})");
    static_cast<void>(ask("mediaJeu.php", medium));
    EXPECT_EQ(service_.accounts().all().front().requests_today, 1);
}

TEST_F(SimulatorLimits, NoSecretIsLogged) {
    static_cast<void>(known());
    const auto lines = service_.log().lines();
    EXPECT_EQ(lines.find("developer-password"), std::string::npos);
    EXPECT_EQ(lines.find("\"pass\""), std::string::npos);
    EXPECT_NE(lines.find("\"developer_ok\":true,\"user_ok\":true"), std::string::npos);
}

TEST_F(SimulatorLimits, AResetMakesEverythingAsAtTheStart) {
    change(R"({"closed": true, "accounts": {"player": {"requests_today": 500}}})");
    fault(R"({"status": 500})");
    service_.reset();
    EXPECT_EQ(known().status, 200);
    EXPECT_EQ(service_.accounts().all().front().requests_today, 1);
    EXPECT_EQ(service_.log().entries().size(), 1U);
}

TEST_F(SimulatorLimits, TheListsAreServed) {
    for (const char* const page : {"systemesListe.php",
                                   "genresListe.php",
                                   "regionsListe.php",
                                   "languesListe.php",
                                   "mediasJeuListe.php",
                                   "mediasSystemeListe.php",
                                   "romTypesListe.php",
                                   "supportTypesListe.php",
                                   "nbJoueursListe.php",
                                   "classificationsListe.php",
                                   "userlevelsListe.php",
                                   "infosJeuListe.php",
                                   "infosRomListe.php",
                                   "famillesListe.php"}) {
        const auto reply = ask(page, {});
        EXPECT_EQ(reply.status, 200) << page;
        EXPECT_TRUE(parsed(reply).root()["response"].is_object()) << page;
    }
}

TEST_F(SimulatorLimits, APageThereIsNotIsNotFound) {
    EXPECT_EQ(ask("nothing.php", {}).status, 404);
}

TEST_F(SimulatorLimits, TheLatencyOfTheRealServiceDependsOnTheOutcome) {
    change(R"({"latency_ms": 100, "media_latency_ms": 28, "real_profile": true})");
    EXPECT_EQ(known().latency_ms, 100);
    EXPECT_EQ(unknown().latency_ms, 52);
    EXPECT_EQ(ask("jeuRecherche.php", {{"recherche", "comet"}}).latency_ms, 200);
    EXPECT_EQ(
        ask("mediaJeu.php", {{"systemeid", "4"}, {"jeuid", "11"}, {"media", "ss(us)"}}).latency_ms,
        28);
}
