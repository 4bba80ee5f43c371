// The plugins that the build makes for these tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace curateur::test {

// One of tests/plugins: broken("another_major").
inline std::filesystem::path broken(const std::string& name) {
    return std::filesystem::path(BROKEN_DIR) / ("broken-" + name + ".so");
}

inline const std::filesystem::path k_good =
    std::filesystem::path(EXAMPLE_DIR) / "example-plain-c.so";

inline std::string bytes_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

} // namespace curateur::test
