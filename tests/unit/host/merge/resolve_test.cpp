#include "merge/resolve.hpp"

#include <gtest/gtest.h>

using namespace curateur;
using merge::Preferences;

namespace {

core::Value value(std::string field, std::string text, std::string region, std::string language) {
    core::Value made;
    made.field = std::move(field);
    made.text = std::move(text);
    made.region = std::move(region);
    made.language = std::move(language);
    return made;
}

core::Value item(std::string text, std::string language, std::string group) {
    auto made = value("genre", std::move(text), "", std::move(language));
    made.item = std::move(group);
    return made;
}

Preferences french_player() {
    Preferences made;
    made.languages = {"fr"};
    made.regions = {"eu", "us"};
    made.parent_of = [](std::string_view region) {
        return std::string(region == "fr" ? "eu" : "");
    };
    made.is_list = [](std::string_view field) {
        return field == "genre";
    };
    return made;
}

std::string text_of(const merge::Game& game, std::string_view field) {
    std::string all;
    for (const auto& chosen : game.values) {
        if (chosen.value.field == field) {
            all += (all.empty() ? "" : "|") + chosen.value.text;
        }
    }
    return all;
}

core::Record probotector() {
    core::Record record;
    record.source = "a";
    record.source_id = "7";
    record.values = {value("name", "Contra", "us", ""),
                     value("name", "Probotector", "eu", ""),
                     value("name", "Kontora", "jp", ""),
                     value("description", "Run and gun", "", "en"),
                     value("description", "Courir et tirer", "", "fr")};
    return record;
}

} // namespace

TEST(Resolve, TakesTheTitleOfTheRomsOwnRegionFirst) {
    const auto record = probotector();
    EXPECT_EQ(text_of(merge::resolve({&record}, "jp", french_player()), "name"), "Kontora");
}

TEST(Resolve, TakesTheTitleOfTheUsersFirstRegionWhenTheRomSaysNone) {
    const auto record = probotector();
    EXPECT_EQ(text_of(merge::resolve({&record}, "", french_player()), "name"), "Probotector");
}

TEST(Resolve, LetsTheUsersRegionsWinWhenHeSaysSo) {
    const auto record = probotector();
    auto likes = french_player();
    likes.rom_first = false;
    EXPECT_EQ(text_of(merge::resolve({&record}, "jp", likes), "name"), "Probotector");
}

TEST(Resolve, TakesTextsInTheUsersLanguage) {
    const auto record = probotector();
    EXPECT_EQ(text_of(merge::resolve({&record}, "us", french_player()), "description"),
              "Courir et tirer");
}

TEST(Resolve, FallsBackToEnglish) {
    const auto record = probotector();
    auto likes = french_player();
    likes.languages = {"ja"};
    EXPECT_EQ(text_of(merge::resolve({&record}, "us", likes), "description"), "Run and gun");
}

TEST(Resolve, TakesARegionsParentBeforeTheCommonOrder) {
    const auto record = probotector();
    auto likes = french_player();
    likes.regions = {};
    EXPECT_EQ(text_of(merge::resolve({&record}, "fr", likes), "name"), "Probotector");
}

TEST(Resolve, TakesEveryItemOfAListInOneLanguageEach) {
    core::Record record;
    record.values = {
        item("Action", "en", "1"), item("Action (fr)", "fr", "1"), item("Puzzle", "en", "2")};
    EXPECT_EQ(text_of(merge::resolve({&record}, "", french_player()), "genre"),
              "Action (fr)|Puzzle");
}

TEST(Resolve, FillsAFieldFromTheSecondSourceOnlyWhenTheFirstLacksIt) {
    const auto first = probotector();
    core::Record second;
    second.source = "b";
    second.values = {value("name", "Other", "eu", ""), value("developer", "Konami", "", "")};
    const auto game = merge::resolve({&first, &second}, "", french_player());
    EXPECT_EQ(text_of(game, "name"), "Probotector");
    EXPECT_EQ(text_of(game, "developer"), "Konami");
}

TEST(Resolve, SaysWhyAValueWasChosen) {
    const auto record = probotector();
    EXPECT_EQ(merge::resolve({&record}, "", french_player()).values.front().why,
              "first region in order: eu");
}

TEST(Rivals, BeginWithWhatIsTakenAndSayWhatSpeaksAgainstTheOthers) {
    const auto record = probotector();
    core::Record second;
    second.source = "b";
    second.values = {value("name", "Other", "eu", "")};
    const auto all = merge::rivals({&record, &second}, "name", "", french_player());
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].value->text, "Probotector");
    EXPECT_EQ(all[0].why_not, "");
    EXPECT_EQ(all[1].value->text, "Contra");
    EXPECT_EQ(all[1].why_not, "region us comes later");
    EXPECT_EQ(all[2].why_not, "region jp comes later");
    EXPECT_EQ(all[3].record->source, "b");
    EXPECT_EQ(all[3].why_not, "a comes first");
}

TEST(Rivals, OfAListStandBehindTheirOwnItem) {
    core::Record record;
    record.values = {
        item("Action", "en", "1"), item("Action (fr)", "fr", "1"), item("Puzzle", "en", "2")};
    const auto all = merge::rivals({&record}, "genre", "", french_player());
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].value->text, "Action (fr)");
    EXPECT_EQ(all[1].why_not, "language en comes later");
    EXPECT_EQ(all[2].why_not, "");
}
