#include "cli/overriding.hpp"
#include "config/overrides.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

pipeline::OpenChoice a_choice(const std::string& rom) {
    return {rom,
            "/roms/" + rom,
            "src",
            "two games are as near",
            {{"1", "Zebra Run", "1991", 0.35, "0.35"}, {"2", "Zebra Run Turbo", "", 0.4, "0.40"}}};
}

class Choosing : public testing::Test {
protected:
    std::vector<std::filesystem::path> ask(const std::vector<pipeline::OpenChoice>& choices,
                                           std::vector<std::string> answers) {
        std::size_t next = 0;
        const auto read = [&]() -> std::optional<std::string> {
            return next < answers.size() ? std::optional(answers[next++]) : std::nullopt;
        };
        const auto chosen =
            ask_choices(choices, file(), read, [this](const auto& text) { shown_ += text; });
        EXPECT_TRUE(chosen) << (chosen ? "" : chosen.error().message);
        return chosen ? *chosen : std::vector<std::filesystem::path>();
    }

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "overrides.yaml"; }

    [[nodiscard]] config::GameOverride kept(const std::string& rom) const {
        const auto read = config::read_overrides(file());
        EXPECT_TRUE(read);
        return read ? read->find(rom, {}) : config::GameOverride();
    }

    test::TempFolder folder_;
    std::string shown_;
};

TEST_F(Choosing, ShowsTheCandidatesWithTheirDistances) {
    ask({a_choice("nes/A.nes")}, {"s"});
    EXPECT_THAT(shown_, HasSubstr("[1/1] nes/A.nes\n    two games are as near\n"));
    EXPECT_THAT(shown_, HasSubstr("  1  Zebra Run (1991)  [src:1]  distance 0.35\n"));
    EXPECT_THAT(shown_, HasSubstr("  2  Zebra Run Turbo  [src:2]  distance 0.40\n"));
}

TEST_F(Choosing, KeepsEachAnswer) {
    const auto chosen =
        ask({a_choice("nes/A.nes"), a_choice("nes/B.nes"), a_choice("nes/C.nes")}, {"2", "s", "n"});
    EXPECT_THAT(chosen, ElementsAre("/roms/nes/A.nes"));
    EXPECT_EQ(kept("nes/A.nes").pins.at("src"), "2");
    EXPECT_EQ(kept("nes/B.nes"), config::GameOverride());
    EXPECT_TRUE(kept("nes/C.nes").ignored);
}

TEST_F(Choosing, AsksAgainForWhatIsNoAnswer) {
    const auto chosen = ask({a_choice("nes/A.nes")}, {"3", "0", "x", "1"});
    EXPECT_EQ(chosen.size(), 1U);
    EXPECT_THAT(shown_, HasSubstr("\"3\" is none of these."));
}

TEST_F(Choosing, EndsWithTheUsersPatience) {
    EXPECT_TRUE(ask({a_choice("nes/A.nes"), a_choice("nes/B.nes")}, {"q", "1"}).empty());
    EXPECT_TRUE(ask({a_choice("nes/A.nes")}, {}).empty());
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(Choosing, APinNamesARomBySystemOrPathAndASourceThatIsThere) {
    config::Config config;
    config.paths.roms = folder_.path() / "roms";
    config.overrides_file = file();
    folder_.write("roms/nes/sub/A.nes", "x");
    Command command;
    command.verb = Verb::pin;
    command.game = "src:12";
    for (const auto& operand :
         {std::string("nes/sub/A.nes"), (config.paths.roms / "nes/sub/A.nes").string()}) {
        command.operand = operand;
        const auto said = override_game(command, config, {"src"});
        ASSERT_TRUE(said) << said.error().message;
        EXPECT_THAT(*said, HasSubstr("nes/sub/A.nes is src:12 from now on"));
        EXPECT_EQ(kept("nes/sub/A.nes").pins.at("src"), "12");
        std::filesystem::remove(file());
    }
    const auto source = override_game(command, config, {"other"});
    ASSERT_FALSE(source);
    EXPECT_THAT(source.error().message, HasSubstr("there is no source \"src\""));
    command.operand = "nes/B.nes";
    const auto rom = override_game(command, config, {"src"});
    ASSERT_FALSE(rom);
    EXPECT_THAT(rom.error().message, HasSubstr("there is no ROM nes/B.nes"));
}

} // namespace
} // namespace curateur::cli
