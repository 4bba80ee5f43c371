// The command as scripts and people meet it: options, exit statuses, streams, signals.
#include "support/end_to_end.hpp"

#include <set>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Command : public EndToEnd {
protected:
    void add_games(int count, const std::string& system = "nes") {
        for (int i = 1; i <= count; ++i) {
            add_game(system,
                     "Game Number " + std::to_string(i) +
                         (system == "nes" ? " (USA).nes" : " (USA).sfc"));
        }
    }

    [[nodiscard]] std::set<std::string> listed(const std::string& system) const {
        std::set<std::string> paths;
        std::istringstream lines(gamelist(system));
        for (std::string line; std::getline(lines, line);) {
            if (const auto at = line.find("<path>"); at != std::string::npos) {
                paths.insert(line.substr(at + 6, line.find("</path>") - at - 6));
            }
        }
        return paths;
    }
};

// Exit statuses

TEST_F(Command, AnUnknownRomIsNoFailure) {
    add_games(1);
    add_rom("nes", "Nobody Knows (World).nes", "homebrew");
    serve();
    EXPECT_EQ(run().exit, 0);
}

TEST_F(Command, WithoutDeveloperCredentialsItEndsWith1BeforeAnything) {
    add_games(1);
    serve();
    const auto ran =
        run({"--config", folder_.write("empty.yaml", "api:\n  max_retries: 3\n").string()});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("devid"), std::string::npos) << ran.err;
    EXPECT_EQ(asked(), 0U);
}

TEST_F(Command, AWrongConfigurationEndsWith1AndNamesEveryMistake) {
    serve();
    const auto file = folder_.write(
        "wrong.yaml",
        "scraping:\n  scrape_mod: force\n  merge_strategy: all\napi:\n  max_retries: 99\n");
    const auto ran = run({"--config", file.string()});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("wrong.yaml:2"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("scrape_mode"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("wrong.yaml:3"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("wrong.yaml:5"), std::string::npos) << ran.err;
}

TEST_F(Command, AnUnknownSystemEndsWith1AndSuggestsOne) {
    serve();
    const auto ran = run({"--systems", "snez"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("did you mean \"snes\"?"), std::string::npos) << ran.err;
}

TEST_F(Command, AWrongCallEndsWith2) {
    EXPECT_EQ(run_bare({"--no-such-option"}).exit, 2);
    EXPECT_EQ(run_bare({"--limit"}).exit, 2);
    EXPECT_EQ(run_bare({"--ui", "loud"}).exit, 2);
}

TEST_F(Command, UpdateAndSkipScrapedTogetherEndWith2) {
    const auto ran = run({"--update", "--skip-scraped"});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_NE(ran.err.find("--skip-scraped"), std::string::npos) << ran.err;
}

TEST_F(Command, AFailedGameEndsWith3AndTheOthersAreDone) {
    add_games(2);
    add_game("nes", "Always Fails (USA).nes", R"("faults": {"status": 500})");
    serve();
    EXPECT_EQ(run().exit, 3);
    EXPECT_EQ(listed("nes").size(), 2U);
}

TEST_F(Command, ASecondRunOnTheSameLibraryEndsWith4AndNamesTheFirst) {
    add_games(2);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "delay_ms": 60000})");
    auto first = start({"--source", "screenscraper", "--output", "esde"});
    while (!fs::exists(state() / "curateur" / "default" / "library.db-wal")) {
        ASSERT_FALSE(first.ends_within(std::chrono::milliseconds(5)));
    }
    const auto second = run();
    EXPECT_EQ(second.exit, 4);
    EXPECT_NE(second.err.find(std::to_string(first.pid())), std::string::npos) << second.err;
    first.signal(SIGKILL);
    first.wait();
}

class Signals : public Command, public ::testing::WithParamInterface<std::pair<int, int>> {};

TEST_P(Signals, WriteWhatIsDoneAndEndWithTheirStatus) {
    const auto [signal, status] = GetParam();
    add_games(8);
    serve();
    // Three of the four that may be in flight never come; the rest goes on.
    for (const char* const game : {"1005", "1006", "1007"}) {
        fault(std::string(R"({"game": )") + game + R"(, "delay_ms": 600000})");
    }
    auto child = start({"--source", "screenscraper", "--output", "esde", "--json"});
    while (count_of(child.out(), "\"scraped\"") < 5) {
        ASSERT_FALSE(child.ends_within(std::chrono::milliseconds(5))) << child.out();
    }
    child.signal(signal);
    const auto ended = child.wait();
    EXPECT_EQ(ended.exit, status) << ended.err;
    EXPECT_EQ(listed("nes").size(), 5U);
    const auto end = events_of(ended.out).back();
    EXPECT_EQ(end["event"], "run_end");
    EXPECT_EQ(end["stopped_by"], "signal");
    EXPECT_EQ(end["exit_status"], std::to_string(status));
    EXPECT_EQ(end.number("scraped"), 5U);
    EXPECT_EQ(end.number("deferred"), 3U);
}

INSTANTIATE_TEST_SUITE_P(BothOfThem,
                         Signals,
                         ::testing::Values(std::pair(SIGINT, 130), std::pair(SIGTERM, 143)));

TEST_F(Command, ASecondCtrlCLeavesAtOnce) {
    add_games(2);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "delay_ms": 60000})");
    auto child = start({"--source", "screenscraper", "--output", "esde"});
    while (child.out().find("Scraping Nintendo") == std::string::npos) {
        ASSERT_FALSE(child.ends_within(std::chrono::milliseconds(5)));
    }
    child.signal(SIGINT);
    child.signal(SIGINT);
    EXPECT_EQ(child.wait().exit, 130);
}

// Options

TEST_F(Command, JsonIsOneObjectALineWithTheDocumentedKeysAndNothingElse) {
    add_games(2);
    add_games(1, "snes");
    add_game("nes", "Always Fails (USA).nes", R"("faults": {"status": 500})");
    serve();
    const auto events = run_json();
    const std::set<std::string> counts{"total",
                                       "scraped",
                                       "unchanged",
                                       "not_found",
                                       "failed",
                                       "skipped",
                                       "deferred",
                                       "needs_choice",
                                       "media_downloaded",
                                       "requests",
                                       "bytes",
                                       "seconds"};
    const std::map<std::string, std::set<std::string>> documented{
        {"run_start", {"version", "mode", "systems"}},
        {"system_start", {"system", "full_name", "total"}},
        {"entry",
         {"index",
          "system",
          "path",
          "status",
          "reason",
          "detail",
          "source",
          "game_id",
          "matched_by",
          "media_downloaded"}},
        {"system_end", {"system"}},
        {"run_end", {"systems", "exit_status", "stopped_by"}},
        {"warning", {"system", "message"}}};
    std::map<std::string, int> seen;
    for (const auto& event : events) {
        const auto keys = documented.find(event["event"]);
        ASSERT_NE(keys, documented.end()) << event["event"];
        ++seen[event["event"]];
        auto expected = keys->second;
        if (event["event"].ends_with("_end")) {
            expected.insert(counts.begin(), counts.end());
        }
        for (const auto& key : expected) {
            EXPECT_TRUE(event.values.contains(key)) << event["event"] << " without " << key;
        }
    }
    EXPECT_EQ(seen["run_start"], 1);
    EXPECT_EQ(seen["system_start"], 2);
    EXPECT_EQ(seen["entry"], 4);
    EXPECT_EQ(seen["system_end"], 2);
    EXPECT_EQ(seen["run_end"], 1);
    EXPECT_EQ(events.front()["event"], "run_start");
    EXPECT_EQ(events.back()["event"], "run_end");
    EXPECT_EQ(events.back()["total"], "4");
    EXPECT_EQ(events.back()["media_downloaded"], "6");
}

TEST_F(Command, JsonSaysHowAGameWasIdentified) {
    add_games(1);
    serve();
    for (const auto& event : run_json()) {
        if (event["event"] == "entry") {
            EXPECT_EQ(event["path"], "./Game Number 1 (USA).nes");
            EXPECT_EQ(event["status"], "scraped");
            EXPECT_EQ(event["source"], "screenscraper");
            EXPECT_EQ(event["game_id"], "1000");
            EXPECT_EQ(event["matched_by"], "hash");
            EXPECT_EQ(event["media_downloaded"], "2");
        }
    }
}

TEST_F(Command, QuietSaysNothingWhenNothingFails) {
    add_games(2);
    serve();
    const auto ran = run({"--ui", "quiet"});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(listed("nes").size(), 2U);
}

TEST_F(Command, QuietTellsFailures) {
    add_game("nes", "Always Fails (USA).nes", R"("faults": {"status": 500})");
    serve();
    const auto ran = run({"--ui", "quiet"});
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("nes/Always Fails (USA).nes: ScreenScraper is overloaded"),
              std::string::npos)
        << ran.err;
}

TEST_F(Command, ADryRunSendsNothingAndWritesNothing) {
    add_games(3);
    put_gamelist("nes", "<?xml version=\"1.0\"?>\n<gameList>\n</gameList>\n");
    serve();
    const auto times = times_of(home());
    const auto ran = run({"--dry-run"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out.find("Mode: DRY-RUN (no downloads)"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("[1/3] Game Number 1 (USA).nes - DRY_RUN"), std::string::npos)
        << ran.out;
    EXPECT_NE(ran.out.find("3 of 3 ROMs would be looked up"), std::string::npos) << ran.out;
    EXPECT_EQ(asked() + asked("ssuserInfos.php"), 0U);
    EXPECT_EQ(times_of(home()), times);
    EXPECT_FALSE(fs::exists(state()));
    EXPECT_TRUE(fs::is_empty(work()));
}

TEST_F(Command, ADryRunOfAFinishedLibraryWritesNothing) {
    add_games(3);
    serve();
    run();
    const auto before = asked();
    const auto files = times_of(frontend());
    const auto ran = run({"--dry-run", "--update"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(asked(), before);
    EXPECT_EQ(times_of(frontend()), files);
}

TEST_F(Command, SkipScrapedAsksOnlyForWhatIsNotListed) {
    add_games(3);
    put_gamelist("nes",
                 "<?xml version=\"1.0\"?>\n<gameList>\n\t<game>\n\t\t<path>./Game Number 1 "
                 "(USA).nes</path>\n"
                 "\t\t<name>Mine</name>\n\t\t<desc>Mine.</desc>\n\t</game>\n\t<game>\n\t\t<path>./"
                 "Game Number 2 (USA).nes</path>\n"
                 "\t\t<name>Nothing but a name</name>\n\t</game>\n</gameList>\n");
    serve();
    const auto events = run_json({"--skip-scraped"});
    EXPECT_EQ(asked("jeuInfos.php"), 2U);
    EXPECT_EQ(events.back()["skipped"], "1");
    EXPECT_EQ(events.back()["scraped"], "2");
}

TEST_F(Command, UpdateAsksForEveryGameOnce) {
    add_games(3);
    serve();
    run();
    EXPECT_EQ(run({"--update"}).exit, 0);
    EXPECT_EQ(asked("jeuInfos.php"), 6U);
    EXPECT_EQ(asked() - asked("jeuInfos.php"), 6U); // no medium twice: the promised digests agree
}

TEST_F(Command, SystemsAreTheOnlyOnesThatAreTouched) {
    add_games(1, "nes");
    add_games(1, "snes");
    serve();
    EXPECT_EQ(run({"--systems", "snes"}).exit, 0);
    EXPECT_EQ(listed("snes").size(), 1U);
    EXPECT_FALSE(fs::exists(gamelist_file("nes")));
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
}

TEST_F(Command, RomsAsOperandsAreTheOnlyOnesThatAreAskedFor) {
    add_games(3);
    serve();
    EXPECT_EQ(run({(roms() / "nes" / "Game Number 2 (USA).nes").string()}).exit, 0);
    EXPECT_EQ(listed("nes"), std::set<std::string>{"./Game Number 2 (USA).nes"});
}

TEST_F(Command, ALimitLeavesTheRestForTheNextRun) {
    add_games(5);
    serve();
    run({"--limit", "2"});
    EXPECT_EQ(asked("jeuInfos.php"), 2U);
    run({"--limit", "2"});
    EXPECT_EQ(asked("jeuInfos.php"), 4U);
    EXPECT_EQ(listed("nes").size(), 4U);
}

TEST_F(Command, TheLogFileHasWhatStandardErrorHas) {
    add_games(1);
    add_game("nes", "Always Fails (USA).nes", R"("faults": {"status": 500})");
    serve();
    const auto ran = run({"--log-file", "the.log", "--log-level", "DEBUG"});
    const auto log = read_whole(work() / "the.log");
    EXPECT_NE(log.find("DEBUG: screenscraper: ScreenScraper is overloaded"), std::string::npos)
        << log;
    EXPECT_EQ(count_of(log, "\n"), count_of(ran.err, "\n"));
}

TEST_F(Command, PluginsOfAGivenFolderComeBeforeTheOthersAndDoNotReplaceThem) {
    media_ = R"("box-2D", "ss", "sstitle")";
    add_games(1);
    serve();
    const auto ran = run({"--plugin-dir", CURATEUR_BAD_PLUGINS, "--log-level", "DEBUG"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(listed("nes").size(), 1U);
    const auto listing = run_bare({"plugins", "list", "--plugin-dir", CURATEUR_BAD_PLUGINS});
    EXPECT_NE(listing.out.find("misbehaving"), std::string::npos) << listing.out << listing.err;
    EXPECT_NE(listing.out.find("screenscraper"), std::string::npos) << listing.out;
    // The first validator that knows a file decides: theirs takes a title screen as it should not.
    EXPECT_EQ(run({"--plugin-dir", CURATEUR_BAD_PLUGINS, "--media-types", "title_screen"}).exit,
              128 + SIGSEGV);
}

TEST_F(Command, AMissingPluginFolderEndsWith1) {
    const auto ran = run({"--plugin-dir", "/no/such/folder"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("/no/such/folder"), std::string::npos) << ran.err;
}

TEST_F(Command, OnlyTheMediaThatAreAskedForAreFetched) {
    add_games(1);
    serve();
    EXPECT_EQ(run({"--media-types", "screenshot"}).exit, 0);
    EXPECT_TRUE(fs::exists(medium("nes", "screenshots/Game Number 1 (USA).png")));
    EXPECT_FALSE(fs::exists(medium("nes", "covers")));
}

TEST_F(Command, TheErrorLogListsWhatWentWrong) {
    add_game("nes", "Always Fails (USA).nes", R"("faults": {"status": 500})");
    add_rom("nes", "Nobody Knows (World).nes", "homebrew");
    serve();
    const auto ran = run();
    EXPECT_NE(ran.out.find("\nError log written to: scraping_errors.log\n"), std::string::npos)
        << ran.out;
    const auto log = read_whole(work() / "scraping_errors.log");
    EXPECT_NE(log.find("[nes] ./Always Fails (USA).nes: ScreenScraper is overloaded"),
              std::string::npos)
        << log;
    EXPECT_NE(log.find("[nes] ./Nobody Knows (World).nes: "), std::string::npos) << log;
}

} // namespace
} // namespace curateur::test
