// What an author builds with the installed SDK is a plugin. The test before this one built it.
#include "plugin/loader.hpp"
#include "plugin/search_path.hpp"
#include "plugin/source_instance.hpp"

#include <gtest/gtest.h>

using namespace curateur;

TEST(Template, IsFoundInTheUsersFolderAndLoaded) {
    plugin::SearchPlaces places;
    places.data_home = std::string(WORK_DIR) + "/home/share";
    places.executable = "/nowhere/bin/curateur";
    plugin::Loader loader;
    loader.load_from(*plugin::search_path(places));
    for (const auto& refused : loader.refused()) {
        ADD_FAILURE() << refused.library << " " << refused.why;
    }
    EXPECT_TRUE(loader.find(plugin::Kind::source, "my-source"));
    EXPECT_TRUE(loader.find(plugin::Kind::source, "plain-c"));
}

TEST(Template, PlansARequestAndMakesARecordOfTheAnswer) {
    plugin::Loader loader;
    loader.load(std::string(WORK_DIR) + "/home/share/curateur/plugins/my-source.so");
    const auto found = loader.find(plugin::Kind::source, "my-source");
    ASSERT_TRUE(found) << found.error().message;
    auto source = *plugin::SourceInstance::create(**found, {}, {});
    core::Query query;
    query.lookups = core::lookup_file;
    query.evidence.emplace_back().name = "Game.nes";
    const auto planned = source.plan(query);
    ASSERT_EQ(planned.requests.size(), 1U);
    EXPECT_EQ(planned.requests[0].query, (std::vector<core::Param>{{"file", "Game.nes", false}}));
    plugin::Answer answer;
    answer.status = 200;
    answer.body = "Game";
    const auto parsed = source.parse(query, answer);
    ASSERT_EQ(parsed.records.size(), 1U);
    EXPECT_EQ(parsed.records[0].values[0].text, "Game");
}
