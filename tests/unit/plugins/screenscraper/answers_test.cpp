#include "subject.hpp"

#include <gtest/gtest.h>

using subject::Query;
using subject::Subject;
using test_support::exchange_of;

namespace {

struct Case {
    std::uint32_t http;
    const char* body;
    cur_status status;
};

cur_status parsed(Subject& source, std::uint32_t http, std::string_view body) {
    const Query query(CUR_LOOKUP_FILE);
    return source.parse(query.raw, exchange_of(http, body, "rom"));
}

} // namespace

TEST(ScreenScraperAnswers, EveryStatusHasItsMeaning) {
    const Case cases[] = {
        {400, "probl\xC3\xA8me avec l'url  ", CUR_REJECTED},
        {400, "Il manque des champs obligatoires dans l'url  ", CUR_REJECTED},
        {400, "Champ crc, md5 ou sha1 erron\xC3\xA9  ", CUR_REJECTED},
        {400, "Probl\xE8me dans le nom du fichier rom", CUR_REJECTED},
        {400, "Jeu non trouv\xE9", CUR_NOT_FOUND},
        {401, "API ferm\xC3\xA9 pour les non membres ou les membres inactifs  ", CUR_CLOSED},
        {403,
         "Erreur de login : V\xC3\xA9rifier vos identifiants d\xC3\xA9veloppeur !  ",
         CUR_AUTH_FAILED},
        {403,
         "Erreur de login : V\xC3\xA9rifier les identifiants utilisateurs !  ",
         CUR_AUTH_FAILED},
        {404,
         "Erreur : Rom/Iso/Dossier non trouv\xC3\xA9"
         "e !  ",
         CUR_NOT_FOUND},
        {404,
         "Erreur : Jeu non trouv\xC3\xA9"
         "e !  ",
         CUR_NOT_FOUND},
        {404, "<html><body>404 Not Found</body></html>", CUR_TRANSIENT},
        {423, "API totalement ferm\xC3\xA9", CUR_CLOSED},
        {426,
         "Le logiciel de scrape utilis\xC3\xA9 a \xC3\xA9t\xC3\xA9 blacklist\xC3\xA9",
         CUR_BLOCKED},
        {429, "Le nombre de threads autoris\xC3\xA9 pour le membre est atteint", CUR_RATE_LIMITED},
        {430,
         "Votre quota de scrape est d\xC3\xA9pass\xC3\xA9 pour aujourd'hui !",
         CUR_QUOTA_EXHAUSTED},
        {431, "Faite du tri dans vos fichiers roms et repassez demain !", CUR_MISSES_EXHAUSTED},
        {500, "", CUR_TRANSIENT},
        {503, "<html>", CUR_TRANSIENT},
        {418, "teapot", CUR_SOURCE_FAILED},
        {302, "", CUR_SOURCE_FAILED},
    };
    for (const Case& it : cases) {
        Subject source;
        EXPECT_EQ(parsed(source, it.http, it.body), it.status) << it.http << " " << it.body;
        EXPECT_FALSE(source.results.message.empty());
    }
}

TEST(ScreenScraperAnswers, AStrangeBodyUnder200IsNeverAMiss) {
    const Case cases[] = {
        {200, "", CUR_TRANSIENT},
        {200, "  \n", CUR_TRANSIENT},
        {200, "<html>maintenance</html>", CUR_TRANSIENT},
        {200, "{\"header\":", CUR_MALFORMED},
        {200, "{}", CUR_MALFORMED},
        {200, "Quelque chose", CUR_MALFORMED},
        {200, "Votre quota de scrape est d\xE9pass\xE9", CUR_QUOTA_EXHAUSTED},
        {200,
         "\xEF\xBB\xBF"
         "API totalement ferm\xC3\xA9",
         CUR_CLOSED},
        {200, R"({"header":{"success":"false","error":"API totalement ferm"}})", CUR_CLOSED},
        {200, R"({"header":{"success":"false","error":"hm"}})", CUR_MALFORMED},
    };
    for (const Case& it : cases) {
        Subject source;
        EXPECT_EQ(parsed(source, it.http, it.body), it.status) << it.body;
    }
}

TEST(ScreenScraperAnswers, OnlyAnAnswerWithoutAGameIsAMiss) {
    for (const char* body :
         {R"({"header":{},"response":{"jeu":{}}})", R"({"header":{},"response":{}})"}) {
        Subject source;
        EXPECT_EQ(parsed(source, 200, body), CUR_NOT_FOUND) << body;
    }
    Subject source;
    const Query query(CUR_LOOKUP_NAME);
    EXPECT_EQ(source.parse(query.raw, exchange_of(200, R"({"response":{"jeux":[{}]}})", "search")),
              CUR_NOT_FOUND);
}

TEST(ScreenScraperAnswers, ASpentQuotaSaysWhenTheDayEndsInParis) {
    Subject source;
    EXPECT_EQ(parsed(source, 430, "Votre quota de scrape"), CUR_QUOTA_EXHAUSTED);
    EXPECT_EQ(source.results.retry_at_unix_ms, 1769036400000); // 2026-01-21T23:00:00Z
}

TEST(ScreenScraperAnswers, TheLimitAMinuteWaitsForTheMinute) {
    Subject source;
    EXPECT_EQ(parsed(source, 429, "Le nombre de threads par minute autoris\xC3\xA9 est atteint"),
              CUR_RATE_LIMITED);
    EXPECT_EQ(source.results.retry_after_ms, 60000);
}

TEST(ScreenScraperAnswers, AClosedServiceIsLeftAloneForFiveMinutes) {
    Subject source;
    EXPECT_EQ(parsed(source, 423, "API totalement ferm\xC3\xA9"), CUR_CLOSED);
    EXPECT_EQ(source.results.retry_after_ms, 300000);
}

TEST(ScreenScraperAnswers, ADownloadMayBeARefusalInDisguise) {
    const std::string png("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
    const std::pair<cur_exchange, cur_status> cases[] = {
        {exchange_of(200, png), CUR_OK},
        {exchange_of(200, "%PDF-1.4\n"), CUR_OK},
        {exchange_of(200, "NOMEDIA"), CUR_NOT_FOUND},
        {exchange_of(404, "NOMEDIA"), CUR_NOT_FOUND},
        {exchange_of(200, "CRCOK"), CUR_UNCHANGED},
        {exchange_of(200, "MD5OK  "), CUR_UNCHANGED},
        {exchange_of(200, "SHA1OK"), CUR_UNCHANGED},
        {exchange_of(200, ""), CUR_TRANSIENT},
        {exchange_of(200, "<html>"), CUR_TRANSIENT},
        {exchange_of(200, "Votre quota de scrape est"), CUR_QUOTA_EXHAUSTED},
        {exchange_of(200, "Le nombre de threads autoris"), CUR_RATE_LIMITED},
        {exchange_of(200, "what is this"), CUR_MALFORMED},
        {exchange_of(430, "Votre quota de scrape est"), CUR_QUOTA_EXHAUSTED},
        {exchange_of(502, "<html>"), CUR_TRANSIENT},
    };
    for (const auto& [exchange, status] : cases) {
        Subject source;
        EXPECT_EQ(source.media_answer(exchange), status) << test_support::str(
            {reinterpret_cast<const char*>(exchange.body.ptr), exchange.body.len});
    }
}
