#include "plugin/loader.hpp"
#include "plugin/source_instance.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

class Source : public testing::Test {
protected:
    void SetUp() override {
        loader_.load(std::string(BROKEN_DIR) + "/misbehaving.so");
        loader_.load(std::string(EXAMPLE_DIR) + "/example-plain-c.so");
    }

    plugin::SourceInstance make(const char* id, const plugin::Settings& settings = {}) {
        return *plugin::SourceInstance::create(
            **loader_.find(plugin::Kind::source, id), settings, {});
    }

    plugin::Pushed plan(const char* title) {
        core::Query query;
        query.title = title;
        return make("misbehaving").plan(query);
    }

    plugin::Loader loader_;
};

} // namespace

TEST_F(Source, PlansARequestForAFileName) {
    core::Query query;
    query.lookups = core::lookup_file;
    query.evidence.emplace_back().name = "Game.nes";
    const auto planned = make("plain-c").plan(query);
    ASSERT_FALSE(planned.refusal);
    ASSERT_EQ(planned.requests.size(), 1U);
    EXPECT_EQ(planned.requests[0].url, "https://api.example.org/name");
    EXPECT_EQ(planned.requests[0].query, (std::vector<core::Param>{{"file", "Game.nes", false}}));
    EXPECT_EQ(planned.requests[0].covers, core::lookup_file);
}

TEST_F(Source, MakesARecordOfAnAnswer) {
    plugin::Answer answer;
    answer.status = 200;
    answer.body = "A Game";
    answer.received_unix_ms = 5;
    const auto parsed = make("plain-c").parse({}, answer);
    ASSERT_EQ(parsed.records.size(), 1U);
    EXPECT_EQ(parsed.records[0].source, "plain-c");
    EXPECT_EQ(parsed.records[0].values[0].text, "A Game");
    EXPECT_EQ(parsed.records[0].fetched_unix_ms, 5);
}

TEST_F(Source, SaysThatThereIsNoSuchGame) {
    plugin::Answer answer;
    answer.status = 404;
    const auto parsed = make("plain-c").parse({}, answer);
    ASSERT_TRUE(parsed.refusal);
    EXPECT_EQ(parsed.refusal->status, static_cast<cur_status>(CUR_NOT_FOUND));
    EXPECT_EQ(parsed.refusal->message, "no such game");
}

TEST_F(Source, ThatThrowsIsABugOfThePlugin) {
    const auto planned = plan("throws");
    ASSERT_TRUE(planned.refusal);
    EXPECT_EQ(planned.refusal->status, static_cast<cur_status>(CUR_INTERNAL));
    EXPECT_EQ(planned.refusal->message, "a bug");
}

TEST_F(Source, MayNotPlanMoreThanSixteenRequests) {
    EXPECT_EQ(plan("floods").refusal->message, "planned more than 16 requests at once");
}

TEST_F(Source, MayNotPushTextThatIsNotUtf8) {
    EXPECT_EQ(plan("no utf-8").refusal->message, "pushed a text that is not UTF-8");
}

TEST_F(Source, WithAnUnknownStatusCountsAsTheFirstOfItsBand) {
    const auto planned = plan("unknown status");
    EXPECT_EQ(planned.refusal->status, static_cast<cur_status>(CUR_TRANSIENT));
    EXPECT_EQ(planned.refusal->retry_after_ms, 1500);
}

TEST_F(Source, PushesNothingWhenTheCallFails) {
    const auto planned = plan("fails late");
    ASSERT_TRUE(planned.refusal);
    EXPECT_TRUE(planned.records.empty());
}

TEST_F(Source, KeepsAMediumsRequestApartFromThoseToSend) {
    const auto planned = plan("media");
    EXPECT_TRUE(planned.requests.empty());
    ASSERT_EQ(planned.records.size(), 1U);
    EXPECT_EQ(planned.records[0].media[0].request.query,
              (std::vector<core::Param>{{"id", "7", false}}));
}

TEST_F(Source, ThatRefusesItsSettingsSaysWhy) {
    plugin::Settings settings;
    settings.values["refuse"] = {"true"};
    const auto made = plugin::SourceInstance::create(
        **loader_.find(plugin::Kind::source, "misbehaving"), settings, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::invalid);
    EXPECT_EQ(made.error().message, "misbehaving cannot be used: refuse is set");
}
