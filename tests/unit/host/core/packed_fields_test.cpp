#include "core/packed_fields.hpp"

#include <gtest/gtest.h>

using curateur::core::PackedFields;

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

TEST(PackedFields, ComeInOrder) {
    std::string names;
    for (const auto [field, value] : PackedFields(k_packed_fields)) {
        EXPECT_EQ(value, k_packed_fields.at(std::string(field)));
        names += std::string(field) + " ";
    }
    EXPECT_EQ(names, "desc empty name ");
    EXPECT_TRUE(PackedFields().begin() == PackedFields::end());
}

TEST(PackedFields, AreTheSameOneByOne) {
    PackedFields fields;
    for (const auto& [field, value] : k_packed_fields) {
        fields.append(field, value);
    }
    EXPECT_EQ(fields, PackedFields(k_packed_fields));
}
