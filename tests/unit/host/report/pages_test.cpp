#include "report/folder.hpp"
#include "report/markup.hpp"
#include "report/pages.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace curateur::report {
namespace {

using namespace std::string_literals;

TEST(Markup, WhatIsHtmlBecomesText) {
    EXPECT_EQ(html_text(R"(<b class="x">'&')"), "&lt;b class=&quot;x&quot;&gt;&#39;&amp;&#39;");
}

TEST(Markup, BytesThatAreNoUtf8BecomeReplacementCharacters) {
    EXPECT_EQ(html_text("Caf\xE9"), "Caf\xEF\xBF\xBD");
    EXPECT_EQ(html_text("Caf\xC3\xA9"), "Caf\xC3\xA9");
    EXPECT_EQ(html_text("a\0b\x1B"s), "a\xEF\xBF\xBD"s + "b\xEF\xBF\xBD");
}

TEST(Markup, NothingInAScriptsTextEndsTheScript) {
    EXPECT_EQ(script_text("</script><!--"), R"("\u003C/script\u003E\u003C!--")");
    EXPECT_EQ(script_text("a\"\\\n\xFF"), "\"a\\\"\\\\\\u000A\xEF\xBF\xBD\"");
}

TEST(Markup, AUrlKeepsTheBytesOfAPath) {
    EXPECT_EQ(url_path("../a/Foo #1? 100%.png"), "../a/Foo%20%231%3F%20100%25.png");
    EXPECT_EQ(url_path("\xE9\"'<:"), "%E9%22%27%3C%3A");
}

TEST(Markup, AShellReadsAWordAsItWas) {
    EXPECT_EQ(shell_word("nes/Foo.nes"), "nes/Foo.nes");
    EXPECT_EQ(shell_word("Foo $(rm)"), "'Foo $(rm)'");
    EXPECT_EQ(shell_word("it's"), R"('it'\''s')");
    EXPECT_EQ(shell_word("Caf\xE9 it's"), R"($'Caf\xE9 it\'s')");
    EXPECT_EQ(shell_word("two\nlines"), R"($'two\x0Alines')");
    EXPECT_EQ(shell_word(""), "''");
    EXPECT_EQ(shell_word("~"), "'~'");
}

TEST(Markup, AFilledTemplateDoesNotLookIntoItsValues) {
    EXPECT_EQ(filled("{{a}}-{{b}}-{{c}}{{", {{"a", "{{b}}"}, {"b", "2"}}), "{{b}}-2-{{");
}

TEST(Markup, NumbersAndNamesAreForPeople) {
    EXPECT_EQ(grouped(1234567),
              "1\xE2\x80\xAF"
              "234\xE2\x80\xAF"
              "567");
    EXPECT_EQ(counted(1, "game"), "1 game");
    EXPECT_EQ(label_of("box_3d"), "3D box");
    EXPECT_EQ(label_of("title_screen"), "Title screen");
}

TEST(Pages, APageOfASystemHasAPlainNameOfItsOwn) {
    EXPECT_EQ(page_name("snes"), "system-snes.html");
    EXPECT_EQ(page_name("a/b~c d"), "system-a~2fb~7ec~20d.html");
}

Game game(const std::string& name, State state, Have cover) {
    Game one;
    one.name = name;
    one.file = name + ".nes";
    one.state = state;
    one.media = {{cover, cover == Have::refused ? "the picture is cut short" : ""}};
    return one;
}

class ASystem : public ::testing::Test {
protected:
    static SystemHead head() { return {"nes", "NES", "/roms/nes", {"cover"}, {"name"}, {}}; }

    std::string html() { return page_.html("Collection", "today"); }

    SystemPage page_{head()};
};

TEST_F(ASystem, CountsWhatItIsGiven) {
    page_.add(game("A", State::found, Have::ours));
    page_.add(game("B", State::found, Have::refused));
    page_.add(game("C", State::not_found, Have::unknown));
    static_cast<void>(html());
    const auto summary = std::move(page_).summary();
    EXPECT_EQ(summary.tally.games, 3U);
    EXPECT_EQ(summary.tally.problems, 2U);
    EXPECT_EQ(summary.tally[State::found], 2U);
    EXPECT_EQ(summary.tally.by_kind[0][static_cast<std::size_t>(Have::refused)], 1U);
    ASSERT_EQ(summary.problems.size(), 2U);
    EXPECT_EQ(summary.problems[0].game, 1U);
    EXPECT_EQ(summary.problems[0].text, "Cover: the picture is cut short");
}

TEST_F(ASystem, KeepsWhatManyGamesHaveInCommonOnce) {
    for (int i = 0; i < 200; ++i) {
        auto one = game("G" + std::to_string(i), State::not_found, Have::unknown);
        one.reason = "the service does not know it";
        page_.add(one);
    }
    const auto text = html();
    const auto data = text.substr(text.find("id=\"data\""));
    EXPECT_EQ(data.find("does not know it"), data.rfind("does not know it"));
    EXPECT_NE(data.find("[\"G7\",\"G7.nes\",1,\"6\",1]"), std::string::npos);
}

TEST_F(ASystem, ShowsItsFirstGamesWithoutAScript) {
    for (std::size_t i = 0; i < SystemPage::k_plain + 20; ++i) {
        page_.add(game("G" + std::to_string(i), State::found, Have::ours));
    }
    const auto text = html();
    EXPECT_NE(text.find("<th scope=\"row\">G99<small>"), std::string::npos);
    EXPECT_EQ(text.find("<th scope=\"row\">G100<small>"), std::string::npos);
    EXPECT_NE(text.find("These are the first 100 of 120 games."), std::string::npos);
}

TEST_F(ASystem, SaysHowToPinAGameToEachCandidate) {
    auto one = game("It's", State::needs_choice, Have::unknown);
    one.candidates = {{"src", "12", "Other", "1990"}};
    page_.add(one);
    EXPECT_NE(html().find(R"(["Other","1990","curateur pin 'nes/It'\\''s.nes' src:12"])"),
              std::string::npos);
}

TEST(Index, HasARowForEachSystemAndWhyMediaAreMissing) {
    SystemPage page({"nes", "NES", "/roms/nes", {"cover"}, {}, {}});
    page.add(game("A", State::found, Have::ours));
    page.add(game("B", State::found, Have::absent));
    page.add(game("<i>", State::failed, Have::waiting));
    static_cast<void>(page.html("Collection", "today"));
    Overview overview;
    overview.library = "Collection";
    overview.systems.push_back(std::move(page).summary());
    const auto html = index_page(overview);
    EXPECT_LT(html.find(k_report_mark), 512U);
    EXPECT_NE(html.find("<a href=\"system-nes.html\">NES</a>"), std::string::npos);
    EXPECT_NE(html.find("title=\"2 of 3\">66%"), std::string::npos);
    EXPECT_NE(html.find("title=\"1 of 3\">33%"), std::string::npos);
    EXPECT_NE(html.find("<a href=\"system-nes.html#problem-2\">&lt;i&gt;</a>"), std::string::npos);
}

TEST(Index, StaysSmallHoweverManyProblemsThereAre) {
    Overview overview;
    for (int i = 0; i < 200; ++i) {
        SystemPage page({"s" + std::to_string(i), "System", "/roms", {"cover"}, {}, {}});
        for (int j = 0; j < 60; ++j) {
            auto one = game(std::string(100, 'x'), State::failed, Have::waiting);
            one.reason = std::string(200, 'y');
            page.add(one);
        }
        static_cast<void>(page.html("", ""));
        overview.systems.push_back(std::move(page).summary());
    }
    EXPECT_LT(index_page(overview).size(), std::size_t{500'000});
}

TEST(Index, OfNothingSaysSo) {
    EXPECT_NE(index_page({}).find("There was none yet."), std::string::npos);
}

std::string a_page(const std::string& text) {
    return "<!DOCTYPE html>\n" + std::string(k_report_mark) + text;
}

TEST(Folder, ReplacesPagesOfReportsAndRemovesThoseThatAreNotMadeAgain) {
    const test::TempFolder temp;
    for (const auto* const name : {"one", "two"}) {
        auto folder = ReportFolder::open(temp.path() / "r");
        ASSERT_TRUE(folder);
        ASSERT_TRUE(folder->put("index.html", a_page(name)));
        ASSERT_TRUE(folder->put("system-"s + name + ".html", a_page(name)));
        folder->finish();
    }
    EXPECT_EQ(temp.read("r/index.html"), a_page("two"));
    EXPECT_TRUE(std::filesystem::exists(temp.path() / "r/system-two.html"));
    EXPECT_FALSE(std::filesystem::exists(temp.path() / "r/system-one.html"));
}

TEST(Folder, LeavesAloneWhatNoReportMade) {
    const test::TempFolder temp;
    temp.write("r/system-x.html", "mine");
    temp.write("r/notes.txt", "mine");
    auto folder = ReportFolder::open(temp.path() / "r");
    ASSERT_TRUE(folder);
    const auto put = folder->put("system-x.html", a_page(""));
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, Errc::invalid);
    folder->finish();
    EXPECT_EQ(temp.read("r/system-x.html"), "mine");
    EXPECT_EQ(temp.read("r/notes.txt"), "mine");
    temp.write("r/index.html", "mine");
    EXPECT_FALSE(ReportFolder::open(temp.path() / "r"));
}

} // namespace
} // namespace curateur::report
