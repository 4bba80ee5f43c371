// What the program makes of ROMs that lie elsewhere, or are called otherwise, than they were.
#include "support/end_to_end.hpp"
#include "support/opened_files.hpp"

namespace curateur::test {
namespace {

namespace fs = std::filesystem;

class Files : public EndToEnd {
protected:
    // Long ago: what was written a moment before it was read is read once more, whatever happens.
    void age_roms() const {
        const auto then = fs::file_time_type::clock::now() - std::chrono::hours(30);
        for (const auto& rom : fs::directory_iterator(roms() / "nes")) {
            fs::last_write_time(rom, then);
        }
    }

    [[nodiscard]] std::size_t asked_at_all() const { return asked() + asked("ssuserInfos.php"); }
};

TEST_F(Files, ARenamedRomCostsNoRequestAndNoByte) {
    for (const char* const name : {"First", "Second", "Third", "Fourth"}) { // most stay
        add_game("nes", std::string(name) + " Game (USA).nes");
    }
    age_roms();
    serve();
    ASSERT_EQ(run().exit, 0);
    const auto before = asked_at_all();
    fs::rename(roms() / "nes/First Game (USA).nes", roms() / "nes/Another Name.nes");
    OpenedFiles opened({roms() / "nes"}, roms() / "nes/Another Name.nes");
    const auto again = run();
    ASSERT_EQ(again.exit, 0) << again.out << again.err;
    EXPECT_EQ(asked_at_all(), before);
    EXPECT_EQ(opened.count(), 0U);
    EXPECT_EQ(count_of(gamelist("nes"), "<path>./Another Name.nes</path>"), 1U);
    EXPECT_EQ(count_of(gamelist("nes"), "<name>First Game</name>"), 2U); // the old entry stays
    EXPECT_TRUE(fs::exists(medium("nes", "covers/Another Name.png")));
}

TEST_F(Files, AMovedRootWithOtherInodesCostsNoRequestAndNoByte) {
    add_game("nes", "First Game (USA).nes");
    age_roms();
    serve();
    ASSERT_EQ(run().exit, 0);
    const auto before = asked_at_all();
    const auto elsewhere = home() / "Games";
    fs::create_directories(elsewhere / "nes");
    const auto copy = elsewhere / "nes/First Game (USA).nes";
    fs::copy_file(roms() / "nes/First Game (USA).nes", copy);
    fs::last_write_time(copy, fs::last_write_time(roms() / "nes/First Game (USA).nes"));
    fs::remove_all(roms());
    OpenedFiles opened({elsewhere / "nes"}, copy);
    ASSERT_EQ(run({}, {{"CURATEUR_PATHS__ROMS", elsewhere.string()}}).exit, 0);
    EXPECT_EQ(asked_at_all(), before);
    EXPECT_EQ(opened.count(), 0U);
    EXPECT_EQ(count_of(gamelist("nes"), "<game>"), 1U);
}

TEST_F(Files, OtherBytesUnderTheSameNameAreReadAgain) {
    add_game("nes", "First Game (USA).nes");
    age_roms();
    serve();
    ASSERT_EQ(run().exit, 0);
    const auto rom = roms() / "nes/First Game (USA).nes";
    OpenedFiles opened({roms() / "nes"}, rom);
    std::ofstream(rom, std::ios::app) << "more";
    static_cast<void>(opened.count());
    ASSERT_EQ(run().exit, 0);
    EXPECT_GE(opened.count(), 1U);
}

} // namespace
} // namespace curateur::test
