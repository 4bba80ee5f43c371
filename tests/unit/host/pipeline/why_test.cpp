#include "pipeline/why.hpp"

#include <gtest/gtest.h>

namespace curateur::pipeline {
namespace {

core::Request medium_request() {
    core::Request request;
    request.url =
        "https://x/media.php?media=box(us)&ssid=ann&devpassword=CURSECRETabcdefghijklmnop";
    request.query = {{"id", "7", false},
                     {"softname", "curateur", true},
                     {"token", "CURSECRETabcdefghijklmnop", false}};
    return request;
}

TEST(ShownUrl, KeepsWhatTellsTheMediumAndNothingOfWhoAsks) {
    core::Settings settings;
    settings.values = {{"user_id", {"ann"}}, {"empty", {""}}};
    EXPECT_EQ(shown_url(medium_request(), settings), "https://x/media.php?media=box(us)&id=7");
}

TEST(ShownUrl, IsTheAddressAloneWhenAllElseIsSecret) {
    core::Request request;
    request.url = "https://x/a.png?key=CURSECRETabcdefghijklmnop";
    EXPECT_EQ(shown_url(request, {}), "https://x/a.png");
}

TEST(Decision, AsksForEveryReasonBeforeHasRecordAndForNoneFromThereOn) {
    using Because = Lookups::Because;
    EXPECT_TRUE(Lookups::Decision{Because::decidable}.asks());
    EXPECT_FALSE(Lookups::Decision{Because::has_record}.asks());
    EXPECT_FALSE(Lookups::Decision{Because::complete}.asks());
}

} // namespace
} // namespace curateur::pipeline
