// What "curateur why" tells of a ROM, in each state that one may be in.
#include "support/end_to_end.hpp"

#include <curateur/support/json.hpp>

#include <gmock/gmock.h>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* k_zebra = "nes/Zebra Run (USA).nes";

class Why : public EndToEnd {
protected:
    // The text, every line of which fits into 80 columns unless it is one word.
    std::string text(const std::string& rom, std::vector<std::string> more = {}) {
        const auto ran = why(rom, std::move(more));
        std::istringstream lines(ran.out);
        for (std::string line; std::getline(lines, line);) {
            const bool is_one_word = line.find(' ', 15) == std::string::npos;
            EXPECT_TRUE(line.size() <= 82 || is_one_word) << line;
        }
        if (std::getenv("SHOW_WHY") != nullptr) {
            std::printf("%s\n", ran.out.c_str());
        }
        return ran.out;
    }

    json::Document object(const std::string& rom, std::vector<std::string> more = {}) {
        more.emplace_back("--json");
        const auto ran = why(rom, std::move(more));
        EXPECT_EQ(count_of(ran.out, "\n"), 1U);
        auto read = json::parse(ran.out);
        EXPECT_TRUE(read) << ran.out;
        return *std::move(read);
    }

    // The one of a list whose member says so.
    static json::View one(json::View list, const std::string& member, const std::string& value) {
        json::View found;
        list.each([&](json::View each) {
            if (!found && each[member].text() == value) {
                found = each;
            }
        });
        EXPECT_TRUE(found) << member << " " << value;
        return found;
    }

    static json::View first(json::View list) {
        json::View found;
        list.each([&](json::View each) { found = found ? found : each; });
        return found;
    }

private:
    // Asks nobody and writes nothing, whatever it is asked.
    Outcome why(const std::string& rom, std::vector<std::string> more) {
        const auto sent = asked();
        const auto documents = tree();
        const auto kept = fs::exists(state()) ? times_of(state()) : decltype(times_of({}))();
        more.insert(more.begin(), {"why", rom, "--source", "screenscraper", "--output", "esde"});
        auto ran = run_bare(std::move(more));
        EXPECT_EQ(ran.exit, 0) << ran.err;
        EXPECT_EQ(asked(), sent);
        EXPECT_TRUE(same_trees(tree(), documents));
        for (const auto& [file, time] : kept) {
            if (!file.ends_with("-shm")) { // memory that readers of a database share
                EXPECT_EQ(times_of(state())[file], time) << file;
            }
        }
        return ran;
    }
};

TEST_F(Why, OfALibraryThatWasNeverScrapedSaysWhatTheScanSays) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    const auto told = text(k_zebra);
    EXPECT_THAT(told, HasSubstr("no run has made one yet"));
    EXPECT_THAT(told, HasSubstr("in scope"));
    EXPECT_FALSE(fs::exists(state() / "curateur" / "default" / "library.db"));
    const auto read = object(k_zebra);
    EXPECT_EQ(read.root()["library"].text(), "false");
    EXPECT_EQ(first(read.root()["sources"])["state"].text(), "never_asked");
    EXPECT_EQ(first(read.root()["sources"])["next_reason"].text(), "not_asked");
}

TEST_F(Why, OfAFoundGameTellsItsWay) {
    add_game("nes",
             "Zebra Run (USA).nes",
             R"("names": {"us": "Zebra Run", "jp": "Shima Uma"}, "developer": "Ann")");
    serve();
    ASSERT_EQ(run().exit, 0);
    const auto told = text(k_zebra);
    EXPECT_THAT(told, HasSubstr("screenscraper: has it"));
    EXPECT_THAT(told, HasSubstr("1000 \"Zebra Run\", known by hash"));
    EXPECT_THAT(told, HasSubstr("4096 bytes"));
    EXPECT_THAT(told, HasSubstr("status 200"));
    EXPECT_THAT(told, HasSubstr("region us"));
    EXPECT_THAT(told, HasSubstr("reads the file once more, to be sure"));
    const auto read = object((roms() / k_zebra).string());
    EXPECT_EQ(read.root()["path"].text(), "./Zebra Run (USA).nes");
    EXPECT_FALSE(first(read.root()["evidence"]["pieces"])["sha1"].text().empty());
    const auto source = first(read.root()["sources"]);
    EXPECT_EQ(source["state"].text(), "have");
    EXPECT_EQ(source["game_id"].text(), "1000");
    EXPECT_EQ(source["next_reason"].text(), "has_record");
    EXPECT_EQ(one(source["answers"], "kept", "true")["status"].text(), "200");
    const auto name = one(read.root()["fields"], "field", "name");
    EXPECT_EQ(first(name["chosen"])["text"].text(), "Zebra Run");
    EXPECT_EQ(first(name["documents"])["rule"].text(), "agrees");
    const auto cover = one(read.root()["media"], "kind", "cover");
    EXPECT_EQ(cover["owner"].text(), "curateur");
    EXPECT_EQ(first(cover["candidates"])["chosen"].text(), "true");
    EXPECT_EQ(read.root()["last"]["status"].text(), "unchanged");
    EXPECT_EQ(read.root()["evidence"]["freshness"].text(), "unsure"); // it was just written
}

TEST_F(Why, OfWhatTheUserEditedSaysThatItStays) {
    add_game("nes", "Zebra Run (USA).nes", R"("developer": "Ann", "publisher": "Bob")");
    serve();
    run();
    edit_gamelist("nes", "<publisher>Bob<", "<publisher>My own<");
    edit_gamelist("nes", "<developer>Ann</developer>", "");
    fs::remove(medium("nes", "covers/Zebra Run (USA).png"));
    std::ofstream(medium("nes", "covers/Zebra Run (USA).png")) << "mine";
    const auto told = text(k_zebra);
    EXPECT_THAT(told, HasSubstr("you changed it to \"My own\"; it stays"));
    EXPECT_THAT(told, HasSubstr("you removed it; it stays so"));
    EXPECT_THAT(told, HasSubstr("yours now: changed since curateur put it there"));
    const auto read = object(k_zebra);
    const auto publisher = first(one(read.root()["fields"], "field", "publisher")["documents"]);
    EXPECT_EQ(publisher["rule"].text(), "edited");
    EXPECT_EQ(publisher["stands"].text(), "My own");
    EXPECT_EQ(publisher["offered"].text(), "Bob");
    EXPECT_EQ(first(one(read.root()["fields"], "field", "developer")["documents"])["rule"].text(),
              "cleared");
    EXPECT_EQ(one(read.root()["media"], "kind", "cover")["owner"].text(), "user");
    // Under another strategy it says what that would do.
    EXPECT_THAT(text(k_zebra, {"--merge-strategy", "refresh_metadata"}),
                HasSubstr("the next run overwrites it"));
}

TEST_F(Why, OfAnUnknownRomSaysWhenItIsAskedForAgain) {
    add_rom("nes", "Nobody Knows (World).nes", "homebrew");
    serve();
    run();
    const auto told = text("nes/Nobody Knows (World).nes");
    EXPECT_THAT(told, HasSubstr("screenscraper: does not have it"));
    EXPECT_THAT(told, HasSubstr("is not asked again before"));
    EXPECT_THAT(told, HasSubstr("no source's record of the game is known"));
    EXPECT_THAT(told, HasSubstr("not_found"));
    const auto read = object("nes/Nobody Knows (World).nes");
    const auto source = first(read.root()["sources"]);
    EXPECT_EQ(source["state"].text(), "absent");
    EXPECT_EQ(source["next_reason"].text(), "answered");
    constexpr std::uint64_t k_month_s = std::uint64_t{30} * 24 * 3600;
    EXPECT_EQ(source["asked_again_at"].natural(), *source["asked_at"].natural() + k_month_s);
    EXPECT_EQ(first(source["ways"]).text(), "digest");
    EXPECT_EQ(read.root()["last"]["status"].text(), "not_found");
    // With a search there is something left to do.
    const auto searched = object("nes/Nobody Knows (World).nes", {"--enable-search"});
    EXPECT_EQ(first(searched.root()["sources"])["next_reason"].text(), "to_be_searched");
}

TEST_F(Why, OfAnOpenChoiceNamesTheCandidatesUntilItIsDecided) {
    add_game("nes", "Alpha (USA).nes", R"("name": "Zebra Run : Savanna")");
    add_game("nes", "Beta (USA).nes", R"("name": "Zebra Run Turbo")");
    add_rom("nes", "Zebra Run (Proto).nes", "unlike any other");
    serve();
    run({"--enable-search"});
    const std::string rom = "nes/Zebra Run (Proto).nes";
    const auto told = text(rom, {"--enable-search"});
    EXPECT_THAT(told, HasSubstr("screenscraper: may have it"));
    EXPECT_THAT(told, HasSubstr("[screenscraper:1000]"));
    EXPECT_THAT(told, HasSubstr("the file name has no subtitle"));
    EXPECT_THAT(told, HasSubstr("curateur pin \"nes/Zebra Run (Proto).nes\""));
    const auto read = object(rom, {"--enable-search"});
    const auto source = first(read.root()["sources"]);
    EXPECT_EQ(source["state"].text(), "undecided");
    EXPECT_EQ(source["next_reason"].text(), "open_choice");
    EXPECT_EQ(first(source["candidates"])["game_id"].text(), "1000");
    EXPECT_EQ(first(source["candidates"])["distance"].text().substr(0, 4), "0.35");
    EXPECT_EQ(first(object(rom, {"--enable-search", "--search-threshold", "0.6"})
                        .root()["sources"])["next_reason"]
                  .text(),
              "decidable");
    ASSERT_EQ(run_bare({"pin", rom, "screenscraper:1000"}).exit, 0);
    const auto pinned = object(rom);
    EXPECT_EQ(first(pinned.root()["sources"])["counts"].text(), "false");
    EXPECT_EQ(first(pinned.root()["sources"])["next_reason"].text(), "pinned");
    run();
    const auto decided = object(rom);
    EXPECT_EQ(first(decided.root()["sources"])["matched_by"].text(), "manual");
    EXPECT_TRUE(first(decided.root()["sources"])["candidates"].empty());
}

TEST_F(Why, OfWhatIsIgnoredOrLeftOutSaysByWhom) {
    add_game("nes", "Zebra Run (USA).nes");
    add_game("nes", "Zebra Run (Beta).nes");
    add_rom("nes", "readme.txt", "no game");
    serve();
    run();
    ASSERT_EQ(run_bare({"ignore", k_zebra}).exit, 0);
    EXPECT_THAT(text(k_zebra), HasSubstr("scan         ignored, as overrides.yaml says"));
    EXPECT_EQ(object(k_zebra).root()["scope"].text(), "ignored");
    const Environment exclude{{"CURATEUR_SCRAPING__EXCLUDE", "*(Beta)*"}};
    const auto ran = run_bare({"why", "nes/Zebra Run (Beta).nes", "--output", "esde"}, exclude);
    EXPECT_THAT(ran.out, HasSubstr("skipped: excluded by \"*(Beta)*\" (scraping.exclude)"));
    EXPECT_THAT(text("nes/readme.txt"), HasSubstr("\".txt\" is none of the system's suffixes"));
    EXPECT_EQ(object("nes/readme.txt").root()["scope"].text(), "not_listed");
}

TEST_F(Why, OfABadPictureSaysWhatIsWrongWithIt) {
    add_game("nes", "Zebra Run (USA).nes", R"("faults": {"media": "box-2D", "fault": "corrupt"})");
    serve();
    run();
    const auto told = text(k_zebra);
    EXPECT_THAT(told, HasSubstr("turned out bad"));
    EXPECT_THAT(told, HasSubstr("  bad"));
    const auto read = object(k_zebra);
    const auto cover = one(read.root()["media"], "kind", "cover");
    EXPECT_EQ(cover["state"].text(), "missing");
    EXPECT_FALSE(first(cover["candidates"])["bad"].text().empty());
}

TEST_F(Why, OfAFailureSaysThatTheNextRunAsksAgain) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "status": 400, "say": "fields"})");
    run();
    EXPECT_THAT(text(k_zebra), HasSubstr("screenscraper: failed"));
    EXPECT_EQ(first(object(k_zebra).root()["sources"])["next_reason"].text(), "failed");
    EXPECT_THAT(text(k_zebra), HasSubstr("asks screenscraper"));
}

TEST_F(Why, ShowsNeitherPasswordsNorWhoAsks) {
    user_ = "somebody";
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    run();
    for (const auto* const form : {"--ui", "--json"}) {
        const auto ran = form == std::string("--json") ? run_bare({"why", k_zebra, form})
                                                       : run_bare({"why", k_zebra});
        for (const auto* const secret : {"somebody",
                                         "player-password",
                                         "developer-password",
                                         "CURSECRET",
                                         "softname",
                                         "devid"}) {
            EXPECT_THAT(ran.out, Not(HasSubstr(secret))) << ran.out;
        }
    }
}

TEST_F(Why, OfADiscSaysWhichPlaylistIsAskedForInItsPlace) {
    add_game("psx", "Zebra Run (USA) (Disc 1).iso");
    add_rom("psx", "Zebra Run (USA).m3u", "Zebra Run (USA) (Disc 1).iso\n");
    serve();
    run();
    const std::string disc = "psx/Zebra Run (USA) (Disc 1).iso";
    EXPECT_THAT(text(disc), HasSubstr("Zebra Run (USA).m3u is asked for in its place"));
    const auto read = object(disc);
    const auto source = first(read.root()["sources"]);
    EXPECT_EQ(source["state"].text(), "have"); // as the playlist's
    EXPECT_EQ(source["next_reason"].text(), "obstacle");
}

TEST_F(Why, WorksWhileARunGoesOn) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    fault(R"({"endpoint": "jeuInfos.php", "delay_ms": 60000})");
    auto going = start({"--source", "screenscraper", "--output", "esde"});
    while (!fs::exists(state() / "curateur" / "default" / "library.db-wal")) {
        ASSERT_FALSE(going.ends_within(std::chrono::milliseconds(5)));
    }
    const auto ran = run_bare({"why", k_zebra});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("screenscraper: was never asked"));
    going.signal(SIGKILL);
    going.wait();
}

TEST_F(Why, OfASourceThatCannotBeAskedSaysWhatIsWrongWithIt) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    const auto empty = folder_.write("empty.yaml", "api:\n  max_retries: 3\n").string();
    const auto ran = run_bare({"why", k_zebra, "--source", "screenscraper", "--config", empty});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("is not asked: "));
    EXPECT_THAT(ran.out, HasSubstr("devid"));
}

TEST_F(Why, OfNoRomEndsWith1) {
    add_game("nes", "Zebra Run (USA).nes");
    serve();
    const auto ran = run_bare({"why", "nes/Nothing.nes"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_THAT(ran.err, HasSubstr("there is no ROM nes/Nothing.nes"));
}

} // namespace
} // namespace curateur::test
