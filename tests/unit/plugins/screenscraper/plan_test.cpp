#include "subject.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using subject::Query;
using subject::Subject;
using test_support::c_str;
using test_support::exchange_of;

TEST(ScreenScraperConfig, WithoutDeveloperCredentialsIsAClearError) {
    auto settings = subject::settings();
    settings.erase("devid");
    const Subject source(settings);
    EXPECT_EQ(source.created, CUR_BAD_CONFIG);
    EXPECT_NE(source.results.message.find("sources.screenscraper.devid"), std::string::npos);
}

TEST(ScreenScraperConfig, AUserWithoutAPasswordIsAClearError) {
    auto settings = subject::settings();
    settings.erase("user_password");
    const Subject source(settings);
    EXPECT_EQ(source.created, CUR_BAD_CONFIG);
}

TEST(ScreenScraperPlan, TheAccountIsAskedForWithoutCache) {
    Subject source;
    const Query query(CUR_LOOKUP_ACCOUNT, "");
    ASSERT_EQ(source.plan(query.raw), CUR_OK);
    ASSERT_EQ(source.results.requests.size(), 1U);
    const auto& request = source.results.requests.front();
    EXPECT_EQ(request.url, "http://127.0.0.1:8080/api2/ssuserInfos.php");
    EXPECT_EQ(request.cache_ttl_s, 0);
    EXPECT_EQ(request.at("ssid"), "me");
    EXPECT_EQ(request.at("sspassword"), "CURSECRETbbbbbbbbbbbbbbbb");
    EXPECT_EQ(request.at("output"), "json");
}

TEST(ScreenScraperPlan, AGuestHasNoAccountToAskAbout) {
    auto settings = subject::settings();
    settings.erase("user_id");
    settings.erase("user_password");
    Subject source(settings);
    ASSERT_EQ(source.created, CUR_OK);
    const Query query(CUR_LOOKUP_ACCOUNT);
    EXPECT_EQ(source.plan(query.raw), CUR_UNSUPPORTED);
}

TEST(ScreenScraperPlan, OneRequestCarriesAllEvidenceAndCoversAllItsWays) {
    Subject source;
    Query query(CUR_LOOKUP_HASH | CUR_LOOKUP_FILE | CUR_LOOKUP_SERIAL | CUR_LOOKUP_NAME);
    query.evidence.name = c_str("Zebra Run (USA).sfc");
    query.evidence.size = 1048576;
    query.evidence.crc32 = c_str("a0b0c0d");
    query.evidence.md5 = c_str("00112233445566778899aabbccddeeff");
    query.evidence.sha1 = c_str("00112233445566778899aabbccddeeff00112233");
    ASSERT_EQ(source.plan(query.with_evidence()), CUR_OK);
    ASSERT_EQ(source.results.requests.size(), 1U);
    const auto& request = source.results.requests.front();
    EXPECT_EQ(request.url, "http://127.0.0.1:8080/api2/jeuInfos.php");
    EXPECT_EQ(request.covers, CUR_LOOKUP_HASH | CUR_LOOKUP_FILE);
    EXPECT_EQ(request.at("systemeid"), "4");
    EXPECT_EQ(request.at("romtype"), "rom");
    EXPECT_EQ(request.at("romnom"), "Zebra Run (USA).sfc");
    EXPECT_EQ(request.at("romtaille"), "1048576");
    EXPECT_EQ(request.at("crc"), "0A0B0C0D");
    EXPECT_EQ(request.at("md5"), "00112233445566778899AABBCCDDEEFF");
    EXPECT_EQ(request.at("sha1").size(), 40U);
}

TEST(ScreenScraperPlan, WhatDoesNotChangeTheAnswerIsNotPartOfTheCacheKey) {
    Subject source;
    Query query(CUR_LOOKUP_FILE);
    query.evidence.name = c_str("a.sfc");
    ASSERT_EQ(source.plan(query.with_evidence()), CUR_OK);
    auto unkeyed = source.results.requests.front().unkeyed;
    std::sort(unkeyed.begin(), unkeyed.end());
    EXPECT_EQ(unkeyed,
              (std::vector<std::string>{"devid", "devpassword", "softname", "ssid", "sspassword"}));
}

TEST(ScreenScraperPlan, ASerialNumberIsSentOnlyWhereDigestsAreMissing) {
    Query query(CUR_LOOKUP_HASH | CUR_LOOKUP_FILE | CUR_LOOKUP_SERIAL, "57");
    query.raw.form = CUR_FORM_DISC;
    query.evidence.name = c_str("Disc.iso");
    query.evidence.serial = c_str("SLUS-00001");
    Subject bare;
    ASSERT_EQ(bare.plan(query.with_evidence()), CUR_OK);
    EXPECT_EQ(bare.results.requests.front().at("serialnum"), "SLUS-00001");
    EXPECT_EQ(bare.results.requests.front().at("romtype"), "iso");
    EXPECT_EQ(bare.results.requests.front().covers, CUR_LOOKUP_FILE | CUR_LOOKUP_SERIAL);
    query.evidence.crc32 = c_str("01020304");
    Subject digested;
    ASSERT_EQ(digested.plan(query.with_evidence()), CUR_OK);
    EXPECT_FALSE(digested.results.requests.front().has("serialnum"));
    EXPECT_EQ(digested.results.requests.front().covers,
              CUR_LOOKUP_HASH | CUR_LOOKUP_FILE | CUR_LOOKUP_SERIAL);
}

TEST(ScreenScraperPlan, TheDigestOfAnEmptyFileIsNeverSent) {
    Subject source;
    Query query(CUR_LOOKUP_HASH | CUR_LOOKUP_FILE);
    query.evidence.name = c_str("a.sfc");
    query.evidence.size = 0;
    query.evidence.crc32 = c_str("00000000");
    ASSERT_EQ(source.plan(query.with_evidence()), CUR_OK);
    EXPECT_FALSE(source.results.requests.front().has("crc"));
}

TEST(ScreenScraperPlan, AnArcadeSetIsItsName) {
    Subject source;
    Query query(CUR_LOOKUP_HASH | CUR_LOOKUP_FILE, "75");
    query.raw.form = CUR_FORM_SET;
    query.evidence.name = c_str("pacman.zip");
    query.evidence.crc32 = c_str("01020304");
    ASSERT_EQ(source.plan(query.with_evidence()), CUR_OK);
    EXPECT_FALSE(source.results.requests.front().has("crc"));
    EXPECT_EQ(source.results.requests.front().covers, CUR_LOOKUP_HASH | CUR_LOOKUP_FILE);
}

TEST(ScreenScraperPlan, NamesAreMadeFitForTheService) {
    const std::pair<const char*, const char*> names[] = {
        {"Foo (USA).sfc", "Foo (USA).sfc"},
        {"/mnt/roms/Foo.sfc", "Foo.sfc"},
        {"Super Mario Bros. 2", "Super Mario Bros 2"},
        {"Dr. Mario.desktop", "Dr Mario"},
        {"!Foo.zip", "Foo.zip"},
    };
    for (const auto& [given, sent] : names) {
        Subject source;
        Query query(CUR_LOOKUP_FILE);
        query.evidence.name = c_str(given);
        ASSERT_EQ(source.plan(query.with_evidence()), CUR_OK);
        EXPECT_EQ(source.results.requests.front().at("romnom"), sent);
    }
}

TEST(ScreenScraperPlan, APinnedGameIsAskedByItsNumberAlone) {
    Subject source;
    Query query(CUR_LOOKUP_ID | CUR_LOOKUP_FILE);
    query.raw.source_id = c_str("2138");
    query.evidence.name = c_str("a.sfc");
    ASSERT_EQ(source.plan(query.with_evidence()), CUR_OK);
    ASSERT_EQ(source.results.requests.size(), 1U);
    EXPECT_EQ(source.results.requests.front().at("gameid"), "2138");
    EXPECT_EQ(source.results.requests.front().covers, static_cast<cur_flags>(CUR_LOOKUP_ID));
    EXPECT_FALSE(source.results.requests.front().has("romnom"));
}

TEST(ScreenScraperPlan, ASearchNamesTheSystemAndPlainLetters) {
    Subject source;
    Query query(CUR_LOOKUP_NAME);
    query.raw.title = c_str("Pok\xC3\xA9mon");
    ASSERT_EQ(source.plan(query.raw), CUR_OK);
    EXPECT_EQ(source.results.requests.front().url, "http://127.0.0.1:8080/api2/jeuRecherche.php");
    EXPECT_EQ(source.results.requests.front().at("recherche"), "Pokemon");
    EXPECT_EQ(source.results.requests.front().at("systemeid"), "4");
}

TEST(ScreenScraperPlan, ASearchHasNoArticleAtTheEndAndOneOfTwoTitles) {
    struct Row {
        const char *title, *term;
    };

    for (const Row& row :
         {Row{"Legend of Zelda, The", "Legend of Zelda"},
          {"Legend of Zelda, The - A Link to the Past", "Legend of Zelda - A Link to the Past"},
          {"Rockman 2 ~ Mega Man 2", "Rockman 2"},
          {"Cat, A Tale of One", "Cat, A Tale of One"}}) {
        Subject source;
        Query query(CUR_LOOKUP_NAME);
        query.raw.title = c_str(row.title);
        ASSERT_EQ(source.plan(query.raw), CUR_OK);
        EXPECT_EQ(source.results.requests.front().at("recherche"), row.term);
    }
}

TEST(ScreenScraperPlan, ASearchThatFindsNothingIsRepeatedWithAPartOfTheTitleOnce) {
    struct Row {
        const char *title, *part;
    };

    const std::string nothing = R"({"response":{"jeux":[{}]}})";
    for (const Row& row :
         {Row{"Zelda - A Link to the Past", "A Link to the Past"}, {"Mega Man III", "Mega Man"}}) {
        Subject source;
        Query query(CUR_LOOKUP_NAME);
        query.raw.title = c_str(row.title);
        ASSERT_EQ(source.parse(query.raw, exchange_of(200, nothing, "search")), CUR_OK);
        ASSERT_EQ(source.results.requests.size(), 1U);
        EXPECT_EQ(source.results.requests.front().at("recherche"), row.part);
        EXPECT_EQ(source.results.requests.front().covers, static_cast<cur_flags>(CUR_LOOKUP_NAME));
        EXPECT_EQ(source.parse(query.raw, exchange_of(200, nothing, "search-part")), CUR_NOT_FOUND);
    }
}

TEST(ScreenScraperPlan, ATitleTooShortToSearchForIsLookedUp) {
    Subject source;
    Query query(CUR_LOOKUP_NAME);
    query.raw.title = c_str("The ICO");
    ASSERT_EQ(source.plan(query.raw), CUR_OK);
    EXPECT_EQ(source.results.requests.front().at("romnom"), "The ICO");
}

TEST(ScreenScraperPlan, AnUnknownPlatformIsNotAsked) {
    Subject source;
    Query query(CUR_LOOKUP_FILE, "");
    query.evidence.name = c_str("a.sfc");
    EXPECT_EQ(source.plan(query.with_evidence()), CUR_UNSUPPORTED);
    EXPECT_TRUE(source.results.requests.empty());
}

TEST(ScreenScraperTables, EveryPlatformHasANumberAndEveryMediumAKind) {
    const auto* source = static_cast<const cur_source*>(screenscraper::component()->iface);
    ASSERT_NE(source->info->platforms, nullptr);
    std::map<std::string, std::string> first;
    for (const auto* const* row = source->info->platforms; *row != nullptr; ++row) {
        ASSERT_NE((*row)->natives[0], nullptr);
        first[(*row)->platform] = (*row)->natives[0];
    }
    EXPECT_EQ(first["snes"], "4");
    EXPECT_EQ(first["n64dd"], "122");
    EXPECT_EQ(first["arcade"], "75");
    std::map<std::string, std::string> codes;
    for (const auto* const* row = source->info->media_codes; *row != nullptr; ++row)
        codes[(*row)->native] = (*row)->kind;
    EXPECT_EQ(codes["box-2D"], "cover");
    EXPECT_EQ(codes["wheel-hd"], "logo");
}
