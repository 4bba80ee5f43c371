// Which of a game's media are tried for a slot, and in which order.
#pragma once

#include "core/model.hpp"

#include <string>
#include <vector>

namespace curateur::media {

struct Want {
    std::string kind;                  // of registry/media.csv
    std::vector<std::string> formats;  // that the frontend can show; empty: any
    std::vector<std::string> variants; // the user's order; empty: as the source ranks them
    std::vector<std::string> regions, languages; // in order, as merge::region_order gives them
    std::uint32_t disc = 0;                      // of the entry; 0: not said
};

struct Candidate {
    const core::Record* record = nullptr;
    const core::Media* media = nullptr;
};

inline constexpr std::size_t k_most_candidates = 3;

// Best first, at most k_most_candidates. records: in the user's order of sources.
[[nodiscard]] std::vector<Candidate> candidates(const std::vector<const core::Record*>& records,
                                                const Want& want);

struct RankedCandidate {
    Candidate candidate;
    bool is_shown = true; // false: the frontend cannot show its format
    std::string why; // what speaks for the first: "region us"; against others: "region jp comes
                     // later"
};

// Every medium of the kind: first all of which candidates() tries the first k_most_candidates, in
// its order, then those that cannot be shown.
[[nodiscard]] std::vector<RankedCandidate> ranking(const std::vector<const core::Record*>& records,
                                                   const Want& want);

} // namespace curateur::media
