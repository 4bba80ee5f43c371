// The project's own client and the simulator meet.
#include "asking.hpp"
#include "component.hpp"
#include "support/recording_results.hpp"

#include <gtest/gtest.h>

using namespace curateur::simulator;

namespace {

class SimulatorAndSource : public Asking {
protected:
    // A request of the source, answered by the service and read by the source.
    cur_status exchange(cur_flags lookup,
                        std::string_view tag,
                        const Parameters& parameters,
                        const std::string& page) {
        cur_query query{};
        query.struct_size = sizeof query;
        query.lookups = lookup;
        query.native_platform = test_support::c_str("4");
        const auto reply = ask(page, parameters);
        return source_.parse(
            query,
            test_support::exchange_of(static_cast<std::uint32_t>(reply.status), reply.body, tag));
    }

    test_support::SourceUnderTest source_{screenscraper::component(),
                                          {{"devid", "developer"},
                                           {"devpassword", "developer-password"},
                                           {"user_id", "player"},
                                           {"user_password", "pass"},
                                           {"base_url", "http://127.0.0.1:1/api2"}}};
};

} // namespace

TEST_F(SimulatorAndSource, AGameIsRead) {
    ASSERT_EQ(
        exchange(CUR_LOOKUP_HASH, "rom", {{"crc", "0A0B0C0D"}, {"systemeid", "4"}}, "jeuInfos.php"),
        CUR_OK)
        << source_.results.message << source_.results.detail;
    const auto& record = source_.results.records.front();
    EXPECT_EQ(record.source_id, "11");
    EXPECT_EQ(record.text("name"), "Zebra Run");
    EXPECT_EQ(record.texts("description").size(), 6U);
    EXPECT_EQ(record.dumps.size(), 4U);
    EXPECT_TRUE(record.dumps.front().match);
    EXPECT_EQ(record.media.size(), 6U);
    EXPECT_EQ(record.media.front().kind, "screenshot");
    EXPECT_EQ(record.media.front().sha1.size(), 40U);
    EXPECT_EQ(source_.results.accounts.front().concurrency, 2);
}

TEST_F(SimulatorAndSource, QuirksOfTheJsonAreForgiven) {
    for (const char* const quirk : {"trailing_comma",
                                    "lone_backslash",
                                    "control_character",
                                    "no_ssuser",
                                    "null_fields",
                                    "keyed_lists",
                                    "no_digests",
                                    "placeholder"}) {
        fault(std::string(R"({"times": 1, "fault": ")") + quirk + "\"}");
        EXPECT_EQ(exchange(CUR_LOOKUP_ID, "id", {{"gameid", "11"}}, "jeuInfos.php"), CUR_OK)
            << quirk << ": " << source_.results.message << source_.results.detail;
        EXPECT_EQ(source_.results.records.back().media.size(), 6U) << quirk;
    }
}

TEST_F(SimulatorAndSource, TheStatusesMeanWhatTheyShould) {
    const std::pair<const char*, cur_status> meanings[] = {
        {"rom_not_found", CUR_NOT_FOUND},
        {"closed", CUR_CLOSED},
        {"closed_to_guests", CUR_CLOSED},
        {"blacklisted", CUR_BLOCKED},
        {"threads", CUR_RATE_LIMITED},
        {"minute", CUR_RATE_LIMITED},
        {"quota", CUR_QUOTA_EXHAUSTED},
        {"misses", CUR_MISSES_EXHAUSTED},
        {"developer", CUR_AUTH_FAILED},
        {"hash", CUR_REJECTED},
    };
    for (const auto& [name, meaning] : meanings) {
        fault(std::string(R"({"times": 1, "say": ")") + name + "\"}");
        EXPECT_EQ(exchange(CUR_LOOKUP_ID, "id", {{"gameid", "11"}}, "jeuInfos.php"), meaning)
            << name;
    }
}

TEST_F(SimulatorAndSource, ASearchIsRead) {
    ASSERT_EQ(exchange(CUR_LOOKUP_NAME,
                       "search",
                       {{"recherche", "comet"}, {"systemeid", "4"}},
                       "jeuRecherche.php"),
              CUR_OK);
    EXPECT_EQ(source_.results.records.front().source_id, "12");
}

TEST_F(SimulatorAndSource, ASearchForNothingFindsNothing) {
    EXPECT_EQ(exchange(CUR_LOOKUP_NAME, "search", {{"recherche", "xyzzy"}}, "jeuRecherche.php"),
              CUR_NOT_FOUND);
}

TEST_F(SimulatorAndSource, TheAccountIsRead) {
    ASSERT_EQ(exchange(CUR_LOOKUP_ACCOUNT, "account", {}, "ssuserInfos.php"), CUR_OK);
    EXPECT_EQ(source_.results.users.front(), "player");
    EXPECT_EQ(source_.results.accounts.front().per_day, 20000);
}
