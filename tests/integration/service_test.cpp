// What the program does when the service refuses, fails or lies.
#include "support/end_to_end.hpp"

#include <set>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Service : public EndToEnd {
protected:
    void add_games(int count) {
        for (int i = 1; i <= count; ++i) {
            add_game("nes", "Game Number " + std::to_string(i) + " (USA).nes");
        }
    }

    static std::vector<Event> only(const std::vector<Event>& events, const std::string& what) {
        std::vector<Event> some;
        for (const auto& event : events) {
            if (event["event"] == what) {
                some.push_back(event);
            }
        }
        return some;
    }

    static std::map<std::string, std::string> statuses(const std::vector<Event>& events) {
        std::map<std::string, std::string> all;
        for (const auto& entry : only(events, "entry")) {
            all.emplace(entry["path"], entry["status"]);
        }
        return all;
    }

    static std::size_t count(const std::vector<Event>& events, const std::string& status) {
        return only(events, "run_end").at(0).number(status);
    }
};

TEST_F(Service, AFinishedLibraryAsksAndWritesNothing) {
    add_sample({.count = 24, .media = {"box-2D", "ss"}, .filler_dumps = 2});
    serve();
    const auto first = run_json();
    EXPECT_EQ(count(first, "failed"), 1U);
    EXPECT_GE(count(first, "not_found"), 3U);
    EXPECT_EQ(only(first, "run_end").at(0)["exit_status"], "3");
    const auto before = asked();
    const auto times = times_of(frontend());
    // What failed is asked again, three requests in all; nothing else is.
    const auto again = run_json();
    EXPECT_EQ(count(again, "scraped"), 0U);
    EXPECT_EQ(count(again, "not_found"), count(first, "not_found"));
    EXPECT_EQ(asked() - before, 3U);
    EXPECT_EQ(times_of(frontend()), times);
    // When it is known as well, not even the account is looked at.
    const auto all = asked() + asked("ssuserInfos.php");
    fs::remove(sample_rom(Kind::failing));
    EXPECT_EQ(run().exit, 0);
    EXPECT_EQ(asked() + asked("ssuserInfos.php"), all);
    EXPECT_EQ(times_of(frontend()), times);
}

TEST_F(Service, EachKindOfRomComesToWhatItShould) {
    add_sample({.count = 6, .media = {"box-2D", "ss"}, .filler_dumps = 2});
    serve();
    const auto found = statuses(run_json());
    EXPECT_EQ(found.at("./Homebrew Nobody Knows.nes"), "not_found");
    EXPECT_EQ(found.at("./Sound Test (PD).sfc"), "not_found");
    std::set<std::string> failed;
    for (const auto& [path, status] : found) {
        if (status == "failed") {
            failed.insert(path);
        }
    }
    EXPECT_EQ(failed.size(), 1U);
}

TEST_F(Service, ADirectoryThatCountsAsAFileIsListedAsAGame) {
    add_sample({.count = 1, .systems = {"psx"}, .media = {"box-2D"}, .filler_dumps = 2});
    serve();
    const auto found = statuses(run_json());
    const auto folder = sample_rom(Kind::folder).filename().string();
    EXPECT_EQ(found.at("./" + folder), "scraped");
    EXPECT_NE(gamelist("psx").find("<game>\n\t\t<path>./" + folder + "</path>"), std::string::npos);
    EXPECT_EQ(gamelist("psx").find("<folder>"), std::string::npos);
    EXPECT_TRUE(fs::exists(medium("psx", "covers/" + folder + ".png")));
}

TEST_F(Service, AnUnknownRomCostsExactlyOneMiss) {
    add_rom("nes", "Homebrew (World).nes", "nobody knows this");
    serve();
    EXPECT_EQ(count(run_json(), "not_found"), 1U);
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
    run();
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
}

TEST_F(Service, SpentQuotaEndsWith4AndNobodyIsCalledUnknown) {
    add_games(12);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "after": 3, "say": "quota"})");
    const auto events = run_json();
    const auto end = only(events, "run_end").at(0);
    EXPECT_EQ(end["exit_status"], "4");
    EXPECT_EQ(end["stopped_by"], "quota");
    EXPECT_EQ(end.number("scraped"), 3U);
    EXPECT_EQ(end.number("deferred"), 9U);
    EXPECT_EQ(end.number("not_found"), 0U);
    EXPECT_EQ(count_of(gamelist("nes"), "<game>"), 3U); // what was finished is written
    serve();                                            // the next day
    const auto next_day = run_json();
    EXPECT_EQ(count(next_day, "scraped") + count(next_day, "unchanged"), 12U);
    EXPECT_EQ(asked("found"), 12U);
    EXPECT_EQ(tree().size(), 12U * 2 + 1);
}

TEST_F(Service, ADayThatIsUsedUpIsNotAskedToItsRefusal) {
    add_games(12);
    serve({"--per-day", "6"});
    const auto end = only(run_json(), "run_end").at(0);
    EXPECT_EQ(end["exit_status"], "4");
    EXPECT_EQ(end["stopped_by"], "quota");
    EXPECT_EQ(end.number("not_found"), 0U);
    EXPECT_LE(asked("quota"), 8U); // what was in flight when the first refusal came, twice
}

TEST_F(Service, SpentMissesEndWith4AndNobodyIsCalledUnknown) {
    add_games(3);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "say": "misses"})");
    const auto end = only(run_json(), "run_end").at(0);
    EXPECT_EQ(end["exit_status"], "4");
    EXPECT_EQ(end["stopped_by"], "misses");
    EXPECT_EQ(end.number("deferred"), 3U);
}

TEST_F(Service, AWrongLoginEndsWith1) {
    add_games(3);
    serve();
    const auto ran = run({}, {{"CURATEUR_SOURCES__SCREENSCRAPER__USER_PASSWORD", "wrong"}});
    EXPECT_EQ(ran.exit, 1) << ran.out << ran.err;
    EXPECT_NE(ran.err.find("refused the login"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(gamelist_file("nes")));
}

TEST_F(Service, ABannedProgramEndsWith1) {
    add_games(3);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "say": "blacklisted"})");
    const auto ran = run();
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("has banned this program"), std::string::npos) << ran.err;
}

TEST_F(Service, AnOverloadedServiceIsAskedThreeTimesAndTheNextRunAsksAgain) {
    add_games(2);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "game": 1000, "status": 503})");
    const auto events = run_json();
    EXPECT_EQ(statuses(events).at("./Game Number 1 (USA).nes"), "failed");
    EXPECT_EQ(statuses(events).at("./Game Number 2 (USA).nes"), "scraped");
    EXPECT_EQ(asked("jeuInfos.php"), 4U); // api.max_retries: 3 requests in all
    serve();
    EXPECT_EQ(statuses(run_json()).at("./Game Number 1 (USA).nes"), "scraped");
}

TEST_F(Service, TooManyRequestsAtOnceWaitAndGoOn) {
    add_games(4);
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "say": "threads", "times": 1})");
    const auto events = run_json();
    EXPECT_EQ(count(events, "scraped"), 4U);
    EXPECT_EQ(only(events, "run_end").at(0)["exit_status"], "0");
}

TEST_F(Service, AClosedServiceIsWaitedForAndASignalEndsTheWait) {
    for (const char* const how : {"closed", "closed_to_guests"}) {
        add_games(2);
        serve();
        fault(std::string(R"({"endpoint": "jeuInfos.php", "say": ")") + how + "\"}");
        auto child = start({"--source", "screenscraper", "--output", "esde", "--json"});
        while (child.out().find("asking again in 5 minutes") == std::string::npos) {
            ASSERT_FALSE(child.ends_within(std::chrono::milliseconds(10)));
        }
        child.signal(SIGTERM);
        const auto ended = child.wait();
        EXPECT_EQ(ended.exit, 143);
        EXPECT_EQ(count(events_of(ended.out), "deferred"), 2U);
    }
}

TEST_F(Service, ABodyThatIsBrokenOnceIsAskedForAgain) {
    std::size_t number = 0;
    for (const char* const broken : {"empty",
                                     "html",
                                     "truncated",
                                     "cut",
                                     "reset",
                                     "reset_midway",
                                     "trailing_comma",
                                     "lone_backslash",
                                     "control_character",
                                     "null_fields",
                                     "keyed_lists",
                                     "no_ssuser"}) {
        add_game("nes",
                 std::string("Broken ") + std::to_string(++number) + " (USA).nes",
                 std::string(R"("faults": {"times": 1, "fault": ")") + broken + "\"}");
    }
    serve();
    const auto events = run_json();
    std::string failed;
    for (const auto& entry : only(events, "entry")) {
        if (entry["status"] != "scraped") {
            failed += entry["path"] + ": " + entry["status"] + ", " + entry["detail"] + "\n";
        }
    }
    EXPECT_EQ(failed, "");
}

TEST_F(Service, ABodyThatStaysBrokenFailsItsGameAlone) {
    std::size_t number = 0;
    for (const char* const broken : {"empty", "html", "truncated", "cut", "reset", "endless"}) {
        add_game("nes",
                 std::string("Broken ") + std::to_string(++number) + " (USA).nes",
                 std::string(R"("faults": {"fault": ")") + broken + "\"}");
    }
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    const auto events = run_json({}, {{"CURATEUR_API__REQUEST_TIMEOUT", "20"}});
    EXPECT_EQ(count(events, "failed"), 6U);
    EXPECT_EQ(count(events, "scraped"), 1U);
    EXPECT_EQ(only(events, "run_end").at(0)["exit_status"], "3");
}

TEST_F(Service, AMediumThatIsBrokenOnceIsFetchedAgain) {
    std::size_t number = 0;
    for (const char* const broken :
         {"truncated", "cut", "reset", "reset_midway", "wrong_digest", "wrong_type", "corrupt"}) {
        add_game("nes",
                 std::string("Broken ") + std::to_string(++number) + " (USA).nes",
                 std::string(R"("faults": {"media": "box-2D", "times": 1, "fault": ")") + broken +
                     "\"}");
    }
    serve();
    const auto ran = run();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    for (std::size_t i = 1; i <= number; ++i) {
        EXPECT_TRUE(fs::exists(medium("nes", "covers/Broken " + std::to_string(i) + " (USA).png")))
            << i;
    }
}

TEST_F(Service, AMediumThatStaysBrokenIsToldAndNotFetchedByEveryRun) {
    add_game("nes", "Zebra Run (USA).nes", R"("faults": {"media": "box-2D", "fault": "corrupt"})");
    add_game(
        "nes", "Comet Quest (USA).nes", R"("faults": {"media": "box-2D", "fault": "no_media"})");
    serve();
    const auto ran = run();
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("cover: "), std::string::npos) << ran.out;
    EXPECT_FALSE(fs::exists(medium("nes", "covers/Zebra Run (USA).png")));
    EXPECT_TRUE(fs::exists(medium("nes", "screenshots/Zebra Run (USA).png")));
    const auto before = asked();
    run();
    EXPECT_EQ(asked(), before);
}

TEST_F(Service, AnUpgradeOfTheProgramAsksNothing) {
    add_games(3);
    serve();
    run();
    const auto before = asked();
    const Environment upgraded{{"CURATEUR_SOURCES__SCREENSCRAPER__SOFTNAME", "curateur-99"}};
    run({}, upgraded);
    EXPECT_EQ(asked(), before);
    // Nor does the loss of the library: the answers are still there.
    for (const char* const file : {"library.db", "library.db-wal", "library.db-shm"}) {
        fs::remove(state() / "curateur" / "default" / file);
    }
    EXPECT_EQ(run({}, upgraded).exit, 0);
    EXPECT_EQ(asked("jeuInfos.php"), 3U);
}

TEST_F(Service, AnotherDumpOfAKnownGameAsksNothing) {
    const auto id = add_game("nes", "Zebra Run (USA).nes");
    add_dump(id, "nes", "Zebra Run (USA) (Rev 1).nes");
    fs::rename(roms() / "nes" / "Zebra Run (USA) (Rev 1).nes", home() / "later.nes");
    serve();
    run();
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
    const auto before = asked();
    fs::rename(home() / "later.nes", roms() / "nes" / "Zebra Run (USA) (Rev 1).nes");
    const auto events = run_json();
    EXPECT_EQ(statuses(events).at("./Zebra Run (USA) (Rev 1).nes"), "scraped");
    EXPECT_EQ(asked(), before); // its media are copies of what is there
    EXPECT_TRUE(fs::exists(medium("nes", "covers/Zebra Run (USA) (Rev 1).png")));
}

TEST_F(Service, TwoDumpsOfAGameInOneRunFetchEachMediumOnce) {
    const auto id = add_game("nes", "Zebra Run (USA).nes");
    add_dump(id, "nes", "Zebra Run (USA) (Rev 1).nes");
    serve();
    run();
    EXPECT_TRUE(fs::exists(medium("nes", "covers/Zebra Run (USA) (Rev 1).png")));
    EXPECT_EQ(asked() - asked("jeuInfos.php"), 2U);
}

TEST_F(Service, WhatIsNotTheGameIsRefusedWithItsReasonInTheLog) {
    add_sample({.count = 3, .systems = {"snes"}, .media = {"box-2D"}, .filler_dumps = 2});
    serve();
    const auto ran = run({"--json"});
    const auto events = events_of(ran.out);
    std::size_t refused = 0;
    for (const auto& entry : only(events, "entry")) {
        refused += entry["reason"] == "refused" ? 1U : 0U;
    }
    EXPECT_EQ(refused, 2U) << ran.out; // not a game; of another platform
    EXPECT_EQ(count_of(ran.err, "which was refused: "), 2U) << ran.err;
}

TEST_F(Service, AGameOfAnotherNameIsRefused) {
    // The service finds something by name within the system; its dumps are others and so is its
    // name.
    add_game("nes", "Zebra Run (USA).nes", R"("names": {"ss": "Entirely Different"})");
    add_rom("nes", "Zebra Run (USA).nes", "other bytes than the service knows");
    serve();
    const auto ran = run({"--json"});
    EXPECT_EQ(statuses(events_of(ran.out)).at("./Zebra Run (USA).nes"), "not_found") << ran.out;
    EXPECT_NE(ran.err.find("which was refused: "), std::string::npos) << ran.err;
}

TEST_F(Service, AValidatorThatCrashesIsNamedAtTheNextStart) {
    add_game("nes", "Zebra Run (USA).nes", R"("media": ["box-2D", "ss", "sstitle"])");
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    const std::vector<std::string> with{"--plugin-dir", CURATEUR_BAD_PLUGINS};
    const Environment media{{"CURATEUR_MEDIA__MEDIA_TYPES", "cover,screenshot,title_screen"}};
    EXPECT_EQ(run(with, media).exit, 128 + SIGSEGV);
    const auto second = run(with, media);
    EXPECT_EQ(second.exit, 128 + SIGSEGV);
    EXPECT_NE(second.err.find("crashing"), std::string::npos) << second.err;
    EXPECT_NE(second.err.find("Zebra Run (USA).nes"), std::string::npos) << second.err;
    // After two strikes the entry is set aside for it, and the run goes through.
    const auto third = run(with, media);
    EXPECT_EQ(third.exit, 0) << third.out << third.err;
    EXPECT_NE(gamelist("nes").find("Zebra Run"), std::string::npos);
}

} // namespace
} // namespace curateur::test
