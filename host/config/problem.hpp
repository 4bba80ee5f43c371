// What is wrong with a configuration, and where.
#pragma once

#include <string>
#include <vector>

namespace curateur::config {

// file: a path, the name of an environment variable, or a flag; line 0: has no lines.
struct Place {
    std::string file;
    int line = 0;
};

// what: what is wrong and what to do, in one sentence; never holds the value of a secret.
struct Problem {
    Place place;
    std::string key; // "" when it concerns the whole file
    std::string what;
};

// "config.yaml:12: api.max_retries: 11 is too much; use a whole number from 1 to 10"
[[nodiscard]] std::string text_of(const Problem& problem);

// One problem a line, in the order of the files and of their lines.
[[nodiscard]] std::vector<std::string> texts_of(std::vector<Problem> problems);

} // namespace curateur::config
