#include "cli/show_plugins.hpp"
#include "config/document.hpp"
#include "config/load.hpp"
#include "config/schema.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace curateur::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

config::Inputs beside(const test::TempFolder& folder) {
    config::Inputs inputs;
    inputs.working_directory = folder.path();
    return inputs;
}

TEST(Page, IsAsTheProgramWritesIt) {
    plugin::Loader loader;
    loader.load_from({PLUGIN_DIR});
    std::ostringstream kept;
    kept << std::ifstream(DOCS_DIR "/configuration.md").rdbuf();
    EXPECT_TRUE(kept.str() == config::configuration_page(declared_of(loader)))
        << "docs/configuration.md is stale; run configuration_page (beside this test in the build "
           "folder) > docs/configuration.md";
}

TEST(Page, HasEverySettingWithItsOption) {
    const auto page = config::configuration_page({});
    for (const auto& setting : config::settings()) {
        if (setting.state != config::State::flag_only &&
            setting.key.find('*') == std::string::npos) {
            EXPECT_THAT(page, HasSubstr("`" + config::environment_name(setting.key) + "`"));
        }
        EXPECT_THAT(page, HasSubstr("`" + std::string(setting.flag)));
    }
}

TEST(Page, ItsSampleFileChangesNothing) {
    const test::TempFolder folder;
    const auto without = config::read_layers(beside(folder));
    const auto file = folder.write("config.yaml", config::sample_file());
    const auto with = config::read_layers(beside(folder));
    ASSERT_TRUE(without);
    ASSERT_TRUE(with);
    auto expected = config::load(*without, {}, config::Need::run);
    const auto loaded = config::load(*with, {}, config::Need::run);
    ASSERT_TRUE(expected);
    ASSERT_TRUE(loaded) << loaded.error().message;
    expected->config.file = file;
    expected->config.overrides_file = folder.path() / "overrides.yaml";
    EXPECT_EQ(loaded->config, expected->config);
    EXPECT_THAT(loaded->notes, ElementsAre());
}

} // namespace
} // namespace curateur::cli
