#include "match/ranking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::match {
namespace {

using testing::HasSubstr;

const double k_accept = accept_distance(Level::normal);

void add_value(core::Record& record, const char* field, const char* text, const char* region) {
    core::Value value;
    value.field = field;
    value.text = text;
    value.region = region;
    record.values.push_back(value);
}

core::Record a_game(const char* id, const char* name, const char* region = "us") {
    core::Record record;
    record.source_id = id;
    record.native_platform = "3";
    record.flags = core::record_candidate;
    add_value(record, "name", name, region);
    return record;
}

Subject a_file(const char* title) {
    Subject subject;
    subject.title = title;
    subject.native_platforms = {"3"};
    subject.regions = {"us"};
    core::Evidence evidence;
    evidence.name = std::string(title) + " (USA).nes";
    evidence.size = 4096;
    subject.evidence = {evidence};
    return subject;
}

std::string taken(const Choice& choice) {
    return choice.verdict.accepted ? choice.ranked.front().record->source_id : "";
}

TEST(Choose, TakesTheNearestThatIsNearEnough) {
    const std::vector games{a_game("1", "Zebra Run 2"), a_game("2", "Zebra Run")};
    const auto choice = choose(games, a_file("Zebra Run"), k_accept);
    EXPECT_EQ(taken(choice), "2");
    EXPECT_EQ(choice.verdict.how, How::search);
    EXPECT_EQ(choice.ranked.size(), 2U);
}

TEST(Choose, LeavesItToTheUserWhenNoneIsNearEnoughAndSaysWhy) {
    const std::vector games{a_game("1", "Zebra Run: Savanna")};
    const auto choice = choose(games, a_file("Zebra Run"), k_accept);
    EXPECT_EQ(taken(choice), "");
    EXPECT_THAT(choice.verdict.reason, HasSubstr("none of the games that the search found"));
    EXPECT_THAT(choice.verdict.reason, HasSubstr("the file name has no subtitle 0.35"));
}

TEST(Choose, LeavesItToTheUserWhenTwoAreAsNear) {
    const std::vector games{a_game("1", "Zebra Run"), a_game("2", "Zebra Run")};
    const auto choice = choose(games, a_file("Zebra Run"), k_accept);
    EXPECT_EQ(taken(choice), "");
    EXPECT_THAT(choice.verdict.reason, HasSubstr("two games are as near"));
}

TEST(Choose, GoesByTheNameOfTheFilesRegion) {
    auto lost = a_game("1", "Zebra Run: Lost Herd");
    add_value(lost, "name", "Zebra Run 2", "jp");
    auto other = a_game("2", "Zebra Run 2");
    add_value(other, "name", "Zebra USA", "jp");
    auto file = a_file("Zebra Run 2");
    EXPECT_EQ(taken(choose({lost, other}, file, k_accept)), "2");
    file.regions = {"jp"};
    EXPECT_EQ(taken(choose({lost, other}, file, k_accept)), "1");
    file.regions = {};
    EXPECT_EQ(taken(choose({lost, other}, file, k_accept)), "");
}

TEST(Choose, TellsARemakeByItsYear) {
    auto first = a_game("1", "Zebra Run");
    add_value(first, "release_date", "1989-05-02", "");
    auto second = a_game("2", "Zebra Run");
    add_value(second, "release_date", "2008", "");
    auto file = a_file("Zebra Run");
    file.year = 2008;
    const std::vector games{first, second};
    const auto choice = choose(games, file, k_accept);
    EXPECT_EQ(taken(choice), "2");
    EXPECT_EQ(choice.ranked.back().year, "1989");
}

TEST(Choose, TakesADumpOfTheVeryNameWhateverTheGameIsCalled) {
    auto game = a_game("1", "Shimauma Dash");
    core::Dump dump;
    dump.evidence.name = "zebra run (usa).zip";
    game.dumps = {dump};
    EXPECT_EQ(taken(choose({a_game("2", "Zebra Run 2"), game}, a_file("Zebra Run"), k_accept)),
              "1");
}

TEST(Choose, LetsADumpOfTheVerySizeSpeakForAGame) {
    auto game = a_game("1", "Zebra Run: Savanna");
    core::Dump dump;
    dump.evidence.size = 4096;
    game.dumps = {dump};
    EXPECT_EQ(taken(choose({game}, a_file("Zebra Run"), k_accept)), "1");
}

TEST(Choose, LooksAtNoOtherPlatformAndNoNonGame) {
    auto elsewhere = a_game("1", "Zebra Run");
    elsewhere.native_platform = "4";
    auto no_game = a_game("2", "Zebra Run");
    no_game.flags |= core::record_not_a_game;
    const std::vector games{elsewhere, no_game};
    const auto choice = choose(games, a_file("Zebra Run"), k_accept);
    EXPECT_EQ(taken(choice), "");
    EXPECT_TRUE(choice.ranked.empty());
}

TEST(Choose, TakesVerifiedBytesBeforeEveryName) {
    auto game = a_game("1", "Shimauma Dash");
    core::Dump dump;
    dump.evidence.sha1 = "aa";
    game.dumps = {dump};
    auto file = a_file("Zebra Run");
    file.evidence.front().sha1 = "aa";
    const std::vector games{a_game("2", "Zebra Run"), game};
    const auto choice = choose(games, file, k_accept);
    EXPECT_EQ(taken(choice), "1");
    EXPECT_EQ(choice.verdict.how, How::hash);
}

} // namespace
} // namespace curateur::match
