#include "cli/show_plugins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

plugin::Loader loaded(const std::vector<std::string>& libraries) {
    plugin::Loader loader;
    for (const auto& library : libraries) {
        loader.load(library);
    }
    return loader;
}

TEST(PluginsList, HasALineForEachAndSaysWhatWasRefused) {
    const auto loader = loaded({PLUGIN_DIR "/output-esde.so",
                                PLUGIN_DIR "/screenscraper.so",
                                BROKEN_DIR "/broken-wrong_magic.so"});
    const auto text = list_of_plugins(loader, {"/somewhere"});
    EXPECT_THAT(text, HasSubstr("source     screenscraper  0.1.0  Games, media"));
    EXPECT_THAT(text, HasSubstr("\noutput     esde           0.1.0  EmulationStation"));
    EXPECT_THAT(text, HasSubstr("Looked for in:\n  /somewhere\n"));
    EXPECT_THAT(text, HasSubstr("Refused:\n  " BROKEN_DIR "/broken-wrong_magic.so "));
}

TEST(PluginsList, SaysWhenThereIsNone) {
    const auto text = list_of_plugins(plugin::Loader(), {"/somewhere"});
    EXPECT_EQ(text, "No plugin was found.\n\nLooked for in:\n  /somewhere\n");
}

TEST(PluginsInfo, ShowsAllThatASourceDeclares) {
    const auto loader = loaded({PLUGIN_DIR "/screenscraper.so"});
    const auto text = about_plugin(loader, "screenscraper");
    ASSERT_TRUE(text);
    for (const auto* const part :
         {"screenscraper 0.1.0: ScreenScraper (source)\n",
          "/screenscraper.so\n",
          "  looks up   by id, digest, serial, file name, title (digests: crc32, md5, sha1)\n",
          "  fills      name, description,",
          "  media      cover, back_cover,",
          "box-2D = cover",
          "  talks to   api.screenscraper.fr, ",
          "  limits     api: 1 at a time, 3072 a minute, 10000 a day, 1000 ms apart; then",
          "  options in the configuration, under sources.screenscraper:\n",
          "    user_password (a text, secret: the plugin sees a stand-in)\n        Its password.\n",
          "    base_url (an address, default https://api.screenscraper.fr/api2, ",
          "the plugin may send to it)\n",
          "    platforms ("}) {
        EXPECT_THAT(*text, HasSubstr(part));
    }
}

TEST(PluginsInfo, ShowsAllThatAnOutputDeclares) {
    const auto loader = loaded({PLUGIN_DIR "/output-esde.so"});
    const auto text = about_plugin(loader, "esde");
    ASSERT_TRUE(text);
    for (const auto* const part : {"  writes     name, desc, rating,",
                                   "  sets once  sortname, favorite\n",
                                   "  media      cover (png, jpg), ",
                                   "mix (png, jpg; on request)",
                                   "  documents  {gamelists}/{system}\n",
                                   "  media in   {media}/{system}\n",
                                   "  waits for  es-de, ",
                                   "    metadata_dir (a text)\n"}) {
        EXPECT_THAT(*text, HasSubstr(part));
    }
    EXPECT_THAT(*text, Not(HasSubstr("looks up")));
}

TEST(PluginsInfo, SaysWhatThereIsInstead) {
    const auto loader = loaded({PLUGIN_DIR "/output-esde.so", BROKEN_DIR "/broken-wrong_magic.so"});
    EXPECT_EQ(about_plugin(loader, "esd").error().message,
              "there is no plugin \"esd\"; did you mean \"esde\"?");
    EXPECT_THAT(about_plugin(loader, "broken-wrong_magic").error().message,
                HasSubstr("there is esde; " BROKEN_DIR "/broken-wrong_magic.so "));
}

TEST(Declared, HoldsTheCodesOfASource) {
    const auto all = declared_of(loaded({PLUGIN_DIR "/screenscraper.so"}));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].part, config::Part::source);
    EXPECT_EQ(all[0].media_codes.at("box-2D"), "cover");
    EXPECT_EQ(all[0].media_codes.at("ss"), "screenshot");
    EXPECT_EQ(all[0].options.size(), 6U);
}

} // namespace
} // namespace curateur::cli
