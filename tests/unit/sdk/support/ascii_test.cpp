#include <curateur/support/ascii.hpp>

#include <gtest/gtest.h>

namespace curateur {
namespace {

TEST(Ascii, LowerChangesTheLettersOfAsciiAndNothingElse) {
    EXPECT_EQ(lower("AZaz09[@`{"), "azaz09[@`{");
    EXPECT_EQ(lower("POK\xC3\x89MON"), "pok\xC3\x89mon"); // É is two bytes, and stays
}

} // namespace
} // namespace curateur
