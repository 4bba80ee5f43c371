// Which media are taken, and how they come to their places.
#include "support/end_to_end.hpp"

#include <sqlite3.h>

#include <sys/stat.h>
#include <unistd.h>

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

std::uint64_t device_of(const fs::path& path) {
    struct stat info {};

    return ::stat(path.c_str(), &info) == 0 ? info.st_dev : 0;
}

class MediaPlaces : public EndToEnd {
protected:
    Outcome run_both(const Environment& more = {}) {
        return run_bare({"--source",
                         "screenscraper",
                         "--output",
                         "esde,shelf",
                         "--plugin-dir",
                         CURATEUR_SHELF_PLUGINS},
                        more);
    }

    [[nodiscard]] fs::path ours() const { return medium("nes", "covers/Zebra Run (USA).png"); }

    [[nodiscard]] fs::path theirs() const {
        return medium("nes", "shelf-cover/Zebra Run (USA).png");
    }

    // Requests for media of a code.
    [[nodiscard]] std::size_t asked_for(const std::string& code) const {
        std::size_t count = 0;
        for (const auto& [file, bytes] : tree_of(folder_.path())) {
            if (file.ends_with(".requests")) {
                count += count_of(bytes, "\"media\":\"" + code + "(") +
                         count_of(bytes, "\"media\":\"" + code + "\"");
            }
        }
        return count;
    }

    // The first column of all rows, each ended by a line feed.
    [[nodiscard]] std::string stored(const std::string& query) const {
        sqlite3* library = nullptr;
        sqlite3_stmt* rows = nullptr;
        const auto file = state() / "curateur" / "default" / "library.db";
        EXPECT_EQ(sqlite3_open(file.c_str(), &library), SQLITE_OK);
        EXPECT_EQ(sqlite3_prepare_v2(library, query.c_str(), -1, &rows, nullptr), SQLITE_OK);
        std::string all;
        while (sqlite3_step(rows) == SQLITE_ROW) {
            all += reinterpret_cast<const char*>(sqlite3_column_text(rows, 0));
            all += '\n';
        }
        sqlite3_finalize(rows);
        sqlite3_close(library);
        return all;
    }
};

class OneDownload : public MediaPlaces {
protected:
    void SetUp() override {
        media_ = R"("box-2D")";
        add_game("nes", "Zebra Run (USA).nes");
        serve();
    }
};

TEST_F(OneDownload, ServesTwoOutputsAsTwoFiles) {
    const auto ran = run_both();
    ASSERT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked(), 2U) << "a lookup and a medium";
    EXPECT_EQ(fs::hard_link_count(ours()), 1U);
    std::ofstream(ours(), std::ios::app) << "changed in place";
    EXPECT_LT(fs::file_size(theirs()), fs::file_size(ours()));
    EXPECT_EQ(ran.err.find("media.link"), std::string::npos);
}

TEST_F(OneDownload, ServesTwoOutputsAsOneFileIfTheUserWantsHardLinks) {
    const auto ran = run_both({{"CURATEUR_MEDIA__LINK", "hardlink"}});
    ASSERT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked(), 2U);
    EXPECT_EQ(fs::hard_link_count(ours()), 2U);
    EXPECT_TRUE(fs::equivalent(ours(), theirs()));
    EXPECT_EQ(run_both().exit, 0);
    EXPECT_EQ(asked(), 2U);
}

TEST_F(OneDownload, ServesAnOutputThatIsAddedLater) {
    ASSERT_EQ(run().exit, 0);
    ASSERT_EQ(run_both({{"CURATEUR_MEDIA__LINK", "hardlink"}}).exit, 0);
    EXPECT_EQ(asked(), 2U);
    EXPECT_EQ(fs::hard_link_count(ours()), 2U);
}

TEST_F(OneDownload, IsMadeAgainIfTheFileCannotBeRead) {
    ASSERT_EQ(run().exit, 0);
    const auto ran =
        run_both({{"LD_PRELOAD", CURATEUR_FAILING_DISK},
                  {"FAILING_DISK", ours().string()},
                  {"FAILING_DISK_UNREADABLE", "1"},
                  {"ASAN_OPTIONS", "handle_segv=0:halt_on_error=1:verify_asan_link_order=0"}});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked(), 3U);
    EXPECT_TRUE(fs::exists(theirs()));
    EXPECT_NE(ran.err.find(ours().string() + ": cannot be opened: Input/output error"),
              std::string::npos)
        << ran.err;
}

// The place is to blame, not the file that is there: nothing is fetched for it.
TEST_F(OneDownload, IsNotMadeAgainIfTheSecondPlaceMayOnlyBeRead) {
    ASSERT_EQ(run().exit, 0);
    fs::create_directories(theirs().parent_path());
    const auto ran =
        run_both({{"LD_PRELOAD", CURATEUR_FAILING_DISK},
                  {"FAILING_DISK", theirs().parent_path().string()},
                  {"FAILING_DISK_READ_ONLY", "1"},
                  {"ASAN_OPTIONS", "handle_segv=0:halt_on_error=1:verify_asan_link_order=0"}});
    EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
    EXPECT_EQ(asked(), 2U);
    EXPECT_NE(ran.err.find("shelf-cover: cannot be written to: Read-only file system"),
              std::string::npos)
        << ran.err;
}

TEST_F(OneDownload, BecomesACopyWhereLinksCannotBeAndSaysSoOnce) {
    add_game("nes", "Comet Quest (USA).nes");
    serve();
    const auto elsewhere = fs::path("/dev/shm") / ("curateur-test-" + std::to_string(::getpid()));
    std::error_code ignored;
    if (!fs::create_directory(elsewhere, ignored) ||
        device_of(elsewhere) == device_of(folder_.path())) {
        GTEST_SKIP() << "there is no second file system to write to";
    }
    const auto ran = run_both({{"CURATEUR_MEDIA__LINK", "hardlink"},
                               {"CURATEUR_OUTPUTS__SHELF__MEDIA_DIR", elsewhere.string()}});
    const auto there = tree_of(elsewhere);
    fs::remove_all(elsewhere);
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(there.size(), 2U);
    EXPECT_EQ(asked(), 4U);
    EXPECT_EQ(count_of(ran.err, "media.link"), 1U) << ran.err;
}

// A bad file and its other name are one: nothing good is to be had from that.
TEST_F(OneDownload, IsMadeAgainIfTheLinkedFileIsBad) {
    ASSERT_EQ(run_both({{"CURATEUR_MEDIA__LINK", "hardlink"}}).exit, 0);
    const auto whole = tree_of(ours().parent_path());
    const auto time = fs::last_write_time(ours());
    {
        std::fstream bytes(ours(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(100);
        bytes << "damage";
    }
    fs::last_write_time(ours(), time);
    ASSERT_EQ(run_bare({"validate"}).exit, 3);
    EXPECT_EQ(run_both({{"CURATEUR_MEDIA__LINK", "hardlink"}}).exit, 0);
    EXPECT_TRUE(same_trees(tree_of(ours().parent_path()), whole));
    EXPECT_EQ(run_bare({"validate"}).exit, 0);
}

class LaterKind : public EndToEnd {};

TEST_F(LaterKind, IsAllThatIsAskedForAndNoLookup) {
    media_ = R"("box-2D", "ss", "video")";
    for (const char* const name : {"Alpha", "Beta", "Gamma"}) {
        add_game("nes", std::string(name) + " (USA).nes");
    }
    serve();
    ASSERT_EQ(run().exit, 0); // covers and screenshots
    const auto before = asked();
    const auto videos = asked("mediaVideoJeu.php");
    EXPECT_EQ(videos, 0U);
    ASSERT_EQ(run({"--media-types", "cover,screenshot,video"}).exit, 0);
    EXPECT_EQ(asked("mediaVideoJeu.php"), 3U);
    EXPECT_EQ(asked(), before + 3) << "and nothing else";
    EXPECT_TRUE(fs::exists(medium("nes", "videos/Beta (USA).mp4")));
}

class TooLarge : public OneDownload {
protected:
    [[nodiscard]] static unsigned width_of(const fs::path& picture) {
        std::ifstream file(picture, std::ios::binary);
        std::string head(24, '\0');
        file.read(head.data(), static_cast<std::streamsize>(head.size()));
        unsigned width = 0;
        for (std::size_t i = 16; i < 20; ++i) {
            width = width << 8U | static_cast<unsigned char>(head[i]);
        }
        return width;
    }

    Environment small_ = {{"CURATEUR_MEDIA__MAX_WIDTH", "40"}};
};

TEST_F(TooLarge, IsScaledAndStaysWhatTheSourceSent) {
    const auto ran = run({}, small_);
    ASSERT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(width_of(ours()), 40U);
    EXPECT_EQ(
        stored("SELECT count(*) FROM asset WHERE width=40 AND original<>'' AND original<>sha1"),
        "1\n");
    EXPECT_EQ(run_bare({"validate", "--strict"}).exit, 0);
    EXPECT_EQ(asked(), 2U);
    EXPECT_EQ(run({"--update"}, small_).exit, 0);
    EXPECT_EQ(asked(), 3U) << "a lookup, not the medium";
    EXPECT_EQ(run_both(small_).exit, 0);
    EXPECT_EQ(asked(), 3U);
    EXPECT_EQ(width_of(theirs()), 40U);
}

TEST_F(TooLarge, IsLeftAsItCameByDefault) {
    ASSERT_EQ(run().exit, 0);
    EXPECT_GT(width_of(ours()), 40U);
    EXPECT_EQ(stored("SELECT original FROM asset"), "\n");
    EXPECT_EQ(run({}, small_).exit, 0);
    EXPECT_GT(width_of(ours()), 40U) << "what is there stays";
}

TEST_F(TooLarge, IsScaledIfNobodyLookedAtIt) {
    auto settings = small_;
    settings["CURATEUR_MEDIA__VALIDATION_MODE"] = "disabled";
    ASSERT_EQ(run({}, settings).exit, 0);
    EXPECT_EQ(width_of(ours()), 40U);
}

class Variants : public MediaPlaces {
protected:
    void SetUp() override {
        media_ = R"("wheel", "wheel-hd", "wheel-carbon", "video", "video-normalized")";
        add_game("nes", "Zebra Run (USA).nes");
        serve();
    }
};

TEST_F(Variants, ComeInTheOrderOfTheUser) {
    const auto ran = run({},
                         {{"CURATEUR_MEDIA__MEDIA_TYPES", "logo,video"},
                          {"CURATEUR_MEDIA__VARIANTS", "{marquees: [carbon], video: [plain]}"}});
    ASSERT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(asked_for("wheel-carbon"), 1U);
    EXPECT_EQ(asked_for("wheel-hd"), 0U);
    EXPECT_EQ(asked_for("video"), 1U);
    EXPECT_EQ(asked_for("video-normalized"), 0U);
    EXPECT_NE(stored("SELECT why FROM asset WHERE kind='logo'").find("variant carbon"),
              std::string::npos);
}

TEST_F(Variants, ComeInTheOrderOfTheSourceElse) {
    ASSERT_EQ(run({}, {{"CURATEUR_MEDIA__MEDIA_TYPES", "logo"}}).exit, 0);
    EXPECT_EQ(asked_for("wheel-hd"), 1U);
    EXPECT_EQ(asked_for("wheel"), 0U);
}

// A WebM that is announced as an MP4, without digests.
class OtherFormat : public Variants {
protected:
    void SetUp() override {
        Variants::SetUp();
        fault(R"({"endpoint": "jeuInfos.php", "fault": "no_digests"})");
        fault("{\"media\": \"video-normalized\", \"status\": 200, \"body\": \"\\u001aE" +
              std::string("\xDF\xA3\x8B\x42\x82\x84") + "webm\\u0042\\u0000\"}");
    }

    Environment films_ = {{"CURATEUR_MEDIA__MEDIA_TYPES", "video"},
                          {"CURATEUR_MEDIA__VALIDATION_MODE", "disabled"}};
};

TEST_F(OtherFormat, IsNotPutUnderAWrongNameTheNextVariantIs) {
    const auto ran = run({}, films_);
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    const auto films = tree_of(medium("nes", "videos"));
    ASSERT_EQ(films.size(), 1U);
    EXPECT_EQ(films.begin()->first, "Zebra Run (USA).mp4");
    EXPECT_EQ(asked_for("video"), 1U);
    EXPECT_EQ(stored("SELECT reason || ' ' || format FROM bad_media"),
              "is webm, which the frontend does not show webm\n");
    fs::remove(medium("nes", "videos/Zebra Run (USA).mp4"));
    EXPECT_EQ(run({}, films_).exit, 0);
    EXPECT_EQ(asked_for("video-normalized"), 1U) << "it is known what that is";
}

TEST_F(OtherFormat, IsTakenByAFrontendThatListsIt) {
    EXPECT_EQ(run_both(films_).exit, 0);
    EXPECT_TRUE(fs::exists(medium("nes", "videos/Zebra Run (USA).mp4")));
    EXPECT_TRUE(fs::exists(medium("nes", "shelf-video/Zebra Run (USA).webm")));
}

} // namespace
} // namespace curateur::test
