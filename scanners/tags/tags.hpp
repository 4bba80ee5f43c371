// What a file name says in the conventions of No-Intro, Redump, TOSEC and GoodTools.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::tags {

struct Tags {
    std::string title;                  // tags off: "Legend of Zelda, The"
    std::vector<std::string> regions;   // "us", "eu"
    std::vector<std::string> languages; // "en", "fr"
    std::uint32_t disc = 0;             // 0: not said
    std::string revision;               // "1", "A"
    std::vector<std::string> status;    // "beta", "unlicensed", "bad", "verified" ...: words.hpp
    int year = 0;                       // of "(1987)", "(1991-05-02)"; 0: not said
    std::vector<std::string> others;    // the tags that say none of this
};

// name: without directory and extension.
[[nodiscard]] Tags parse(std::string_view name);

} // namespace curateur::tags
