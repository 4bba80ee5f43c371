// YAML as the configuration uses it: a tree of texts that knows its lines.
#pragma once

#include "config/problem.hpp"

#include <curateur/support/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace curateur::config {

// Bounds of what is read; a configuration of 500 systems has 2000 nodes.
inline constexpr std::size_t k_yaml_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t k_yaml_depth = 32;

struct Tree {
    enum class Kind { null, scalar, list, map };
    Kind kind = Kind::null;
    bool quoted = false; // a scalar in quotes, a block, or one tagged as text
    int line = 0;        // from 1
    std::string text;    // of a scalar
    std::vector<Tree> items;
    std::vector<std::string> keys; // of a map, one for each item, no two the same
    std::vector<int> key_lines;

    [[nodiscard]] const Tree* find(std::string_view key) const;
};

struct Yaml {
    Tree root;
    std::vector<Problem> problems; // a key twice, a key that is no word, a second document
};

// file: its name, for messages. Errc::malformed with file and line when it is not YAML, is nested
// deeper than k_yaml_depth, or grows beyond 16 times k_yaml_bytes through its aliases.
[[nodiscard]] Result<Yaml> parse_yaml(std::string_view text, const std::string& file);

} // namespace curateur::config
