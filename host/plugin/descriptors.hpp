// Reading what a plugin declares: NULL-terminated tables and texts that may be missing.
#pragma once

#include <string>
#include <vector>

namespace curateur::plugin {

[[nodiscard]] inline std::string text_or(const char* text, const char* fallback) {
    return text != nullptr && *text != '\0' ? text : fallback;
}

// Calls f with every row of a table of descriptors.
template <class Row, class F>
void each(const Row* const* at, F f) {
    for (; at != nullptr && *at != nullptr; ++at) {
        f(**at);
    }
}

[[nodiscard]] inline std::vector<std::string> texts_of(const char* const* at) {
    std::vector<std::string> all;
    for (; at != nullptr && *at != nullptr; ++at) {
        all.emplace_back(*at);
    }
    return all;
}

} // namespace curateur::plugin
