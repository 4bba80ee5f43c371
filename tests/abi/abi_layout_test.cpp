// The boundary that plugins were built for. sdk/abi/<version>.txt is written once for a version and
// never edited; CURATEUR_WRITE_ABI=1 makes this program write that of the headers as they are.
#include "abi/layout.hpp"

#include <curateur/source.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace curateur;
namespace fs = std::filesystem;

namespace {

const std::string k_version =
    std::to_string(CUR_ABI_MAJOR) + "." + std::to_string(CUR_ABI_MINOR_NEWEST);

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

// The lines of one that the other lacks.
std::vector<std::string> missing(std::vector<std::string> of, std::vector<std::string> in) {
    std::sort(of.begin(), of.end());
    std::sort(in.begin(), in.end());
    std::vector<std::string> lines;
    std::set_difference(of.begin(), of.end(), in.begin(), in.end(), std::back_inserter(lines));
    return lines;
}

// The C headers without their comments.
std::string headers() {
    std::string text;
    for (const char* name : {"abi.h", "abi_source.h", "abi_output.h", "abi_validator.h"}) {
        std::ostringstream one;
        one << std::ifstream(fs::path(INCLUDE_DIR) / name).rdbuf();
        text += one.str();
    }
    for (auto from = text.find("/*"); from != std::string::npos; from = text.find("/*")) {
        text.erase(from, text.find("*/", from) + 2 - from);
    }
    return text;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Names that begin so and are followed by that.
std::set<std::string>
names(const std::string& text, std::string_view start, std::string_view follows) {
    std::set<std::string> found;
    for (auto at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
        auto end = at;
        while (end < text.size() && is_word(text[end])) {
            ++end;
        }
        const bool whole = at == 0 || !is_word(text[at - 1]);
        if (whole && text.compare(end, follows.size(), follows) == 0) {
            found.insert(text.substr(at, end - at));
        }
    }
    return found;
}

} // namespace

TEST(Abi, IsTheOneThatStandsInItsFile) {
    const auto file = fs::path(ABI_DIR) / (k_version + ".txt");
    const auto now = abi_layout::of_the_headers().lines;
    if (std::getenv("CURATEUR_WRITE_ABI") != nullptr) {
        std::ofstream out(file);
        for (const auto& line : now) {
            out << line << '\n';
        }
    }
    const auto then = lines_of(file);
    const auto advice =
        "The ABI is no longer " + k_version +
        ". Raise CUR_ABI_MINOR_NEWEST and CURATEUR_ABI_TEXT_, then run this with "
        "CURATEUR_WRITE_ABI=1. From 1.0 on, fields and functions are only appended.";
    EXPECT_THAT(missing(then, now), testing::IsEmpty()) << "no longer true\n" << advice;
    EXPECT_THAT(missing(now, then), testing::IsEmpty()) << "new\n" << advice;
}

// From 1.0 on: what was promised once holds.
TEST(Abi, KeepsEveryLineOfTheReleasesOfThisMajor) {
    const auto now = abi_layout::of_the_headers().lines;
    for (const auto& released : fs::directory_iterator(ABI_DIR)) {
        const auto name = released.path().stem().string();
        if (CUR_ABI_MAJOR != 0 && name.starts_with(std::to_string(CUR_ABI_MAJOR) + ".")) {
            EXPECT_THAT(missing(lines_of(released.path()), now), testing::IsEmpty()) << name;
        }
    }
}

TEST(Abi, HasNoPaddingAndTheTableNoGaps) {
    for (const auto& one : abi_layout::of_the_headers().structs) {
        EXPECT_EQ(one.size, one.size_of_fields) << one.name;
    }
}

TEST(Abi, EveryStructOfTheHeadersIsInTheTable) {
    std::set<std::string> listed;
    for (const auto& one : abi_layout::of_the_headers().structs) {
        listed.insert(one.name);
    }
    EXPECT_EQ(names(headers(), "cur_", " {"), listed);
}

TEST(Abi, EveryConstantOfTheHeadersIsInTheTable) {
    const auto constants = abi_layout::of_the_headers().constants;
    EXPECT_EQ(names(headers(), "CUR_", " = "),
              std::set<std::string>(constants.begin(), constants.end()));
}

TEST(Abi, TheHeadOfAPluginIsFrozen) {
    EXPECT_EQ(offsetof(cur_plugin, magic), 0U);
    EXPECT_EQ(offsetof(cur_plugin, struct_size), 8U);
    EXPECT_EQ(offsetof(cur_plugin, abi_major), 12U);
    EXPECT_EQ(offsetof(cur_plugin, abi_minor), 14U);
    EXPECT_EQ(offsetof(cur_plugin, built_with), 16U);
}

TEST(Abi, TheTextOfTheNoteAndOfTheSdkAreTheirNumbers) {
    EXPECT_EQ(CURATEUR_ABI_TEXT_, k_version);
    EXPECT_STREQ(CURATEUR_SDK_VERSION_, SDK_VERSION);
}
