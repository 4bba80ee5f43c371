#include <curateur/support/bytes.hpp>

#include <gtest/gtest.h>

using curateur::Bytes;

TEST(Bytes, ReadBothByteOrders) {
    Bytes bytes(std::string_view("\x01\x02\x03\x04\x05\x06\x07\xFF", 8));
    EXPECT_EQ(bytes.u16_le(), 0x0201);
    EXPECT_EQ(bytes.u16_be(), 0x0304);
    EXPECT_EQ(bytes.u32_be(), 0x050607FFU);
    ASSERT_TRUE(bytes.seek(0));
    EXPECT_EQ(bytes.u64_le(), 0xFF07060504030201U);
    EXPECT_TRUE(bytes.at_end());
}

TEST(Bytes, AReadThatDoesNotFitYieldsNothingAndMovesNothing) {
    Bytes bytes("abc");
    EXPECT_FALSE(bytes.u32_le());
    EXPECT_FALSE(bytes.take(4));
    EXPECT_FALSE(bytes.skip(4));
    EXPECT_FALSE(bytes.seek(4));
    EXPECT_EQ(bytes.position(), 0U);
    EXPECT_EQ(bytes.take(3), "abc");
    EXPECT_FALSE(bytes.u8());
}

TEST(Bytes, AcceptMovesPastWhatItExpects) {
    Bytes bytes("NES\x1A rest");
    EXPECT_FALSE(bytes.accept("ZIP"));
    EXPECT_TRUE(bytes.accept("NES\x1A"));
    EXPECT_EQ(bytes.left(), 5U);
}
