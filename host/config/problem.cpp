#include "config/problem.hpp"

#include <algorithm>

namespace curateur::config {

std::string text_of(const Problem& problem) {
    std::string text = problem.place.file;
    if (problem.place.line > 0) {
        text += ":" + std::to_string(problem.place.line);
    }
    if (!text.empty()) {
        text += ": ";
    }
    if (!problem.key.empty()) {
        text += problem.key + ": ";
    }
    return text + problem.what;
}

std::vector<std::string> texts_of(std::vector<Problem> problems) {
    // The files stay in the order in which they were read.
    std::vector<std::string> files;
    const auto rank = [&](const Problem& problem) {
        const auto found = std::find(files.begin(), files.end(), problem.place.file);
        return found - files.begin();
    };
    for (const auto& problem : problems) {
        if (rank(problem) == static_cast<std::ptrdiff_t>(files.size())) {
            files.push_back(problem.place.file);
        }
    }
    std::stable_sort(
        problems.begin(), problems.end(), [&](const Problem& left, const Problem& right) {
            return std::pair(rank(left), left.place.line) <
                   std::pair(rank(right), right.place.line);
        });
    std::vector<std::string> texts;
    texts.reserve(problems.size());
    for (const auto& problem : problems) {
        texts.push_back(text_of(problem));
    }
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

} // namespace curateur::config
