#include "store/known.hpp"

#include <gtest/gtest.h>

using namespace curateur;

namespace {

store::KnownEntries three() {
    std::vector<store::KnownEntry> entries(3);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i].key = std::string(1, static_cast<char>('a' + i));
        entries[i].id = static_cast<std::int64_t>(i) + 1;
    }
    return store::KnownEntries(std::move(entries));
}

} // namespace

TEST(KnownEntries, AreFoundInWhateverOrder) {
    const auto known = three();
    for (const char* const order : {"abc", "cba", "bbac", "cab"}) {
        for (const char* key = order; *key != '\0'; ++key) {
            const auto* const found = known.find(std::string_view(key, 1));
            ASSERT_NE(found, nullptr) << order;
            EXPECT_EQ(found->id, *key - 'a' + 1) << order;
        }
    }
    EXPECT_EQ(known.find("d"), nullptr);
}

TEST(KnownEntries, AreFoundUnderTheirNewName) {
    auto known = three();
    known.rename("b", "x");
    EXPECT_EQ(known.find("b"), nullptr);
    ASSERT_NE(known.find("x"), nullptr);
    EXPECT_EQ(known.find("x")->id, 2);
    EXPECT_EQ(known.find("x")->key, "x");
}
