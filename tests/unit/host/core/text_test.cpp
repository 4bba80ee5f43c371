#include "core/text.hpp"

#include <gtest/gtest.h>

namespace curateur::core {
namespace {

TEST(Nearest, FindsTheWordWithTheFewestEdits) {
    EXPECT_EQ(nearest("snez", {"nes", "snes", "psx"}), "snes");
}

TEST(Nearest, FindsNothingWhenNoWordComesNear) {
    EXPECT_EQ(nearest("dreamcast", {"nes", "snes"}), "");
}

TEST(Nearest, TakesNoOffenceAtCapitals) {
    EXPECT_EQ(nearest("Systms", {"systems"}), "systems");
}

TEST(SameLetters, DisregardsCaseAndNothingElse) {
    EXPECT_TRUE(same_letters("NES", "nes"));
    EXPECT_FALSE(same_letters("nes", "ness"));
}

} // namespace
} // namespace curateur::core
