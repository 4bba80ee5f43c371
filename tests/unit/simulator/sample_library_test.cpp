#include "simulator/digests.hpp"
#include "simulator/world.hpp"
#include "support/sample_library.hpp"
#include "support/simulator_process.hpp"
#include "support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <set>

using namespace curateur;
using namespace curateur::test;

namespace {

class SampleLibraryTest : public testing::Test {
protected:
    SampleLibrary write(const SampleOptions& options = {}) {
        auto written = write_sample_library(folder_.path(), options);
        EXPECT_TRUE(written) << written.error().message;
        return *std::move(written);
    }

    std::string content(const SampleRom& rom) {
        return folder_.read("roms/" + rom.system + "/" + rom.key);
    }

    TempFolder folder_;
};

} // namespace

TEST_F(SampleLibraryTest, HasOneOfEachKindAndManyOrdinaryOnes) {
    const auto library = write();
    std::map<Kind, int> kinds;
    for (const SampleRom& rom : library.entries) {
        ++kinds[rom.kind];
    }
    EXPECT_EQ(kinds[Kind::ordinary], 60);
    EXPECT_EQ(kinds[Kind::headered], 2);
    EXPECT_EQ(kinds[Kind::disc], 2);
    EXPECT_EQ(kinds.size(), 11U);
}

TEST_F(SampleLibraryTest, ItsCatalogueKnowsTheTrueDigests) {
    const auto library = write();
    auto catalogue = simulator::load_catalogue(library.catalogue);
    ASSERT_TRUE(catalogue) << catalogue.error().message;
    const simulator::World world(*std::move(catalogue), 1);
    for (const SampleRom& rom : library.entries) {
        const bool by_digest = rom.kind == Kind::ordinary || rom.kind == Kind::headered ||
                               rom.kind == Kind::disc || rom.kind == Kind::failing ||
                               rom.kind == Kind::not_a_game || rom.kind == Kind::other_platform;
        if (!by_digest) {
            continue;
        }
        const auto digests = simulator::digests_of(content(rom));
        const auto found = world.find({0, "", "", digests.sha1, "", ""});
        ASSERT_TRUE(found) << rom.key;
        EXPECT_EQ(found->game->id, rom.game) << rom.key;
    }
}

TEST_F(SampleLibraryTest, AnotherDumpIsFoundByNameOnly) {
    const auto library = write();
    const simulator::World world(*simulator::load_catalogue(library.catalogue), 1);
    for (const SampleRom& rom : library.entries) {
        const auto digests = simulator::digests_of(content(rom));
        const auto found =
            world.find({rom.system == "snes" ? 4 : 3, "", "", digests.sha1, "", rom.key});
        if (rom.kind == Kind::other_dump) {
            ASSERT_TRUE(found);
            EXPECT_EQ(found->how, "name");
        } else if (rom.kind == Kind::unknown) {
            EXPECT_FALSE(found);
        }
    }
}

TEST_F(SampleLibraryTest, TheSameOptionsMakeTheSameBytes) {
    const auto library = write();
    const auto catalogue = folder_.read("catalogue.json");
    const auto first = content(library.entries.front());
    write();
    EXPECT_EQ(folder_.read("catalogue.json"), catalogue);
    EXPECT_EQ(content(library.entries.front()), first);
}

TEST_F(SampleLibraryTest, CanBeLargeAndPlainWithFiveMediaEach) {
    SampleOptions options;
    options.count = 500;
    options.specials = false;
    options.rom_bytes = 64;
    options.media = {"box-2D", "ss", "wheel", "video", "manuel"};
    const auto library = write(options);
    EXPECT_EQ(library.entries.size(), 500U);
    std::set<std::string> titles;
    for (const SampleRom& rom : library.entries) {
        titles.insert(rom.title);
    }
    EXPECT_EQ(titles.size(), 500U);
    const simulator::World world(*simulator::load_catalogue(library.catalogue), 1);
    const auto game = world.complete(*world.by_id(library.entries.front().game));
    EXPECT_EQ(std::count_if(game.media.begin(),
                            game.media.end(),
                            [](const auto& medium) { return medium.parent == "jeu"; }),
              5);
}

TEST_F(SampleLibraryTest, RefusesASystemItCannotMake) {
    SampleOptions options;
    options.systems = {"gb"};
    const auto written = write_sample_library(folder_.path(), options);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message,
              "there are no sample ROMs for \"gb\"; there are for nes, snes, psx");
}

TEST_F(SampleLibraryTest, IsServedByTheRealProgram) {
    const auto library = write();
    SimulatorProcess process(
        SIMULATOR, folder_.path() / "log", {"--catalogue", library.catalogue.string()});
    httplib::Client client(process.origin());
    const auto& rom = library.entries.front();
    const auto answer =
        client.Get("/api2/jeuInfos.php?devid=developer&devpassword=developer-password"
                   "&softname=t&ssid=player&sspassword=player-password&systemeid=3"
                   "&sha1=" +
                   simulator::digests_of(content(rom)).sha1);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    ASSERT_EQ(process.requests().size(), 1U);
    EXPECT_EQ(process.requests().front().game, rom.game);
    EXPECT_TRUE(process.requests().front().user_ok);
    EXPECT_EQ(process.count("found"), 1U);
    EXPECT_EQ(process.most_in_flight(), 1);
    EXPECT_NE(process.stop().find("\"most_in_flight\":1"), std::string::npos);
}

TEST_F(SampleLibraryTest, TheProgramSaysWhyItDoesNotStart) {
    folder_.write("bad.json", "{\"games\": [{\"id\": 1}]}");
    try {
        const SimulatorProcess process(SIMULATOR,
                                       folder_.path() / "log",
                                       {"--catalogue", (folder_.path() / "bad.json").string()});
        FAIL() << "it started";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("bad.json: games: element 1: a game needs an id"),
                  std::string::npos)
            << error.what();
    }
}
