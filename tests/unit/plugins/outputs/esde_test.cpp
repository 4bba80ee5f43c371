#include "plugin/loader.hpp"
#include "plugin/output_instance.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

class EsDe : public testing::Test {
protected:
    void SetUp() override { loader_.load(std::string(PLUGIN_DIR) + "/output-esde.so"); }

    plugin::OutputInstance make() {
        return *plugin::OutputInstance::create(
            **loader_.find(plugin::Kind::output, "esde"), {}, {});
    }

    static plugin::Document list(std::string content) {
        return {"gamelist", "/lists/nes/gamelist.xml", true, std::move(content)};
    }

    static plugin::Game game(std::string key, std::vector<core::Value> values = {}) {
        plugin::Game made;
        made.key = std::move(key);
        made.values = std::move(values);
        return made;
    }

    plugin::Loader loader_;
    plugin::Target target_{"nes", "nes", "NES", "/roms/nes", "/lists/nes", "/media/nes", 0};
};

core::Value value(const char* field, const char* text) {
    return {field, text, "", "", "", 0};
}

constexpr const char* k_list =
    "<gameList>\n\t<game>\n\t\t<path>./a.nes</path>\n\t\t<rating>0.70</rating>\n"
    "\t\t<releasedate>19700101T000000</releasedate>\n\t\t<players>unknown</players>\n"
    "\t\t<favorite>false</favorite>\n\t\t<name>A</name>\n\t</game>\n</gameList>\n";

} // namespace

TEST_F(EsDe, KeepsItsGamelistInTheMetadataDirectory) {
    const auto documents = make().documents(target_);
    ASSERT_TRUE(documents);
    EXPECT_EQ(documents->at(0).path, "/lists/nes/gamelist.xml");
}

TEST_F(EsDe, DoesNotReportWhatItCountsAsUnset) {
    const auto contents = make().read(target_, list(k_list));
    ASSERT_TRUE(contents);
    EXPECT_EQ(contents->entries.at(0).key, "a.nes");
    EXPECT_EQ(contents->entries.at(0).fields,
              (plugin::NativeFields{{"name", "A"}, {"rating", "0.7"}}));
}

TEST_F(EsDe, NamesTheLineOfAListThatCannotBeUnderstood) {
    const auto contents = make().read(target_, list("<gameList>\n<game>\n"));
    ASSERT_FALSE(contents);
    EXPECT_EQ(contents.error().code, Errc::malformed);
    EXPECT_EQ(contents.error().message,
              "/lists/nes/gamelist.xml:2: <game> is never closed; is the file cut short?");
}

TEST_F(EsDe, TellsEntriesThatItsFrontendWouldNotShow) {
    const auto contents = make().read(
        target_,
        list("<gameList>\n<game><path>a.nes</path></game>\n<game><path>./b.nes</path></game>\n"
             "<game><path>/roms/nes/b.nes</path></game></gameList>"));
    ASSERT_TRUE(contents);
    EXPECT_EQ(contents->entries.size(), 1U);
    EXPECT_EQ(contents->notes,
              (std::vector<std::string>{"/lists/nes/gamelist.xml:2: the path \"a.nes\" does not "
                                        "begin with ./: ES-DE leaves this entry out",
                                        "/lists/nes/gamelist.xml:3: \"./b.nes\" comes again "
                                        "further down; the last one counts"}));
}

TEST_F(EsDe, ExpressesAGameInItsOwnValues) {
    const auto fields = make().express(target_,
                                       game("a.nes",
                                            {value("name", "A"),
                                             value("rating", "0.74"),
                                             value("release_date", "1988-02"),
                                             value("genre", "Action"),
                                             value("genre", "Puzzle"),
                                             value("players", "1-2")}));
    ASSERT_TRUE(fields);
    EXPECT_EQ(*fields,
              (plugin::NativeFields{{"genre", "Action, Puzzle"},
                                    {"name", "A"},
                                    {"players", "1-2"},
                                    {"rating", "0.8"},
                                    {"releasedate", "19880201T000000"}}));
}

TEST_F(EsDe, RendersAChangeWhichReadsBack) {
    const auto made = make().render(target_,
                                    list(k_list),
                                    {{"a.nes", "./a.nes", false, false, {{"name", "B"}}, {}},
                                     {"n.nes", "", false, true, {{"name", "N"}}, {}}});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_NE(made->find("<name>B</name>"), std::string::npos);
    EXPECT_NE(made->find(
                  "\t<game>\n\t\t<path>./n.nes</path>\n\t\t<name>N</name>\n\t</game>\n</gameList>"),
              std::string::npos);
}

TEST_F(EsDe, PutsMediaWhereItsFrontendLooks) {
    auto output = make();
    const auto path =
        [&](const char* key, bool is_directory, const char* kind, const char* format) {
            auto one = game(key);
            one.is_directory = is_directory;
            return output.media_path(target_, one, {kind, "", format, "", 0, 0, 0})->string();
        };
    EXPECT_EQ(path("sub/H.E.R.O..a26", false, "cover", "png"),
              "/media/nes/covers/sub/H.E.R.O..png");
    EXPECT_EQ(path("dig.scummvm", true, "logo", "jpg"), "/media/nes/marquees/dig.scummvm.jpg");
    EXPECT_EQ(path("a.nes", false, "video", "mp4"), "/media/nes/videos/a.mp4");
}

TEST_F(EsDe, HasNoPlaceForWhatItsFrontendDoesNotShow) {
    const auto path = make().media_path(target_, game("a.nes"), {"map", "", "png", "", 0, 0, 0});
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Errc::unsupported);
}
