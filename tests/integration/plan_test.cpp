// A plan says what a run then needs, and needs nothing itself.
#include "support/end_to_end.hpp"

#include <curateur/support/json.hpp>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

constexpr auto k_kinds =
    "cover,back_cover,box_3d,screenshot,title_screen,logo,fanart,physical_media,video,manual";
constexpr double k_divisor = 16; // files of the simulator are so much smaller than the service's

// Of the object that "plan --json" prints.
struct Planned {
    explicit Planned(const std::string& out) : document(json::parse(out)) {
        EXPECT_TRUE(document) << out;
    }

    [[nodiscard]] json::View root() const { return document->root(); }

    [[nodiscard]] double number(std::string_view key) const {
        return static_cast<double>(root()[key].natural().value_or(0));
    }

    [[nodiscard]] double media(std::string_view key) const {
        return static_cast<double>(root()["media"][key].natural().value_or(0));
    }

    Result<json::Document> document;
};

struct Needed {
    double requests = 0, media = 0, bytes = 0;
};

class Plans : public EndToEnd {
protected:
    Planned plan(std::vector<std::string> more = {}) {
        more.insert(more.begin(),
                    {"plan",
                     "--source",
                     "screenscraper",
                     "--output",
                     "esde",
                     "--json",
                     "--media-types",
                     k_kinds});
        const auto ran = run_bare(std::move(more));
        EXPECT_EQ(ran.exit, 0) << ran.err;
        EXPECT_EQ(count_of(ran.out, "\n"), 1U);
        return Planned(ran.out);
    }

    // What a run sends and fetches.
    Needed scrape(std::vector<std::string> more = {}) {
        const auto had = bytes_there();
        more.insert(more.end(), {"--media-types", k_kinds});
        const auto events = run_json(std::move(more));
        const auto& end = events.back();
        EXPECT_EQ(end["event"], "run_end");
        return {static_cast<double>(end.number("requests")),
                static_cast<double>(end.number("media_downloaded")),
                static_cast<double>(bytes_there() - had)};
    }

    std::uint64_t bytes_there() const {
        std::uint64_t bytes = 0;
        std::error_code none;
        for (fs::recursive_directory_iterator at(frontend() / "downloaded_media", none), end;
             !none && at != end;
             ++at) {
            bytes += at->is_regular_file() ? at->file_size() : 0;
        }
        return bytes;
    }

    void add_many(int count) {
        SampleOptions options;
        options.count = count;
        options.rom_bytes = 2048;
        options.filler_dumps = 3;
        add_sample(options);
        serve({"--real-sizes", std::to_string(static_cast<int>(k_divisor))}, 8);
    }
};

// Without what the database keeps for those who look at it at this moment.
Tree known_of(Tree tree) {
    std::erase_if(tree, [](const auto& file) {
        return file.first.ends_with("-wal") || file.first.ends_with("-shm");
    });
    return tree;
}

void expect_near(double is, double expected, const char* what) {
    EXPECT_NEAR(is, expected, expected / 10) << what;
}

TEST_F(Plans, OfAFreshLibraryAreWithinATenthOfWhatTheRunThenNeeds) {
    add_many(240);
    const auto planned = plan();
    const auto needed = scrape();
    expect_near(planned.number("requests"), needed.requests, "requests");
    expect_near(planned.media("fetched") + planned.media("copies"), needed.media, "media");
    expect_near((planned.media("bytes") + planned.media("copied_bytes")) / k_divisor,
                needed.bytes,
                "bytes");
    // Nothing is left but the one that fails.
    EXPECT_EQ(plan().number("to_ask"), 1);
}

TEST_F(Plans, OfALibraryThatIsHalfKnownAreMadeFromTheOtherHalf) {
    add_many(240);
    scrape({"--limit", "120"});
    const auto planned = plan();
    const auto needed = scrape();
    expect_near(planned.number("requests"), needed.requests, "requests");
    expect_near(planned.media("fetched") + planned.media("copies"), needed.media, "media");
    expect_near(planned.media("bytes") + planned.media("copied_bytes"), needed.bytes, "bytes");
}

TEST_F(Plans, SendNothingAndWriteNothing) {
    add_many(12);
    const auto before = tree_of(home());
    plan();
    EXPECT_EQ(asked() + asked("ssuserInfos.php"), 0U);
    EXPECT_TRUE(same_trees(before, tree_of(home())));
    EXPECT_TRUE(tree_of(state()).empty());
    scrape();
    const auto after = tree_of(home());
    const auto known = known_of(tree_of(state()));
    const auto sent = asked() + asked("ssuserInfos.php");
    plan({"--update"});
    EXPECT_EQ(asked() + asked("ssuserInfos.php"), sent);
    EXPECT_TRUE(same_trees(after, tree_of(home())));
    EXPECT_TRUE(same_trees(known, known_of(tree_of(state()))));
}

TEST_F(Plans, AreMadeWhileARunGoesOn) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    serve({"--latency-ms", "400"}, 1);
    auto running = start({"--source", "screenscraper", "--output", "esde", "--json"});
    while (running.out().find("system_start") == std::string::npos) {
        ASSERT_FALSE(running.ends_within(std::chrono::milliseconds(10)));
    }
    EXPECT_EQ(plan().number("entries"), 2);
    EXPECT_EQ(running.wait().exit, 0);
}

TEST_F(Plans, KeepToTheAccountAsItWasToldLast) {
    for (int i = 0; i < 40; ++i) {
        add_game("nes", "Game Number " + std::to_string(i) + " (USA).nes");
    }
    serve({"--per-day", "30"}, 3);
    const auto first = plan();
    EXPECT_EQ(first.root()["sources"].is_array(), true);
    const auto told = [](const Planned& planned, std::string_view key) {
        std::uint64_t value = 0;
        planned.root()["sources"].each(
            [&](json::View source) { value = source[key].natural().value_or(0); });
        return value;
    };
    EXPECT_EQ(told(first, "told"), 0U); // what is declared, so far
    EXPECT_EQ(told(first, "concurrency"), 1U);
    run({"--max-requests", "4"});
    const auto planned = plan();
    EXPECT_NE(told(planned, "told"), 0U);
    EXPECT_EQ(told(planned, "concurrency"), 3U);
    EXPECT_EQ(told(planned, "per_day"), 30U);
    EXPECT_GE(told(planned, "used_today"), 3U);
    EXPECT_GE(told(planned, "days"), 2U);
    EXPECT_GT(told(planned, "finish"), told(planned, "day_ends"));
}

TEST_F(Plans, SeveralDumpsOfAGameCostOneLookupWhenTheStoreKnowsOne) {
    const auto id = add_game("nes", "Zebra Run (USA).nes");
    add_dump(id, "nes", "Zebra Run (Europe).nes");
    serve();
    run({"--limit", "1"});
    const auto planned = plan();
    EXPECT_LE(planned.number("lookups"), 0);
    EXPECT_EQ(planned.number("to_ask"), 1);
}

TEST_F(Plans, AreForPeopleAsWell) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    const auto ran = run_bare({"plan", "--source", "screenscraper", "--output", "esde"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out.find("typical figures"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("assumed: this account was not asked yet"), std::string::npos);
    EXPECT_NE(ran.out.find("~1"), std::string::npos);
    EXPECT_NE(ran.out.find("Space: ~"), std::string::npos) << ran.out;
}

} // namespace
} // namespace curateur::test
