// Games that are searched for, and games that the user decides about.
#include "support/end_to_end.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Search : public EndToEnd {
protected:
    // A ROM nobody knows by its bytes or its name.
    void add_unknown(const std::string& key) { add_rom("nes", key, "bytes of " + key); }

    [[nodiscard]] fs::path overrides() const {
        return folder_.path() / "config" / "curateur" / "overrides.yaml";
    }

    void override_with(const std::string& text) const {
        fs::create_directories(overrides().parent_path());
        std::ofstream(overrides()) << text;
    }

    [[nodiscard]] std::size_t asked_by_number() const {
        std::size_t count = 0;
        for (const auto& file : fs::directory_iterator(folder_.path())) {
            count += file.path().extension() == ".requests"
                         ? count_of(read_whole(file.path()), "\"gameid\"")
                         : 0;
        }
        return count;
    }

    static Event entry_of(const std::vector<Event>& events, const std::string& path) {
        for (const auto& event : events) {
            if (event["event"] == "entry" && event["path"] == path) {
                return event;
            }
        }
        ADD_FAILURE() << "there is no entry " << path;
        return Event("{}");
    }

    static Event end_of(const std::vector<Event>& events) {
        for (const auto& event : events) {
            if (event["event"] == "run_end") {
                return event;
            }
        }
        ADD_FAILURE() << "the run has no end";
        return Event("{}");
    }
};

TEST_F(Search, IsNotDoneUnlessTheUserWantsIt) {
    add_game("nes", "Zebra Run - Savanna (USA).nes");
    add_unknown("Zebra Run, The - Savannah (Proto).nes");
    serve();
    EXPECT_EQ(entry_of(run_json(), "./Zebra Run, The - Savannah (Proto).nes")["status"],
              "not_found");
    EXPECT_EQ(asked("jeuRecherche.php"), 0U);
}

TEST_F(Search, FindsAGameByItsTitleAndAsksOnce) {
    add_game("nes", "Alpha (USA).nes", R"("name": "The Zebra Run : Long Savanna")");
    add_unknown("Long Savanna (Proto).nes");
    serve();
    const auto entry = entry_of(run_json({"--enable-search"}), "./Long Savanna (Proto).nes");
    EXPECT_EQ(entry["status"], "scraped") << entry["detail"];
    EXPECT_EQ(entry["matched_by"], "search");
    EXPECT_EQ(entry["game_id"], "1000");
    EXPECT_EQ(asked("jeuRecherche.php"), 1U);
    EXPECT_EQ(asked("rom_not_found"), 1U);
    run({"--enable-search"});
    EXPECT_EQ(asked("jeuRecherche.php"), 1U);
}

TEST_F(Search, OfWhatWasAMissBeforeAsksForTheTitleAlone) {
    add_game("nes", "Alpha (USA).nes", R"("name": "The Zebra Run : Long Savanna")");
    add_unknown("Long Savanna (Proto).nes");
    serve();
    run();
    const auto before = asked("jeuInfos.php");
    const auto entry = entry_of(run_json({"--enable-search"}), "./Long Savanna (Proto).nes");
    EXPECT_EQ(entry["status"], "scraped") << entry["detail"];
    EXPECT_EQ(asked("jeuInfos.php"), before);
}

TEST_F(Search, ThatFindsNothingLeavesAMiss) {
    add_unknown("Homebrew Nobody Knows (World).nes");
    serve();
    const auto events = run_json({"--enable-search"});
    EXPECT_EQ(entry_of(events, "./Homebrew Nobody Knows (World).nes")["status"], "not_found");
    EXPECT_EQ(end_of(events)["exit_status"], "0");
    EXPECT_EQ(asked("jeuRecherche.php"), 1U);
    run({"--enable-search"});
    EXPECT_EQ(asked("jeuRecherche.php"), 1U);
}

TEST_F(Search, WhoseBestIsNotSureWaitsForAChoiceAndEndsWith0) {
    add_game("nes", "Alpha (USA).nes", R"("name": "Zebra Run : Savanna")");
    add_game("nes", "Beta (USA).nes", R"("name": "Zebra Run Turbo")");
    add_unknown("Zebra Run (Proto).nes");
    serve();
    const auto events = run_json({"--enable-search"});
    const auto entry = entry_of(events, "./Zebra Run (Proto).nes");
    EXPECT_EQ(entry["status"], "needs_choice");
    EXPECT_EQ(entry["reason"], "choice");
    EXPECT_NE(entry["detail"].find("screenscraper:1000 \"Zebra Run"), std::string::npos)
        << entry["detail"];
    EXPECT_NE(entry["detail"].find("the file name has no subtitle"), std::string::npos)
        << entry["detail"];
    EXPECT_EQ(end_of(events)["exit_status"], "0");
    EXPECT_EQ(end_of(events).number("needs_choice"), 1U);
    // It waits without a request; a lower threshold decides it.
    const auto before = asked();
    EXPECT_EQ(entry_of(run_json({"--enable-search"}), "./Zebra Run (Proto).nes")["status"],
              "needs_choice");
    EXPECT_EQ(asked(), before);
    const auto decided = entry_of(run_json({"--enable-search", "--search-threshold", "0.6"}),
                                  "./Zebra Run (Proto).nes");
    EXPECT_EQ(decided["status"], "scraped") << decided["detail"];
    EXPECT_EQ(decided["game_id"], "1000");
}

// A terminal of which this end is ours. What is shown is read all the time, so nobody waits for us.
class Terminal {
public:
    Terminal() : ours_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        EXPECT_EQ(::grantpt(ours_), 0);
        EXPECT_EQ(::unlockpt(ours_), 0);
        name_ = ::ptsname(ours_); // NOLINT(concurrency-mt-unsafe): no other thread yet
        theirs_ = ::open(name_.c_str(), O_RDWR | O_NOCTTY); // or the first to leave would end it
        reader_ = std::thread([this] {
            std::array<char, 4096> block{};
            for (ssize_t got = 0; (got = ::read(ours_, block.data(), block.size())) > 0;) {
                shown_.append(block.data(), static_cast<std::size_t>(got));
            }
        });
    }

    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    ~Terminal() {
        static_cast<void>(shown());
        ::close(ours_);
    }

    [[nodiscard]] const std::string& name() const { return name_; }

    void type(const std::string& text) const {
        EXPECT_EQ(::write(ours_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }

    // All of it, when nobody else has the terminal any more.
    [[nodiscard]] const std::string& shown() {
        if (reader_.joinable()) {
            ::close(theirs_);
            reader_.join();
        }
        return shown_;
    }

private:
    int ours_, theirs_ = -1;
    std::string name_, shown_;
    std::thread reader_;
};

TEST_F(Search, OnATerminalAsksAtTheEndInScanOrderAndKeepsTheAnswers) {
    add_game("nes", "Alpha (USA).nes", R"("name": "Zebra Run : Savanna")");
    add_unknown("Zebra Run (Proto).nes");
    add_unknown("Zebra Run!! (Sample).nes");
    serve();
    run(); // makes the configuration
    // The first is answered last, and asked about first all the same.
    fault(R"({"endpoint": "jeuRecherche.php", "times": 1, "delay_ms": 300})");
    Terminal terminal;
    terminal.type("1\nn\n");
    Child child({"/bin/sh",
                 "-c",
                 "exec " CURATEUR_PROGRAM " --source screenscraper --output esde "
                 "--interactive-search <" +
                     terminal.name() + " >" + terminal.name() + " 2>&1"},
                environment(),
                work(),
                folder_.path() / "streams" / "terminal");
    const auto ended = child.wait();
    const auto shown = terminal.shown();
    EXPECT_EQ(ended.exit, 0) << shown;
    EXPECT_NE(shown.find("Which one?"), std::string::npos) << shown;
    EXPECT_NE(gamelist("nes").find("Zebra Run (Proto).nes"), std::string::npos) << shown;
    const auto events = run_json();
    EXPECT_EQ(entry_of(events, "./Zebra Run (Proto).nes")["matched_by"], "manual");
    EXPECT_EQ(entry_of(events, "./Zebra Run!! (Sample).nes")["reason"], "ignored");
}

TEST_F(Search, WithoutATerminalNobodyCanBeAsked) {
    add_unknown("Zebra Run (Proto).nes");
    serve();
    const auto ran = run({"--interactive-search"});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_NE(ran.err.find("asks on a terminal"), std::string::npos) << ran.err;
}

TEST_F(Search, APinIsLookedUpByItsNumberAndBindsUntilItIsTakenBack) {
    const auto other = add_game("nes", "Alpha (USA).nes");
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    EXPECT_EQ(entry_of(run_json(), "./Zebra Run (USA).nes")["matched_by"], "hash");
    const auto pinned =
        run_bare({"pin", "nes/Zebra Run (USA).nes", "screenscraper:" + std::to_string(other)});
    EXPECT_EQ(pinned.exit, 0) << pinned.err;
    // The other game is known already: not one request.
    const auto before = asked("jeuInfos.php");
    const auto entry = entry_of(run_json(), "./Zebra Run (USA).nes");
    EXPECT_EQ(entry["status"], "scraped");
    EXPECT_EQ(entry["game_id"], "1000");
    EXPECT_EQ(entry["matched_by"], "manual");
    EXPECT_EQ(asked("jeuInfos.php"), before);
    EXPECT_EQ(count_of(gamelist("nes"), "<name>Alpha</name>"), 2U) << gamelist("nes");
    EXPECT_EQ(read_whole(medium("nes", "covers/Zebra Run (USA).png")),
              read_whole(medium("nes", "covers/Alpha (USA).png")));
    // --update asks by the number, whatever the bytes say.
    EXPECT_EQ(entry_of(run_json({"--update"}), "./Zebra Run (USA).nes")["game_id"], "1000");
    EXPECT_EQ(asked_by_number(), 1U);
    fs::remove(overrides());
    EXPECT_EQ(entry_of(run_json(), "./Zebra Run (USA).nes")["matched_by"], "hash");
}

TEST_F(Search, APinToAGameThatIsNoneIsAMissOnce) {
    add_unknown("Zebra Run (USA).nes");
    override_with("- rom: nes/Zebra Run (USA).nes\n  pin: {screenscraper: 99}\n");
    serve();
    const auto entry = entry_of(run_json(), "./Zebra Run (USA).nes");
    EXPECT_EQ(entry["status"], "not_found");
    EXPECT_NE(entry["detail"].find("pinned to screenscraper:99"), std::string::npos);
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
    run();
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
}

TEST_F(Search, AnIgnoredRomIsLeftAlone) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Alpha (USA).nes");
    serve();
    EXPECT_EQ(run_bare({"ignore", (roms() / "nes" / "Zebra Run (USA).nes").string()}).exit, 0);
    const auto entry = entry_of(run_json(), "./Zebra Run (USA).nes");
    EXPECT_EQ(entry["status"], "skipped");
    EXPECT_EQ(entry["reason"], "ignored");
    EXPECT_EQ(asked("jeuInfos.php"), 1U);
    EXPECT_EQ(gamelist("nes").find("Zebra"), std::string::npos);
}

TEST_F(Search, WhatIsSetAndLockedSurvivesAnUpdateThatTakesEverything) {
    add_game("nes", "Zebra Run (USA).nes", R"("developer": "Ann", "publisher": "Bob")");
    serve();
    run();
    edit_gamelist("nes", "<publisher>Bob<", "<publisher>My own<");
    override_with("# mine\n- rom: nes/Zebra Run (USA).nes\n  set: {name: Zebra!}\n"
                  "  lock: [publisher, cover]\n");
    fs::remove(medium("nes", "covers/Zebra Run (USA).png"));
    const std::vector<std::string> all{"--update", "--merge-strategy", "reset_all"};
    EXPECT_EQ(run(all).exit, 0);
    EXPECT_NE(gamelist("nes").find("<name>Zebra!</name>"), std::string::npos) << gamelist("nes");
    EXPECT_NE(gamelist("nes").find("<publisher>My own</publisher>"), std::string::npos);
    EXPECT_FALSE(fs::exists(medium("nes", "covers/Zebra Run (USA).png")));
    const auto text = gamelist("nes");
    run(all);
    EXPECT_EQ(gamelist("nes"), text);
}

TEST_F(Search, WhatIsSetOfAnUnknownRomIsWritten) {
    add_unknown("My Homebrew.nes");
    override_with("- rom: nes/My Homebrew.nes\n  set: {name: Homebrew, description: Mine}\n");
    serve();
    EXPECT_EQ(run().exit, 0);
    EXPECT_NE(gamelist("nes").find("<name>Homebrew</name>"), std::string::npos) << gamelist("nes");
    EXPECT_NE(gamelist("nes").find("<desc>Mine</desc>"), std::string::npos);
}

TEST_F(Search, MistakesInTheOverridesEndBeforeARequestAndNameTheLine) {
    add_game("nes", "Zebra Run (USA).nes");
    override_with("- rom: nes/Zebra Run (USA).nes\n  ignroe: true\n");
    serve();
    const auto ran = run();
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.err.find("overrides.yaml:2: ignroe: is not known here; did you mean \"ignore\"?"),
              std::string::npos)
        << ran.err;
    EXPECT_EQ(asked(), 0U);
}

} // namespace
} // namespace curateur::test
