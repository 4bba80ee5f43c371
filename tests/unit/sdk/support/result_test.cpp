#include <curateur/support/result.hpp>

#include <gtest/gtest.h>

#include <memory>

using curateur::Errc;
using curateur::Error;
using curateur::ok;
using curateur::Result;
using curateur::Status;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return Error{Errc::invalid, std::to_string(number) + " is odd"};
    }
    return number / 2;
}

Result<int> quarter(int number) {
    CURATEUR_TRY(const auto first, half(number));
    CURATEUR_TRY(const auto second, half(first));
    return second;
}

Status even(int number) {
    CURATEUR_CHECK(half(number));
    return ok();
}

} // namespace

TEST(Result, HoldsAValueOrAnError) {
    EXPECT_EQ(*half(4), 2);
    const auto failed = half(3);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::invalid);
    EXPECT_EQ(failed.error().message, "3 is odd");
}

TEST(Result, TryDeclaresTheValueOrReturnsTheError) {
    EXPECT_EQ(*quarter(8), 2);
    EXPECT_EQ(quarter(6).error().message, "3 is odd");
}

TEST(Result, CheckReturnsTheErrorAlone) {
    EXPECT_TRUE(even(2));
    EXPECT_EQ(even(1).error().message, "1 is odd");
}

TEST(Result, ValueOrGivesTheFallbackForAnError) {
    EXPECT_EQ(half(4).value_or(-1), 2);
    EXPECT_EQ(half(3).value_or(-1), -1);
}

TEST(Result, MovesAValueThatCannotBeCopied) {
    Result<std::unique_ptr<int>> made(std::make_unique<int>(7));
    const auto taken = *std::move(made);
    EXPECT_EQ(*taken, 7);
}

TEST(Result, AnErrorIsPrefixedWithWhatTheCallerWasDoing) {
    EXPECT_EQ(half(3).error().in("a.xml:12").message, "a.xml:12: 3 is odd");
}

TEST(Result, ReadingTheSideThatIsNotThereIsReported) {
    EXPECT_THROW(static_cast<void>(*half(3)), std::bad_variant_access);
    EXPECT_THROW(static_cast<void>(half(4).error()), std::bad_variant_access);
}
