#include "pipeline/packed_fields.hpp"

#include <gtest/gtest.h>

using curateur::pipeline::PackedFields;

namespace {

const std::map<std::string, std::string> k_packed_fields{
    {"desc", std::string("two\nlines, and a \0", 18)}, {"empty", ""}, {"name", "A"}};

} // namespace

TEST(PackedFields, GiveBackWhatWasPutIn) {
    EXPECT_EQ(PackedFields(k_packed_fields).unpacked(), k_packed_fields);
    EXPECT_TRUE(PackedFields().unpacked().empty());
}

TEST(PackedFields, KnowNamesFromValues) {
    const PackedFields fields(k_packed_fields);
    EXPECT_TRUE(fields.contains("empty"));
    EXPECT_FALSE(fields.contains("A"));
    EXPECT_EQ(fields.find("name"), "A");
    EXPECT_EQ(fields.find("A"), std::nullopt);
}
