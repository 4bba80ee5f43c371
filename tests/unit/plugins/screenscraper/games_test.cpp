#include "subject.hpp"

#include <gtest/gtest.h>

using subject::Query;
using subject::Subject;
using test_support::c_str;
using test_support::exchange_of;

namespace {

constexpr const char* k_user =
    R"("ssuser":{"id":"me","niveau":"1","maxthreads":"6","maxdownloadspeed":"128","requeststoday":"10",)"
    R"("requestskotoday":"2","maxrequestspermin":"3072","maxrequestsperday":"20000","maxrequestskoperday":"2000"})";

constexpr const char* k_zebra = R"j({
 "id":"900001","romid":"77","notgame":"false",
 "noms":[{"region":"ss","text":"Zebra Run, The"},{"region":"uk","text":"Zebra Run : Turbo"},{"region":"jp","text":"Shimauma"}],
 "systeme":{"id":"4","text":"Super Nintendo"},
 "editeur":{"id":"1","text":"Acme&nbsp;Soft"},"developpeur":{"id":"2","text":"Acme R&D"},
 "joueurs":{"text":"1-2"},"note":{"text":"14"},"topstaff":null,"controles":["x"],
 "synopsis":[{"langue":"en","text":"Run &quot;fast&quot;.\r\nIt&#039;s fun."},{"langue":"kr","text":"k"}],
 "classifications":[{"type":"PEGI","text":"7"}],
 "dates":[{"region":"eu","text":"1995-05-02"},{"region":"eu","text":"1994"},{"region":"jp","text":"soon"}],
 "genres":[{"id":"2915","principale":"0","parentid":"7","noms":[{"langue":"en","text":"Platform / Run"}]},
           {"id":"7","principale":"1","parentid":"0","noms":[{"langue":"en","text":"Platform"},{"langue":"fr","text":"Plateforme"}]}],
 "familles":[{"id":"1","noms":[{"langue":"fr","text":"Zebra"}]}],
 "medias":[
  {"type":"ss","parent":"jeu","url":"https://neoclone.screenscraper.fr/api2/mediaJeu.php?devid=D&devpassword=P&softname=x y&ssid=U&sspassword=W&systemeid=4&jeuid=900001&media=ss(wor)","region":"uk","crc":"0a1b2c3d","md5":"00112233445566778899aabbccddeeff","sha1":"0011223344556677889900112233445566778899","size":"4321","format":"png"},
  {"type":"ss","parent":"jeu","url":"https://neoclone.screenscraper.fr/twice","region":"uk","format":"png"},
  {"type":"wheel","parent":"jeu","url":"#screenscraperserveur#api2/mediaJeu.php?media=wheel(wor)","region":"us","format":"png"},
  {"type":"pictoliste","parent":"genre","id":"7","url":"https://x/","format":"png"},
  {"type":"figurine","parent":"famille","url":"https://x/","format":"png"}],
 "roms":[
  {"id":"77","romsize":"1048576","romfilename":"Zebra Run (UK).sfc","romcrc":"A0B0C0D","rommd5":"","romsha1":"","regions":{"regions_shortname":["uk","sp"]},"langues":{"langues_shortname":["en","cz"]}},
  {"id":"78","romsize":"0","romfilename":"Zebra Run (Japan).sfc","romcrc":"xyz","rommd5":"","romsha1":""}]
})j";

std::string answer(std::string_view game, std::string_view account = k_user) {
    return R"({"header":{"success":"true"},"response":{)" + std::string(account) + R"(,"jeu":)" +
           std::string(game) + "}}";
}

const test_support::RecordedRecord&
parsed(Subject& source, std::string_view game, const char* native = "4", const char* tag = "rom") {
    const Query query(CUR_LOOKUP_FILE, native);
    const std::string body = answer(game);
    EXPECT_EQ(source.parse(query.raw, exchange_of(200, body, tag)), CUR_OK)
        << source.results.message;
    static const test_support::RecordedRecord none;
    return source.results.records.empty() ? none : source.results.records.front();
}

} // namespace

TEST(ScreenScraperGames, ValuesAreInTheRegistrysTerms) {
    Subject source;
    const auto& record = parsed(source, k_zebra);
    EXPECT_EQ(record.source_id, "900001");
    EXPECT_EQ(record.texts("name"),
              (std::vector<std::string>{"The Zebra Run", "Zebra Run: Turbo", "Shimauma"}));
    EXPECT_EQ(record.texts("description"),
              (std::vector<std::string>{"Run \"fast\".\nIt's fun.", "k"}));
    EXPECT_EQ(record.texts("release_date"), (std::vector<std::string>{"1994"}));
    EXPECT_EQ(record.text("publisher"), "Acme Soft");
    EXPECT_EQ(record.text("developer"), "Acme R&D");
    EXPECT_EQ(record.text("players"), "1-2");
    EXPECT_EQ(record.text("rating"), "0.7");
    EXPECT_EQ(record.texts("genre"), (std::vector<std::string>{"Platform", "Plateforme"}));
    EXPECT_EQ(record.text("age_rating"), "PEGI:7");
    EXPECT_EQ(record.text("series"), "Zebra");
    std::vector<std::string> places;
    for (const auto& value : record.values)
        if (value.field == "name" || value.field == "description")
            places.push_back(value.region + value.language);
    EXPECT_EQ(places, (std::vector<std::string>{"own", "gb", "jp", "en", "ko"}));
}

TEST(ScreenScraperGames, RatingsAreParts) {
    const std::pair<const char*, const char*> notes[] = {
        {"20", "1"}, {"19", "0.95"}, {"1", "0.05"}, {"2", "0.1"}, {"0", ""}, {"21", ""}, {"x", ""}};
    for (const auto& [note, rating] : notes) {
        Subject source;
        EXPECT_EQ(parsed(source, R"({"id":"1","note":{"text":")" + std::string(note) + R"("}})")
                      .text("rating"),
                  rating);
    }
}

TEST(ScreenScraperGames, MediaKeepTheirAddressButCarryOurCredentials) {
    Subject source;
    const auto& media = parsed(source, k_zebra).media;
    ASSERT_EQ(media.size(), 2U);
    EXPECT_EQ(media[0].kind, "screenshot");
    EXPECT_EQ(media[0].region, "gb");
    EXPECT_EQ(media[0].size, 4321U);
    EXPECT_EQ(media[0].sha1, "0011223344556677889900112233445566778899");
    EXPECT_EQ(media[0].url,
              "https://neoclone.screenscraper.fr/api2/"
              "mediaJeu.php?systemeid=4&jeuid=900001&media=ss(wor)&devid=dev"
              "&devpassword=CURSECRETaaaaaaaaaaaaaaaa&softname=test-1&ssid=me&sspassword="
              "CURSECRETbbbbbbbbbbbbbbbb");
    EXPECT_EQ(media[1].kind, "logo");
    EXPECT_EQ(media[1].variant, "plain");
    EXPECT_EQ(media[1].url.substr(0, 58),
              "http://127.0.0.1:8080/api2/mediaJeu.php?media=wheel(wor)&d");
}

TEST(ScreenScraperGames, EveryDumpIsReportedAndTheMatchedRowMarked) {
    Subject source;
    const auto& dumps = parsed(source, k_zebra).dumps;
    ASSERT_EQ(dumps.size(), 2U);
    EXPECT_TRUE(dumps[0].match);
    EXPECT_EQ(dumps[0].crc32, "0a0b0c0d");
    EXPECT_EQ(dumps[0].size, 1048576U);
    EXPECT_EQ(dumps[0].regions, "gb,es");
    EXPECT_EQ(dumps[0].languages, "en,cs");
    EXPECT_FALSE(dumps[1].match);
    EXPECT_EQ(dumps[1].crc32, "");
    EXPECT_EQ(dumps[1].size, CUR_SIZE_UNKNOWN);
}

TEST(ScreenScraperGames, OnlyASharedDigestIsAMatchByHash) {
    const std::string game =
        R"({"id":"1","rom":{"id":"7","romfilename":"a.sfc","romcrc":"A0B0C0D","romregions":"fr,us"}})";
    for (const auto& [crc, way] :
         {std::pair{"0a0b0c0d", CUR_LOOKUP_HASH}, std::pair{"0a0b0c0e", CUR_LOOKUP_FILE}}) {
        Subject source;
        Query query(CUR_LOOKUP_HASH | CUR_LOOKUP_FILE);
        query.evidence.crc32 = c_str(crc);
        const std::string body = answer(game);
        ASSERT_EQ(source.parse(query.with_evidence(), exchange_of(200, body, "rom")), CUR_OK);
        EXPECT_EQ(source.results.records.front().matched_by, static_cast<cur_flags>(way));
        ASSERT_EQ(source.results.records.front().dumps.size(), 1U);
        EXPECT_TRUE(source.results.records.front().dumps.front().match);
        EXPECT_EQ(source.results.records.front().dumps.front().regions, "fr,us");
    }
}

TEST(ScreenScraperGames, WhatIsNoGameIsFlagged) {
    for (
        const char* game :
        {R"({"id":"1","notgame":"true"})",
         R"({"id":"1","noms":[{"region":"ss","text":"Fine"},{"region":"eu","text":"ZZZ(notgame):Bios"}]})",
         R"({"id":"1","noms":{"region":"ss","text":"zzz"}})"}) {
        Subject source;
        EXPECT_EQ(parsed(source, game).flags, static_cast<cur_flags>(CUR_RECORD_NOT_A_GAME))
            << game;
    }
}

TEST(ScreenScraperGames, AdultGamesAreFlagged) {
    Subject source;
    EXPECT_EQ(parsed(source, R"({"id":"1","genres":[{"id":"413","noms":[]}]})").flags,
              static_cast<cur_flags>(CUR_RECORD_ADULT));
}

TEST(ScreenScraperGames, AChildOfTheSystemAskedCountsAsThatSystem) {
    struct {
        const char *asked, *system, *reported;
    } const cases[] = {
        {"75", R"({"id":"6","parentid":"75"})", "75"},
        {"75", R"({"id":"6"})", "75"},
        {"4", R"({"id":"107","parentid":"107"})", "4"},
        {"4", R"({"id":"3"})", "3"},
        {"65", R"({"id":"60"})", "60"},
    };

    for (const auto& it : cases) {
        Subject source;
        EXPECT_EQ(parsed(source, R"({"id":"1","systeme":)" + std::string(it.system) + "}", it.asked)
                      .native_platform,
                  it.reported)
            << it.asked << it.system;
    }
}

TEST(ScreenScraperGames, TheAccountsFiguresAreReported) {
    Subject source;
    const std::string body = R"({"header":{},"response":{)" + std::string(k_user) + "}}";
    const Query query(CUR_LOOKUP_ACCOUNT);
    ASSERT_EQ(source.parse(query.raw, exchange_of(200, body, "account")), CUR_OK);
    ASSERT_EQ(source.results.accounts.size(), 1U);
    const cur_account& account = source.results.accounts.front();
    EXPECT_EQ(account.concurrency, 6);
    EXPECT_EQ(account.per_minute, 3072);
    EXPECT_EQ(account.per_day, 20000);
    EXPECT_EQ(account.used_today, 10);
    EXPECT_EQ(account.misses_per_day, 2000);
    EXPECT_EQ(account.misses_today, 2);
    EXPECT_EQ(account.resets_at_unix_ms, 1769036400000);
    EXPECT_EQ(source.results.users.front(), "me");
}

TEST(ScreenScraperGames, AStoredAnswerSaysNothingOfTheAccount) {
    Subject source;
    const Query query(CUR_LOOKUP_FILE);
    const std::string body = answer(k_zebra);
    cur_exchange stored = exchange_of(200, body, "rom");
    stored.from_cache = 1;
    ASSERT_EQ(source.parse(query.raw, stored), CUR_OK);
    EXPECT_TRUE(source.results.accounts.empty());
}

TEST(ScreenScraperGames, BeingTreatedAsAGuestAgainstOurWillEndsTheSource) {
    Subject source;
    const Query query(CUR_LOOKUP_FILE);
    const std::string body = answer(k_zebra, R"("ssuser":{"id":"","niveau":"0","maxthreads":"1"})");
    EXPECT_EQ(source.parse(query.raw, exchange_of(200, body, "rom")), CUR_AUTH_FAILED);
}

TEST(ScreenScraperGames, ASearchYieldsCandidates) {
    Subject source;
    const Query query(CUR_LOOKUP_NAME);
    ASSERT_EQ(
        source.parse(
            query.raw,
            exchange_of(200, R"({"response":{"jeux":[{"id":"1"},{},{"id":"2"}]}})", "search")),
        CUR_OK);
    ASSERT_EQ(source.results.records.size(), 2U);
    EXPECT_EQ(source.results.records[1].flags, static_cast<cur_flags>(CUR_RECORD_CANDIDATE));
}
