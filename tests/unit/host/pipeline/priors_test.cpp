#include "pipeline/priors.hpp"

#include <gtest/gtest.h>

namespace curateur::pipeline {
namespace {

void know(Priors& priors, const std::string& system, int games, double bytes) {
    for (int i = 0; i < games; ++i) {
        priors.add_answer(system, true);
        priors.add_game(system);
        priors.add_medium(system, "cover", bytes);
    }
}

TEST(Priors, AreTypicalFiguresWhereNothingIsKnown) {
    const Priors priors;
    EXPECT_DOUBLE_EQ(priors.found("nes"), Priors::k_usually_found);
    EXPECT_DOUBLE_EQ(priors.has("nes", "cover"), 0.93);
    EXPECT_DOUBLE_EQ(priors.bytes("nes", "cover"), 377'000);
    EXPECT_EQ(priors.basis("nes"), "typical figures");
}

TEST(Priors, AreOfTheSystemWhenEnoughOfItIsKnown) {
    Priors priors;
    know(priors, "snes", 100, 10'000);
    know(priors, "nes", 100, 50'000);
    EXPECT_DOUBLE_EQ(priors.has("nes", "cover"), 1);
    EXPECT_DOUBLE_EQ(priors.has("nes", "video"), 0);
    EXPECT_DOUBLE_EQ(priors.bytes("nes", "cover"), 50'000);
    EXPECT_EQ(priors.basis("nes"), "100 games of nes");
}

TEST(Priors, AreOfTheLibraryForANewSystem) {
    Priors priors;
    know(priors, "snes", 100, 10'000);
    EXPECT_DOUBLE_EQ(priors.bytes("nes", "cover"), 10'000);
    EXPECT_EQ(priors.basis("nes"), "100 games of other systems");
}

TEST(Priors, FewGamesCountForTheirShare) {
    Priors priors;
    know(priors, "snes", 100, 10'000);
    know(priors, "nes", 5, 50'000);
    // Of all 105 the mean is 11 905; ten sizes would be enough.
    EXPECT_NEAR(priors.bytes("nes", "cover"), 0.5 * 50'000 + 0.5 * 11'905, 1);
    EXPECT_EQ(priors.basis("nes"), "5 games of nes, 100 of other systems");
}

TEST(Priors, MissesLowerWhatIsFound) {
    Priors priors;
    for (int i = 0; i < 100; ++i) {
        priors.add_answer("nes", i % 4 != 0);
    }
    EXPECT_DOUBLE_EQ(priors.found("nes"), 0.75);
}

} // namespace
} // namespace curateur::pipeline
