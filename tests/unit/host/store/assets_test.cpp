#include "platform/digest.hpp"
#include "store/recovery.hpp"
#include "store_fixture.hpp"

#include <gtest/gtest.h>

using namespace curateur;
using test::Store;

namespace {

std::string sha1_of(std::string_view bytes) {
    platform::Digester digester;
    digester.update(bytes);
    return digester.finish().sha1;
}

store::Asset asset(const std::filesystem::path& path, std::string_view bytes) {
    return {path,
            3,
            "cover",
            "src:7:box-2D",
            sha1_of(bytes),
            bytes.size(),
            0,
            "png",
            640,
            480,
            "valid",
            "src",
            "7",
            "us",
            "en",
            "x",
            99};
}

} // namespace

TEST_F(Store, TakesAnAssetForOursOnlyWhenItIsFinished) {
    auto library = open();
    auto put = asset("/m/a.png", "picture");
    ASSERT_TRUE(library.begin_asset(put, "/m/.curateur-1-1.tmp"));
    EXPECT_EQ(*library.find_asset("/m/a.png"), std::nullopt);
    ASSERT_TRUE(library.finish_asset("/m/a.png", 77));
    put.mtime_ns = 77;
    EXPECT_EQ(*library.find_asset("/m/a.png"), put);
    EXPECT_TRUE(library.asset_intents()->empty());
}

TEST_F(Store, KeepsWhatItKnowsOfAnAssetWhoseReplacementIsAbandoned) {
    auto library = open();
    const auto old = asset("/m/a.png", "old");
    ASSERT_TRUE(library.begin_asset(old, "/m/t"));
    ASSERT_TRUE(library.finish_asset("/m/a.png", 0));
    ASSERT_TRUE(library.begin_asset(asset("/m/a.png", "new"), "/m/t"));
    ASSERT_TRUE(library.abandon_asset("/m/a.png"));
    EXPECT_EQ(*library.find_asset("/m/a.png"), old);
    EXPECT_TRUE(library.asset_intents()->empty());
}

TEST_F(Store, FindsAnAssetsEqualsByCandidateAndByBytes) {
    auto library = open();
    auto first = asset("/m/a.png", "one");
    auto same_bytes = asset("/m/b.png", "one");
    same_bytes.candidate = "other";
    auto same_candidate = asset("/m/c.png", "two");
    auto stranger = asset("/m/d.png", "three");
    stranger.candidate = "another";
    for (const auto& put : {first, same_bytes, same_candidate, stranger}) {
        ASSERT_TRUE(library.begin_asset(put, "/m/t"));
        ASSERT_TRUE(library.finish_asset(put.path, 0));
    }
    EXPECT_EQ(*library.assets_with(first.candidate, first.sha1),
              (std::vector{first, same_bytes, same_candidate}));
    EXPECT_EQ(*library.assets_with(first.candidate, ""), (std::vector{first, same_candidate}));
    ASSERT_TRUE(library.drop_asset(first.path));
    EXPECT_EQ(*library.assets_with(first.candidate, ""), (std::vector{same_candidate}));
}

TEST_F(Store, RemembersACandidateThatTurnedOutBad) {
    const store::BadMedia bad{"not a picture", 12, true, "webm"};
    ASSERT_TRUE(open().put_bad_media("src:7:box-2D", bad));
    auto library = open();
    EXPECT_EQ(*library.find_bad_media("src:7:box-2D"), bad);
    EXPECT_EQ(*library.find_bad_media("src:8:box-2D"), std::nullopt);
}

TEST_F(Store, TakesAMovedAssetForOursAfterAKill) {
    const auto path = folder_.write("media/a.png", "picture");
    killed_after([&](store::Library& library) {
        const store::Library::Batch batch(library);
        static_cast<void>(
            library.begin_asset(asset(path, "picture"), path.parent_path() / ".curateur-1-1.tmp"));
        die();
    });
    auto library = open();
    EXPECT_EQ(store::recover(library)->assets_finished, 1U);
    const auto found = *library.find_asset(path.string());
    ASSERT_TRUE(found.has_value());
    EXPECT_GT(found->mtime_ns, 1'600'000'000'000'000'000);
}

TEST_F(Store, ForgetsAnAssetThatWasNotMovedAndItsTemporaryFiles) {
    auto library = open();
    const auto path = folder_.path() / "media" / "a.png";
    const auto temp = folder_.write("media/.curateur-1-1.tmp", "picture");
    folder_.write("media/.curateur-1-2.tmp", "half a download");
    folder_.write("media/theirs.png", "x");
    ASSERT_TRUE(library.begin_asset(asset(path, "picture"), temp));
    EXPECT_EQ(store::recover(library)->assets_forgotten, 1U);
    EXPECT_EQ(*library.find_asset(path.string()), std::nullopt);
    EXPECT_TRUE(library.asset_intents()->empty());
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path() / "media"), {}), 1);
}

TEST_F(Store, DoesNotTakeAStrangersFileForOurs) {
    auto library = open();
    const auto path = folder_.write("media/a.png", "picturE"); // of the same size
    ASSERT_TRUE(library.begin_asset(asset(path, "picture"), path.parent_path() / "t"));
    EXPECT_EQ(store::recover(library)->assets_forgotten, 1U);
    EXPECT_EQ(*library.find_asset(path.string()), std::nullopt);
    EXPECT_EQ(folder_.read("media/a.png"), "picturE");
}

TEST_F(Store, KnowsTheOldAssetWhenItsReplacementWasNotMoved) {
    auto library = open();
    const auto path = folder_.write("media/a.png", "old");
    const auto old = asset(path, "old");
    ASSERT_TRUE(library.begin_asset(old, "/t"));
    ASSERT_TRUE(library.finish_asset(path, 0));
    ASSERT_TRUE(library.begin_asset(asset(path, "new"), path.parent_path() / "t"));
    ASSERT_TRUE(store::recover(library));
    EXPECT_EQ(*library.find_asset(path.string()), old);
}

TEST_F(Store, KeepsAnAssetsIntentWhileItsFolderIsNotThere) {
    auto library = open();
    const auto path = (folder_.path() / "unmounted" / "a.png").string();
    ASSERT_TRUE(library.begin_asset(asset(path, "picture"), "/nowhere/t"));
    EXPECT_EQ(store::recover(library)->waiting, std::vector<std::string>{path});
    EXPECT_EQ(library.asset_intents()->size(), 1U);
}

TEST_F(Store, KeepsWhatValidatorsSayOfAnAsset) {
    auto library = open();
    auto film = asset("/m/a.mp4", "film");
    film.entry = *library.entry("nes", "a.nes");
    film.verdict = "poor";
    film.reason = "is short";
    film.facts = {{"codec", "avc1"}, {"duration_ms", "30000"}};
    ASSERT_TRUE(library.begin_asset(film, "/m/t"));
    ASSERT_TRUE(library.finish_asset(film.path, film.mtime_ns));
    EXPECT_EQ(*library.find_asset(film.path), film);
    EXPECT_EQ(*library.assets_of_system("nes"), (std::vector{film}));
    EXPECT_TRUE(library.assets_of_system("snes")->empty());
    std::vector<store::Asset> each;
    ASSERT_TRUE(
        library.each_asset("nes", [&](store::Asset&& one) { each.push_back(std::move(one)); }));
    EXPECT_EQ(each, (std::vector{film}));
    EXPECT_EQ(*library.systems_with_assets(), (std::vector<std::string>{"nes"}));
}

TEST_F(Store, KnowsWhichAssetsWereFoundToBeBad) {
    auto library = open();
    auto cover = asset("/m/a.png", "picture");
    ASSERT_TRUE(library.begin_asset(cover, "/m/t"));
    ASSERT_TRUE(library.finish_asset(cover.path, cover.mtime_ns));
    EXPECT_TRUE(library.bad_assets()->empty());
    cover.verdict = "bad";
    cover.reason = "damaged";
    ASSERT_TRUE(library.put_findings(cover));
    EXPECT_EQ(*library.bad_assets(), (std::vector<std::string>{cover.path}));
    EXPECT_EQ(*library.find_asset(cover.path), cover);
}

namespace {

// A medium of ours at m/a.png, about to be moved to kept/a.png.
class Moves : public Store {
protected:
    [[nodiscard]] std::filesystem::path place() const { return folder_.path() / "m/a.png"; }

    [[nodiscard]] std::filesystem::path kept() const { return folder_.path() / "kept/a.png"; }

    store::Move begun(store::Library& library, store::Move::State state) const {
        std::filesystem::create_directories(place().parent_path());
        std::filesystem::create_directories(kept().parent_path());
        store::Move move{7, true, state, "nes", kept().string(), asset(place(), "picture")};
        move.asset.run = 5;
        if (state == store::Move::State::going) {
            EXPECT_TRUE(library.begin_asset(move.asset, "/m/t"));
            EXPECT_TRUE(library.finish_asset(move.asset.path, move.asset.mtime_ns));
        }
        EXPECT_TRUE(library.begin_move(move));
        if (state == store::Move::State::returning) {
            EXPECT_TRUE(library.finish_move(move));
            EXPECT_TRUE(library.begin_return(move));
        }
        return move;
    }
};

} // namespace

TEST_F(Moves, ThatHappenedAreFinishedByRecovery) {
    auto library = open();
    begun(library, store::Move::State::going);
    folder_.write("kept/a.png", "picture");
    ASSERT_TRUE(store::recover(library));
    EXPECT_EQ(*library.find_asset(place().string()), std::nullopt);
    ASSERT_EQ(library.cleaned_by(7)->size(), 1U);
    EXPECT_EQ(library.cleaned_by(7)->front().asset.run, 5);
    EXPECT_EQ(*library.last_cleaning(), 7);
}

TEST_F(Moves, ThatDidNotHappenAreForgottenByRecovery) {
    auto library = open();
    begun(library, store::Move::State::going);
    folder_.write("m/a.png", "picture");
    ASSERT_TRUE(store::recover(library));
    EXPECT_TRUE(library.find_asset(place().string())->has_value());
    EXPECT_EQ(*library.last_cleaning(), 0);
    EXPECT_EQ(*library.last_run_with_assets(), 5);
}

TEST_F(Moves, BetweenFileSystemsThatGotHalfwayLoseTheCopy) {
    auto library = open();
    begun(library, store::Move::State::going);
    folder_.write("m/a.png", "picture");
    folder_.write("kept/a.png", "picture");
    ASSERT_TRUE(store::recover(library));
    EXPECT_TRUE(std::filesystem::exists(place()));
    EXPECT_FALSE(std::filesystem::exists(kept()));
    EXPECT_TRUE(library.find_asset(place().string())->has_value());
}

TEST_F(Moves, LeaveAnotherFileThatLiesWhereTheyWereToGo) {
    auto library = open();
    begun(library, store::Move::State::going);
    folder_.write("m/a.png", "picture");
    folder_.write("kept/a.png", "another");
    ASSERT_TRUE(store::recover(library));
    EXPECT_EQ(folder_.read("kept/a.png"), "another");
    EXPECT_TRUE(library.moves_in_flight()->empty());
}

TEST_F(Moves, BackAreFinishedOrForgottenLikewise) {
    for (const bool has_come : {true, false}) {
        auto library = open();
        begun(library, store::Move::State::returning);
        folder_.write(has_come ? "m/a.png" : "kept/a.png", "picture");
        ASSERT_TRUE(store::recover(library));
        EXPECT_EQ(library.find_asset(place().string())->has_value(), has_come);
        EXPECT_EQ(library.cleaned_by(7)->size(), has_come ? 0U : 1U);
        std::filesystem::remove(place());
        ASSERT_TRUE(library.drop_asset(place().string()));
    }
}

TEST_F(Moves, WaitForAFolderThatIsNotThere) {
    auto library = open();
    begun(library, store::Move::State::going);
    std::filesystem::remove_all(place().parent_path());
    folder_.write("kept/a.png", "picture");
    EXPECT_EQ(store::recover(library)->waiting, std::vector{place().string()});
    EXPECT_EQ(library.moves_in_flight()->size(), 1U);
}
