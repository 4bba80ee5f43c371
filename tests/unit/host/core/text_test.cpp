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

TEST(Printable, ReplacesWhatIsNoTextAndWhatSteersATerminal) {
    EXPECT_EQ(printable("a\x1B[2J\n\xC2\x9B\x7F\xFF\xC3\xA9"),
              "a\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFD\u00E9");
}

TEST(Printable, LeavesToJsonWhatItEscapes) {
    EXPECT_EQ(printable("a\n\xFF", Controls::kept), "a\n\uFFFD");
}

} // namespace
} // namespace curateur::core
