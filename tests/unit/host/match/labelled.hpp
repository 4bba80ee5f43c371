// The labelled set: file names as the conventions make them, candidates, and the truth.
#pragma once

#include "match/ranking.hpp"

#include <curateur/support/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace curateur::match {

struct Labelled {
    std::string convention, trap, file;
    Subject subject;
    std::vector<core::Record> candidates;
    std::string truth; // the game's id; "": none of the candidates is it
};

// games.csv and cases.csv of the folder. Errc::malformed with file and line.
[[nodiscard]] Result<std::vector<Labelled>> read_labelled(const std::filesystem::path& folder);

// A case and what comes of it at the default threshold.
struct Judged {
    const Labelled* one = nullptr;
    Choice choice;

    [[nodiscard]] std::string taken() const; // "": left to the user
};

[[nodiscard]] std::vector<Judged> judged(const std::vector<Labelled>& set);

struct Figures {
    std::size_t right = 0, wrong = 0, open = 0; // open: left to the user
    std::size_t with_truth = 0, all = 0;

    [[nodiscard]] double precision() const; // of what was taken, what is right
    [[nodiscard]] double recall() const;    // of what has a right candidate, what was taken rightly

    void count(const Judged& judged);
};

[[nodiscard]] Figures figures_of(const std::vector<Judged>& all);

// Each case whose right candidate there is, without it: whatever is taken is wrong.
[[nodiscard]] std::vector<Labelled> without_truth(const std::vector<Labelled>& set);

// The tables of docs/matching.md.
[[nodiscard]] std::string figures_text(const std::vector<Labelled>& set);

} // namespace curateur::match
