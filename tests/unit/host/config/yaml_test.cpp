#include "config/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curateur::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Yaml good(const std::string& text) {
    auto yaml = parse_yaml(text, "f");
    EXPECT_TRUE(yaml) << (yaml ? "" : yaml.error().message);
    return yaml ? *std::move(yaml) : Yaml();
}

std::string complaint(const std::string& text) {
    const auto yaml = parse_yaml(text, "f");
    return yaml ? "nothing" : yaml.error().message;
}

TEST(Yaml, KnowsLinesAndQuotes) {
    const auto root = good("a: 1\nb:\n  - \"2\"\n  - ~\n").root;
    EXPECT_THAT(root.keys, ElementsAre("a", "b"));
    EXPECT_THAT(root.key_lines, ElementsAre(1, 2));
    EXPECT_FALSE(root.items[0].quoted);
    const auto& list = root.items[1].items;
    EXPECT_EQ(list[0].line, 3);
    EXPECT_TRUE(list[0].quoted);
    EXPECT_EQ(list[1].kind, Tree::Kind::null);
}

TEST(Yaml, FollowsAliases) {
    const auto root = good("a: &x [1, 2]\nb: *x\n").root;
    EXPECT_EQ(root.find("b")->items.size(), 2U);
}

TEST(Yaml, TellsKeysThatStandTwice) {
    const auto problems = good("a: 1\nb: 2\na: 3\n").problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(text_of(problems[0]),
              "f:3: a: stands here a second time; the first is in line 1; keep one of them");
}

TEST(Yaml, TellsKeysThatAreNoWords) {
    ASSERT_EQ(good("[a]: 1\n").problems.size(), 1U);
    ASSERT_EQ(good("? {a: b}\n: 1\n").problems.size(), 1U);
}

TEST(Yaml, TellsASecondDocument) {
    const auto problems = good("a: 1\n---\nb: 1\n").problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_THAT(text_of(problems[0]), HasSubstr("f:3: a second document begins here"));
}

TEST(Yaml, RefusesWhatIsNestedTooDeeply) {
    EXPECT_THAT(complaint(std::string(100000, '[')), HasSubstr("nested too deeply"));
    std::string blocks;
    for (int depth = 0; depth < 200; ++depth) {
        blocks += std::string(static_cast<std::size_t>(depth), ' ') + "a:\n";
    }
    EXPECT_THAT(complaint(blocks), HasSubstr("nested too deeply"));
}

TEST(Yaml, RefusesAliasesThatGrow) {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 9; ++level) {
        const auto before = "*a" + std::to_string(level - 1);
        bomb += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + before;
        for (int i = 0; i < 9; ++i) {
            bomb += ", " + before;
        }
        bomb += "]\n";
    }
    EXPECT_THAT(complaint(bomb), HasSubstr("too large for a configuration"));
}

TEST(Yaml, RefusesAnAliasInsideItself) {
    EXPECT_THAT(complaint("a: &x [*x]\n"), HasSubstr("f:1: "));
}

TEST(Yaml, RefusesWhatIsTooLong) {
    EXPECT_THAT(complaint(std::string(k_yaml_bytes + 1, '#')), HasSubstr("too large"));
}

} // namespace
} // namespace curateur::config
