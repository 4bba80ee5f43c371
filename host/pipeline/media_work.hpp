// One medium on its way. Private to the box.
#pragma once

#include "pipeline/fetching.hpp"

namespace curateur::pipeline {

// One medium of one entry for one output, through its candidates.
struct MediaWork::Work {
    ItemPtr item;
    Wanted wanted;
    std::vector<Candidate> candidates;
    std::size_t at = 0;
    int tries = 0; // of this candidate
    std::string problem;
    std::vector<std::string> lost; // candidates that were better, and what was wrong with each
    std::function<void()> done;
    Gate* gate = nullptr; // that it has passed

    // The first that was usable but poor, in case nothing better comes.
    struct Poor {
        Candidate candidate;
        std::filesystem::path temp;
        platform::Digests digests;
        Checked found;
        std::size_t lost; // how many better ones had been lost before it
    };

    std::optional<Poor> poor;
};

} // namespace curateur::pipeline
