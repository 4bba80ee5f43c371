// "curateur report": pages that show how the library stands.
#include "support/end_to_end.hpp"

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Report : public EndToEnd {
protected:
    Outcome report(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "report");
        return run_bare(std::move(arguments));
    }

    [[nodiscard]] fs::path folder() const { return folder_.path() / "shown"; }

    [[nodiscard]] std::string page(const std::string& name) const {
        return read_whole(folder() / name);
    }

    // What stands in a page between two texts, the first time.
    static std::string
    between(const std::string& text, const std::string& begin, const std::string& end) {
        const auto from = text.find(begin);
        const auto to = text.find(end, from + begin.size());
        return from == std::string::npos || to == std::string::npos
                   ? ""
                   : text.substr(from + begin.size(), to - from - begin.size());
    }

    static std::string decoded(const std::string& url) {
        std::string out;
        for (std::size_t at = 0; at < url.size(); ++at) {
            if (url[at] == '%') {
                out += static_cast<char>(std::stoi(url.substr(at + 1, 2), nullptr, 16));
                at += 2;
            } else {
                out += url[at];
            }
        }
        return out;
    }
};

TEST_F(Report, AsksNobodyAndWritesNothingButItsPages) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    ASSERT_EQ(run().exit, 0);
    const auto before = asked();
    const auto whole = tree();
    const auto library = state() / "curateur" / "default" / "library.db";
    const auto known = fs::last_write_time(library);
    const auto ran = report({folder().string()});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out.find("Report: " + (folder() / "index.html").string()), std::string::npos)
        << ran.out;
    EXPECT_EQ(asked(), before);
    EXPECT_TRUE(same_trees(tree(), whole));
    EXPECT_EQ(fs::last_write_time(library), known);
    EXPECT_EQ(tree_of(folder()).size(), 2U);
    EXPECT_EQ(count_of(page("index.html") + page("system-nes.html"), "http"), 0U)
        << "nothing is loaded from elsewhere";
}

TEST_F(Report, IsMadeWhileARunIsUnderWay) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    ASSERT_EQ(run().exit, 0);
    add_game("nes", "Yeti Run (USA).nes");
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "fault": "hang"})"); // it cannot end by itself
    auto under_way = start();
    while (in_flight() == 0) {
        ASSERT_FALSE(under_way.ends_within(std::chrono::milliseconds(1))) << under_way.wait().err;
    }
    const auto second = run();
    EXPECT_EQ(second.exit, 4) << "the library is locked";
    EXPECT_NE(second.err.find("another curateur"), std::string::npos) << second.err;
    const auto ran = report({folder().string(), "--json"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    const auto events = events_of(ran.out);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].number("total"), 2U);
    EXPECT_EQ(events[0].number("found"), 1U);
    EXPECT_EQ(events[0].number("unasked"), 1U);
    EXPECT_NE(page("system-nes.html").find("Yeti Run (USA).nes"), std::string::npos);
    EXPECT_FALSE(under_way.ends_within(std::chrono::milliseconds(0))) << "the report hurt nobody";
    under_way.signal(SIGTERM);
    EXPECT_EQ(under_way.wait().exit, 143);
}

TEST_F(Report, LiesWithTheLibraryUnlessAFolderIsNamed) {
    add_game("nes", "Zebra Run (USA).nes");
    const auto events = events_of(report({"--json"}).out);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["event"], "report");
    EXPECT_EQ(events[0]["path"], (state() / "curateur/default/report/index.html").string());
    EXPECT_EQ(events[0].number("total"), 1U);
    EXPECT_EQ(events[0].number("unasked"), 1U) << "nothing is known of this library yet";
}

TEST_F(Report, LinksCoversWhateverTheyAreCalled) {
    const std::string key = "What's #1? 100% & <b>.nes";
    add_game("nes", key);
    serve();
    ASSERT_EQ(run().exit, 0);
    ASSERT_EQ(report({folder().string()}).exit, 0);
    const auto url = between(page("system-nes.html"), "<td><img src=\"", "\"");
    EXPECT_NE(url.find("%231%3F%20100%25"), std::string::npos) << url;
    EXPECT_TRUE(fs::is_regular_file(folder() / decoded(url))) << url;
}

TEST_F(Report, ANameThatIsMarkupStaysText) {
    add_rom("nes", "<script>alert(1).nes", "no game");
    add_rom("nes", "{{data}}<!--.nes", "none either");
    ASSERT_EQ(report({folder().string()}).exit, 0);
    const auto html = page("system-nes.html");
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_EQ(html.find("<!--"), std::string::npos);
    EXPECT_NE(html.find("&lt;script&gt;alert(1)"), std::string::npos);
    EXPECT_NE(html.find("\\u003Cscript\\u003Ealert(1)"), std::string::npos);
    EXPECT_NE(html.find("{{data}}&lt;!--"), std::string::npos);
}

TEST_F(Report, SaysWhyAMediumIsMissingAndWhereOnesOwnBelongs) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    fault(R"({"media": "box-2D", "fault": "corrupt"})");
    run();
    const auto events = events_of(report({folder().string(), "--json"}).out);
    EXPECT_EQ(events.at(0).number("problems"), 1U);
    EXPECT_EQ(events.at(0).number("found"), 1U);
    EXPECT_EQ(events.at(0).number("media"), 1U);
    EXPECT_EQ(events.at(0).number("media_wanted"), 2U);
    const auto html = page("system-nes.html");
    EXPECT_NE(html.find("Cover: what the sources have is bad (is not the file that was promised"),
              std::string::npos);
    EXPECT_NE(html.find("\"" + medium("nes", "covers/Zebra Run (USA).png").string()),
              std::string::npos);
}

TEST_F(Report, AChoiceThatIsOpenIsShownWithItsCommands) {
    add_game("nes", "Alpha (USA).nes", R"("name": "Zebra Run : Savanna")");
    add_game("nes", "Beta (USA).nes", R"("name": "Zebra Run Turbo")");
    add_rom("nes", "Zebra Run (Proto).nes", "nobody knows these bytes");
    serve();
    run({"--enable-search"});
    const auto events = events_of(report({folder().string(), "--json"}).out);
    EXPECT_EQ(events.at(0).number("needs_choice"), 1U);
    const auto html = page("system-nes.html");
    for (const auto* const id : {"1000", "1001"}) {
        EXPECT_NE(
            html.find("curateur pin 'nes/Zebra Run (Proto).nes' screenscraper:" + std::string(id)),
            std::string::npos);
    }
}

TEST_F(Report, WhatIsNotItsOwnIsLeftAlone) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("snes", "Comet Quest (USA).sfc");
    fs::create_directories(folder());
    std::ofstream(folder() / "index.html") << "<h1>My page</h1>";
    std::ofstream(folder() / "system-mine.html") << "mine";
    const auto refused = report({folder().string()});
    EXPECT_EQ(refused.exit, 1);
    EXPECT_NE(refused.err.find("index.html: was not made by \"curateur report\""),
              std::string::npos)
        << refused.err;
    EXPECT_EQ(page("index.html"), "<h1>My page</h1>");
    fs::remove(folder() / "index.html");
    EXPECT_EQ(report({folder().string()}).exit, 0);
    EXPECT_EQ(tree_of(folder()).size(), 4U);
    EXPECT_EQ(report({folder().string(), "--systems", "nes"}).exit, 0);
    EXPECT_FALSE(fs::exists(folder() / "system-snes.html")) << "a page of the report before";
    EXPECT_EQ(page("system-mine.html"), "mine");
}

TEST_F(Report, WithMissingShowsOnlyGamesThatLackIt) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Yeti Run (USA).nes");
    serve();
    ASSERT_EQ(run().exit, 0);
    fs::remove(medium("nes", "covers/Yeti Run (USA).png"));
    const auto events = events_of(report({folder().string(), "--json", "--missing", "cover"}).out);
    EXPECT_EQ(events.at(0).number("total"), 1U);
    EXPECT_NE(page("system-nes.html").find("Yeti Run (USA).nes"), std::string::npos);
    EXPECT_EQ(page("system-nes.html").find("Zebra Run (USA).nes"), std::string::npos);
}

} // namespace
} // namespace curateur::test
