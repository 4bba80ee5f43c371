// Real answers of the service, where they are at hand.
#include "subject.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using subject::Query;
using subject::Subject;
using test_support::exchange_of;

namespace {

const std::filesystem::path folder =
    std::filesystem::path(CURATEUR_SHARED_DATA) / "screenscraper" / "recorded";

std::string recorded(const char* name) {
    std::ifstream file(folder / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class ScreenScraperRecorded : public testing::Test {
    void SetUp() override {
        if (!std::filesystem::exists(folder))
            GTEST_SKIP() << "no recorded answers in " << folder;
    }
};

} // namespace

TEST_F(ScreenScraperRecorded, ZeldaIsReadWhole) {
    Subject source;
    const Query query(CUR_LOOKUP_ID);
    const std::string body = recorded("2026-01-game_info.json");
    ASSERT_EQ(source.parse(query.raw, exchange_of(200, body, "id")), CUR_OK)
        << source.results.message;
    const auto& record = source.results.records.front();
    EXPECT_EQ(record.source_id, "2138");
    EXPECT_EQ(record.native_platform, "4");
    EXPECT_EQ(record.matched_by, static_cast<cur_flags>(CUR_LOOKUP_ID));
    EXPECT_EQ(record.texts("name")[1], "The Legend of Zelda: A Link to the Past");
    EXPECT_EQ(record.text("rating"), "0.95");
    EXPECT_EQ(record.texts("release_date").size(), 3U);
    EXPECT_EQ(record.dumps.size(), 111U);
    EXPECT_TRUE(std::any_of(record.media.begin(), record.media.end(), [](const auto& it) {
        return it.kind == "cover";
    }));
    for (const auto& medium : record.media) {
        EXPECT_EQ(medium.url.find("DEVPASS"), std::string::npos);
        EXPECT_EQ(medium.url.find("USERPASS"), std::string::npos);
    }
    EXPECT_EQ(source.results.accounts.front().concurrency, 9);
}

TEST_F(ScreenScraperRecorded, TheOlderAnswerIsReadToo) {
    Subject source;
    const Query query(CUR_LOOKUP_ID);
    const std::string body = recorded("2025-07-get_game_info_by_game_id.json");
    ASSERT_EQ(source.parse(query.raw, exchange_of(200, body, "id")), CUR_OK)
        << source.results.message;
    EXPECT_FALSE(source.results.records.front().texts("name").empty());
    EXPECT_FALSE(source.results.records.front().dumps.empty());
}

TEST_F(ScreenScraperRecorded, TheAccountIsRead) {
    Subject source;
    const Query query(CUR_LOOKUP_ACCOUNT);
    const std::string body = recorded("2026-01-user_info.json");
    ASSERT_EQ(source.parse(query.raw, exchange_of(200, body, "account")), CUR_OK)
        << source.results.message;
    EXPECT_EQ(source.results.accounts.front().per_day, 100000);
}

TEST_F(ScreenScraperRecorded, AnEmptySearchIsAMiss) {
    Subject source;
    const Query query(CUR_LOOKUP_NAME);
    const std::string body = recorded("2025-07-search_games_no_results.json");
    EXPECT_EQ(source.parse(query.raw, exchange_of(200, body, "search")), CUR_NOT_FOUND);
}

TEST_F(ScreenScraperRecorded, ARefusedDigestIsNoMiss) {
    Subject source;
    const Query query(CUR_LOOKUP_HASH);
    const std::string body = recorded("2025-07-get_game_info_by_crc.txt");
    EXPECT_EQ(source.parse(query.raw, exchange_of(400, body, "rom")), CUR_REJECTED);
}
