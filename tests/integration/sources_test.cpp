// Two sources at once: the simulator, and a small service of another kind.
#include "simulator/digests.hpp"
#include "support/end_to_end.hpp"
#include "support/made_pictures.hpp"

#include <httplib.h>

#include <mutex>
#include <thread>

namespace curateur::test {
namespace {

// Knows games by their number, by ScreenScraper's, by MD5 and by name.
class SecondService {
public:
    struct Game {
        std::string id, name, md5, screenscraper, developer;
        std::vector<std::string> media;
    };

    SecondService() {
        server_.Get("/game", [this](const httplib::Request& asked, httplib::Response& answer) {
            const std::lock_guard lock(mutex_);
            asked_.push_back(asked.target);
            if (status_ != 200) {
                answer.status = status_;
                return;
            }
            const auto [by, value] = *asked.params.begin();
            for (const auto& game : games_) {
                if (value == (by == "id"              ? game.id
                              : by == "md5"           ? game.md5
                              : by == "screenscraper" ? game.screenscraper
                                                      : game.name)) {
                    answer.set_content(text_of(game), "application/json");
                    return;
                }
            }
            answer.status = 404;
        });
        server_.Get("/media/.*", [this](const httplib::Request& asked, httplib::Response& answer) {
            const std::lock_guard lock(mutex_);
            asked_.push_back(asked.target);
            answer.set_content(picture, "image/png");
        });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::jthread([this] { server_.listen_after_bind(); });
        while (!server_.is_running()) {
            std::this_thread::yield();
        }
    }

    ~SecondService() { server_.stop(); }

    SecondService(const SecondService&) = delete;
    SecondService& operator=(const SecondService&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    // "/game?md5=...", in the order in which they came.
    [[nodiscard]] std::vector<std::string> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

    void add(Game game) {
        const std::lock_guard lock(mutex_);
        games_.push_back(std::move(game));
    }

    void answer_with(int status) {
        const std::lock_guard lock(mutex_);
        status_ = status;
    }

    const std::string picture = png_of(2, 2, std::string("\0abcdef\0ghijkl", 14));

private:
    static std::string text_of(const Game& game) {
        std::string media;
        for (const auto& kind : game.media) {
            media += (media.empty() ? "\"" : ", \"") + kind + "\"";
        }
        return R"({"id": ")" + game.id + R"(", "name": ")" + game.name + R"(", "developer": ")" +
               game.developer + R"(", "media": [)" + media + "]}";
    }

    httplib::Server server_;
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    std::vector<Game> games_;
    int status_ = 200;
    int port_ = 0;
    std::jthread thread_;
};

namespace fs = std::filesystem;

class TwoSources : public EndToEnd {
protected:
    Outcome both(std::vector<std::string> more = {}) {
        more.insert(more.begin(),
                    {"--source",
                     "screenscraper,second",
                     "--output",
                     "esde",
                     "--plugin-dir",
                     CURATEUR_SECOND_PLUGINS,
                     "--media-types",
                     "cover,screenshot,logo"});
        return run_bare(std::move(more), {{"CURATEUR_SOURCES__SECOND__BASE_URL", second_.url()}});
    }

    Event both_of(const std::string& path, std::vector<std::string> more = {}) {
        more.emplace_back("--json");
        ran_ = both(std::move(more));
        for (const auto& event : events_of(ran_.out)) {
            if (event["event"] == "entry" && event["path"] == path) {
                return event;
            }
        }
        ADD_FAILURE() << "there is no entry " << path << "\n" << ran_.out << ran_.err;
        return Event("{}");
    }

    // A ROM that the second service knows by its bytes; ScreenScraper does not.
    void add_of_second(const std::string& key, SecondService::Game game) {
        const auto bytes = "bytes of " + key;
        add_rom("nes", key, bytes);
        game.md5 = simulator::digests_of(bytes).md5;
        second_.add(std::move(game));
    }

    // That the second service knows the ROM of a game of ScreenScraper's.
    void know_too(const std::string& key, SecondService::Game game) {
        game.md5 = simulator::digests_of(read_whole(roms() / "nes" / key)).md5;
        second_.add(std::move(game));
    }

    SecondService second_;
    Outcome ran_;
};

const std::string k_zebra = "Zebra Run (USA).nes", k_path = "./Zebra Run (USA).nes";

TEST_F(TwoSources, TheFirstOnesValueWinsAndWhatItLacksComesFromTheSecond) {
    add_game("nes", k_zebra, R"("developer": "Ann")");
    know_too(k_zebra, {"7", "The Zebra Run", "", "", "Bob", {"cover", "logo"}});
    serve();
    EXPECT_EQ(both_of(k_path)["status"], "scraped") << ran_.out;
    EXPECT_EQ(count_of(gamelist("nes"), "<name>Zebra Run</name>"), 1U) << gamelist("nes");
    EXPECT_EQ(count_of(gamelist("nes"), "<developer>Ann</developer>"), 1U) << gamelist("nes");
    EXPECT_EQ(read_whole(medium("nes", "marquees/Zebra Run (USA).png")), second_.picture);
    EXPECT_NE(read_whole(medium("nes", "covers/Zebra Run (USA).png")), second_.picture);
}

TEST_F(TwoSources, WhatOnlyTheSecondKnowsIsScrapedFromIt) {
    add_of_second(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"cover"}});
    serve();
    const auto entry = both_of(k_path);
    EXPECT_EQ(entry["status"], "scraped");
    EXPECT_EQ(entry["source"], "second");
    EXPECT_EQ(entry["game_id"], "7");
    EXPECT_EQ(ran_.exit, 0);
    EXPECT_EQ(count_of(gamelist("nes"), "<developer>Bob</developer>"), 1U) << gamelist("nes");
}

TEST_F(TwoSources, NeitherIsAskedAgain) {
    add_game("nes", "Alpha (USA).nes");
    add_of_second(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"cover"}});
    serve();
    both();
    const auto first = asked(), second = second_.asked().size();
    EXPECT_EQ(both_of(k_path)["status"], "unchanged");
    EXPECT_EQ(asked(), first);
    EXPECT_EQ(second_.asked().size(), second);
}

TEST_F(TwoSources, WhatIsPinnedInOneIsNeverAskedOfTheOtherByItsBytes) {
    const auto alpha = add_game("nes", "Alpha (USA).nes");
    fs::remove(roms() / "nes" / "Alpha (USA).nes");
    add_of_second(k_zebra, {"7", "Zebra Run", "", "", "Bob", {}});
    second_.add({"8", "Alpha", "", std::to_string(alpha), "Cid", {"logo"}});
    const auto id = "screenscraper:" + std::to_string(alpha);
    serve();
    EXPECT_EQ(run_bare({"pin", "nes/" + k_zebra, id}).exit, 0);
    const auto entry = both_of(k_path);
    EXPECT_EQ(entry["matched_by"], "manual");
    EXPECT_EQ(entry["game_id"], std::to_string(alpha));
    for (const auto& one : second_.asked()) {
        EXPECT_EQ(one.find("md5"), std::string::npos) << one;
    }
    EXPECT_EQ(read_whole(medium("nes", "marquees/Zebra Run (USA).png")), second_.picture);
    EXPECT_EQ(count_of(gamelist("nes"), "Bob"), 0U) << gamelist("nes");
}

TEST_F(TwoSources, APinToTheSecondLeavesTheFirstToGoByTheGamesName) {
    add_game("nes", "Alpha (USA).nes");
    fs::remove(roms() / "nes" / "Alpha (USA).nes");
    add_game("nes", k_zebra);
    second_.add({"8", "Alpha", "", "", "Cid", {"logo"}});
    serve();
    EXPECT_EQ(run_bare({"pin", "nes/" + k_zebra, "second:8"},
                       {{"CURATEUR_PLUGIN_PATH", CURATEUR_SECOND_PLUGINS}})
                  .exit,
              0);
    const auto entry = both_of(k_path, {"--systems", "nes"});
    EXPECT_EQ(entry["status"], "scraped") << ran_.out;
    EXPECT_EQ(count_of(gamelist("nes"), "<name>Zebra Run</name>"), 0U) << gamelist("nes");
    EXPECT_EQ(read_whole(medium("nes", "marquees/Zebra Run (USA).png")), second_.picture);
    EXPECT_EQ(count_of(read_whole(folder_.path() / "1.requests"), "\"md5\""), 0U);
}

TEST_F(TwoSources, WhenTheFirstIsSpentTheSecondGoesOnAndTheRunIsResumable) {
    add_game("nes", k_zebra);
    know_too(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"cover"}});
    serve({"--per-day", "1"});
    fault(R"({"endpoint": "jeuInfos.php", "say": "quota"})");
    const auto entry = both_of(k_path);
    EXPECT_EQ(entry["status"], "scraped");
    EXPECT_EQ(entry["reason"], "quota");
    EXPECT_EQ(ran_.exit, 4) << ran_.out;
    EXPECT_EQ(second_.asked().size(), 2U);
    EXPECT_EQ(count_of(gamelist("nes"), "<developer>Bob</developer>"), 1U) << ran_.out;
}

TEST_F(TwoSources, WhatTheSecondCouldNotSayIsTold) {
    add_game("nes", k_zebra);
    know_too(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"logo"}});
    second_.answer_with(500);
    serve();
    const auto entry = both_of(k_path);
    EXPECT_EQ(entry["status"], "scraped");
    EXPECT_EQ(entry["reason"], "network");
    EXPECT_EQ(entry["detail"], "second: HTTP 500; it is asked again the next time");
    EXPECT_EQ(count_of(ran_.out, R"("event":"warning")"), 1U) << ran_.out;
}

TEST_F(TwoSources, ThatTheSecondDoesNotKnowTheGameIsNoNewsOfIt) {
    add_game("nes", k_zebra);
    know_too(k_zebra, {"7", "Quite Another Thing", "", "", "Bob", {"logo"}});
    serve();
    const auto entry = both_of(k_path);
    EXPECT_EQ(entry["status"], "scraped");
    EXPECT_EQ(entry["reason"], "") << ran_.out;
    EXPECT_EQ(entry["detail"], "") << ran_.out;
}

TEST_F(TwoSources, WhatNoneKnowsIsNotFoundAndWhoeverSaysWhyIsNamed) {
    add_rom("nes", k_zebra, "bytes that nobody knows");
    serve();
    const auto entry = both_of(k_path);
    EXPECT_EQ(entry["status"], "not_found");
    EXPECT_EQ(entry["detail"], "screenscraper: ScreenScraper does not know it");
}

TEST_F(TwoSources, WhatFailsInTheSecondIsTheOnlyThingAskedTheNextTime) {
    add_game("nes", k_zebra);
    know_too(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"logo"}});
    second_.answer_with(500);
    serve();
    EXPECT_EQ(both_of(k_path)["status"], "scraped") << ran_.out;
    EXPECT_EQ(count_of(gamelist("nes"), "<name>Zebra Run</name>"), 1U) << ran_.out;
    const auto first = asked();
    second_.answer_with(200);
    EXPECT_EQ(both_of(k_path)["status"], "scraped");
    EXPECT_EQ(asked(), first);
    EXPECT_EQ(read_whole(medium("nes", "marquees/Zebra Run (USA).png")), second_.picture);
}

TEST_F(TwoSources, ACoverThatIsBadInTheFirstIsTakenFromTheSecond) {
    add_game("nes", k_zebra);
    know_too(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"cover"}});
    serve();
    fault(R"({"endpoint": "mediaJeu.php", "fault": "html"})");
    both_of(k_path);
    EXPECT_EQ(read_whole(medium("nes", "covers/Zebra Run (USA).png")), second_.picture) << ran_.out;
}

TEST_F(TwoSources, AnIgnoredRomIsAskedOfNeither) {
    add_of_second(k_zebra, {"7", "Zebra Run", "", "", "Bob", {"cover"}});
    serve();
    EXPECT_EQ(run_bare({"ignore", "nes/" + k_zebra}).exit, 0);
    EXPECT_EQ(both_of(k_path)["status"], "skipped");
    EXPECT_EQ(asked(), 0U);
    EXPECT_TRUE(second_.asked().empty());
}

} // namespace
} // namespace curateur::test
