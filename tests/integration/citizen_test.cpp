// A run that keeps to what the account allows, stops when it is told to, and goes on when it may.
#include "support/end_to_end.hpp"

#include <sqlite3.h>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Citizen : public EndToEnd {
protected:
    void add_games(int count, const std::string& system = "nes") {
        for (int i = 1; i <= count; ++i) {
            add_game(system,
                     "Game Number " + std::to_string(i) +
                         (system == "snes" ? " (USA).sfc" : " (USA).nes"));
        }
    }

    static Event last(const std::vector<Event>& events, const std::string& what) {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if ((*event)["event"] == what) {
                return *event;
            }
        }
        ADD_FAILURE() << "there is no " << what;
        return Event("{}");
    }

    Environment clock_ahead(std::int64_t ms) {
        return {{"CURATEUR_CLOCK_AHEAD_FILE", folder_.write("ahead", std::to_string(ms)).string()}};
    }
};

TEST_F(Citizen, WaitsForTheNextDayWithItsDocumentsWrittenAndGoesOn) {
    add_games(4);
    serve({"--per-day", "8"});
    auto environment = clock_ahead(0);
    auto child = start({"--wait", "--json"}, environment);
    while (child.out().find("\"waiting\"") == std::string::npos) {
        ASSERT_FALSE(child.ends_within(std::chrono::milliseconds(10)));
    }
    const auto waiting = last(events_of(child.out()), "waiting");
    EXPECT_EQ(waiting["reason"], "quota");
    EXPECT_GE(count_of(gamelist("nes"), "<game>"), 1U);
    EXPECT_EQ(asked("quota"), 0U);
    // The machine sleeps until after midnight in Paris.
    control("/control/state", R"({"next_day": true})");
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    const auto until = static_cast<std::int64_t>(waiting.number("until")) * 1'000;
    EXPECT_GT(until, now);
    clock_ahead(until - now + 1'000);
    const auto ended = child.wait();
    EXPECT_EQ(ended.exit, 0) << ended.out << ended.err;
    const auto end = last(events_of(ended.out), "run_end");
    EXPECT_EQ(end.number("scraped"), 4U);
    EXPECT_EQ(end.number("total"), 4U);
    EXPECT_EQ(end.number("requests"), asked() + asked("ssuserInfos.php"));
    EXPECT_EQ(asked("found"), 4U);
    EXPECT_EQ(asked("quota"), 0U);
    EXPECT_EQ(count_of(ended.out, "\"run_end\""), 1U);
}

TEST_F(Citizen, ASignalEndsTheWaitForTheNextDay) {
    add_games(4);
    serve({"--per-day", "8"});
    auto child = start({"--wait", "--json"});
    while (child.out().find("\"waiting\"") == std::string::npos) {
        ASSERT_FALSE(child.ends_within(std::chrono::milliseconds(10)));
    }
    // Others may use the library meanwhile.
    EXPECT_EQ(run_bare({"write", "--output", "esde"}).exit, 0);
    child.signal(SIGTERM);
    const auto ended = child.wait();
    EXPECT_EQ(ended.exit, 143);
    EXPECT_EQ(last(events_of(ended.out), "run_end")["stopped_by"], "signal");
}

TEST_F(Citizen, WithoutWaitingItSaysWhenToComeBack) {
    add_games(4);
    serve({"--per-day", "8"});
    const auto ran = run();
    EXPECT_EQ(ran.exit, 4);
    EXPECT_NE(ran.out.find("There is more to be had at 20"), std::string::npos) << ran.out;
    EXPECT_EQ(asked("quota"), 0U);
    // Nothing is asked before that.
    const auto before = asked();
    EXPECT_EQ(run().exit, 4);
    EXPECT_EQ(asked(), before);
}

TEST_F(Citizen, TwoProcessesOfOneAccountTogetherKeepItsLimits) {
    add_games(12, "nes");
    add_games(12, "snes");
    serve({"--latency-ms", "20"}, 2);
    auto one = start({"--systems", "nes", "--json"}, {{"CURATEUR_LIBRARY__NAME", "one"}});
    auto two = start({"--systems", "snes", "--json"}, {{"CURATEUR_LIBRARY__NAME", "two"}});
    EXPECT_EQ(one.wait().exit, 0);
    EXPECT_EQ(two.wait().exit, 0);
    EXPECT_EQ(asked("threads"), 0U); // and TearDown looks at what was in flight
    EXPECT_EQ(asked("found"), 24U);
}

TEST_F(Citizen, TwoProcessesOfOneAccountTogetherKeepItsMinute) {
    constexpr std::size_t k_minute = 12;
    add_games(5, "nes");
    add_games(5, "snes");
    serve({"--latency-ms", "300", "--per-minute", std::to_string(k_minute)}, 2);
    auto environment = clock_ahead(0);
    const auto scrape = [&](const std::string& system) {
        environment.insert_or_assign("CURATEUR_LIBRARY__NAME", "of-" + system);
        return start({"--systems", system}, environment);
    };
    auto one = scrape("nes");
    auto two = scrape("snes");
    const auto sent = [&] {
        return asked() + asked("ssuserInfos.php");
    };
    while (sent() < k_minute) {
        ASSERT_FALSE(one.ends_within(std::chrono::milliseconds(10)));
    }
    // Both wait for the minute to pass, with most of their work before them.
    EXPECT_FALSE(one.ends_within(std::chrono::milliseconds(1'500)));
    EXPECT_FALSE(two.ends_within(std::chrono::milliseconds(1)));
    EXPECT_EQ(sent(), k_minute);
    // It passes for them; the service, whose minute still lasts, is told to be content.
    control("/control/state", R"({"accounts": {"player": {"per_minute": 100}}})");
    clock_ahead(61'000);
    EXPECT_EQ(one.wait().exit, 0);
    EXPECT_EQ(two.wait().exit, 0);
    EXPECT_EQ(asked("minute") + asked("threads"), 0U); // TearDown looks at what was in flight
    EXPECT_EQ(asked("found"), 10U);
}

TEST_F(Citizen, TheRequestsOfARunHaveALimit) {
    add_games(6);
    serve();
    const auto end = last(run_json({"--max-requests", "5"}), "run_end");
    EXPECT_EQ(end["exit_status"], "4");
    EXPECT_EQ(end["stopped_by"], "max_requests");
    EXPECT_EQ(asked() + asked("ssuserInfos.php"), 5U);
    EXPECT_EQ(last(run_json(), "run_end")["exit_status"], "0");
    EXPECT_EQ(asked("found"), 6U);
}

TEST_F(Citizen, ADeadlineEndsARunThatCanBeResumed) {
    add_games(12);
    serve({"--latency-ms", "300"}, 1);
    const auto end = last(run_json({"--deadline", "2s"}), "run_end");
    EXPECT_EQ(end["exit_status"], "4");
    EXPECT_EQ(end["stopped_by"], "deadline");
    EXPECT_EQ(end.number("not_found") + end.number("failed"), 0U);
    EXPECT_GE(end.number("deferred"), 1U);
}

TEST_F(Citizen, ARunStopsAfterSoManyFailures) {
    add_games(6);
    serve({}, 1);
    fault(R"({"endpoint": "jeuInfos.php", "status": 400, "say": "fields"})");
    const auto end = last(run_json({"--max-failures", "2"}), "run_end");
    EXPECT_EQ(end["stopped_by"], "max_failures");
    EXPECT_EQ(end["exit_status"], "4");
    EXPECT_GE(end.number("failed"), 2U);
    EXPECT_LE(end.number("failed"), 4U); // what was under way
}

TEST_F(Citizen, AQuotaThatTheAccountDeniesIsAskedForOnceMore) {
    add_games(2);
    serve({}, 1);
    fault(R"({"endpoint": "jeuInfos.php", "say": "quota", "times": 1})");
    const auto ran = run();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("but the account says that it is not"), std::string::npos) << ran.err;
    EXPECT_EQ(asked("ssuserInfos.php"), 2U);
}

TEST_F(Citizen, FiveDumpsOfAGameCostOneLookup) {
    const auto id = add_game("nes", "Zebra Run (USA).nes");
    for (const char* const tags : {"(Europe)", "(Japan)", "(USA) (Rev 1)", "(USA) (Beta)"}) {
        add_dump(id, "nes", std::string("Zebra Run ") + tags + ".nes");
    }
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    EXPECT_EQ(last(run_json(), "run_end").number("scraped"), 6U);
    EXPECT_EQ(asked("jeuInfos.php"), 2U);
}

TEST_F(Citizen, AnUnknownDumpDoesNotHideThoseThatAreKnown) {
    const auto id = add_game("nes", "Zebra Run (USA).nes");
    add_dump(id, "nes", "Zebra Run (USA) (Rev 1).nes");
    add_game("snes", "Zebra Run (USA).sfc");
    serve();
    add_rom("nes", "Zebra Run (A Hack).nes", "nobody knows these bytes");
    const auto end = last(run_json(), "run_end");
    EXPECT_EQ(end.number("scraped") + end.number("not_found"), 4U);
    EXPECT_GE(end.number("scraped"), 3U);
}

TEST_F(Citizen, AClearedCacheOfAnswersIsAskedForAgainWhenTheLibraryIsGone) {
    add_games(2);
    serve();
    run();
    const auto forget = [&] {
        for (const char* const file : {"library.db", "library.db-wal", "library.db-shm"}) {
            fs::remove(state() / "curateur" / "default" / file);
        }
    };
    forget();
    fs::remove_all(frontend());
    run();
    EXPECT_EQ(asked("jeuInfos.php"), 2U);
    forget();
    fs::remove_all(frontend());
    const auto ran = run({"--clear-cache"});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked("jeuInfos.php"), 4U);
}

TEST_F(Citizen, AnotherParserReadsTheAnswersThatAreKeptAndAsksNothing) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    run();
    const auto before = asked();
    // The parser of before took one game's answer for the other's.
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((state() / "curateur" / "default" / "library.db").c_str(), &database),
              SQLITE_OK);
    const auto* const sql = "UPDATE record SET revision = 0;"
                            "UPDATE record_body SET body = (SELECT other.body FROM record_body "
                            "other WHERE other.record <> record_body.record);";
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
    // In another language all is merged anew, from the records.
    const auto ran = run({"--language", "de"});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked(), before);
    EXPECT_NE(gamelist("nes").find("./Zebra Run (USA).nes</path>\n\t\t<name>Zebra Run<"),
              std::string::npos)
        << gamelist("nes");
}

// ---- every refusal ----

struct Row {
    std::string what, rule;
    std::string entry, reason; // what becomes of the game
    std::string stopped_by;    // the run
    int exit = 0;

    [[nodiscard]] std::string text() const {
        return "| " + what + " | " + entry + " | " + reason + " | " + stopped_by + " | " +
               std::to_string(exit) + " |";
    }
};

std::string lookup(const std::string& more) {
    return R"({"endpoint": "jeuInfos.php", )" + more + "}";
}

std::string medium(const std::string& more) {
    return R"({"endpoint": "media", )" + more + "}";
}

// Those that wait for minutes are ended by a deadline here; once means that it is well the next
// time.
const std::vector<Row>& rows() {
    static const std::vector<Row> all{
#include "citizen_rows.inc"
    };
    return all;
}

TEST_F(Citizen, EveryRefusalHasItsEnd) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    const auto page = read_whole(fs::path(CURATEUR_SOURCE) / "docs" / "screenscraper.md");
    int number = 0;
    for (const auto& row : rows()) {
        const auto* const deadline = row.stopped_by == "deadline" ? "2s" : "60s";
        control("/control/reset", "{}");
        fault(row.rule);
        fs::remove_all(frontend());
        const auto ran = run({"--json", "--deadline", deadline},
                             {{"CURATEUR_LIBRARY__NAME", "row-" + std::to_string(++number)},
                              {"CURATEUR_API__REQUEST_TIMEOUT", "1"}});
        const auto events = events_of(ran.out);
        const auto entry = last(events, "entry");
        const auto end = last(events, "run_end");
        const Row is{
            row.what, row.rule, entry["status"], entry["reason"], end["stopped_by"], ran.exit};
        EXPECT_EQ(is.text(), row.text()) << ran.err;
        EXPECT_NE(page.find(row.text() + "\n"), std::string::npos)
            << "docs/screenscraper.md lacks\n"
            << row.text();
    }
}

} // namespace
} // namespace curateur::test
