// Which of the games that a search found is it? The nearest one, if it is near enough and alone.
#pragma once

#include "match/distance.hpp"
#include "match/verify.hpp"

namespace curateur::match {

struct Ranked {
    const core::Record* record = nullptr; // borrowed from what was given
    std::string name;                     // the one of its names that is nearest
    std::string year;                     // of its first release; "": not said
    Distance distance;
};

struct Choice {
    Verdict verdict;            // accepted: ranked.front() is it
    std::vector<Ranked> ranked; // nearest first; without those that cannot be it
};

// Distances are those of the titles, and then: the region that the file names (there the game may
// be called otherwise), the year, the names and sizes of the dumps that the source knows. One game
// is taken if it is within accept, and no other comes as near. Whatever the names are, verified
// bytes and serials decide.
[[nodiscard]] Choice
choose(const std::vector<core::Record>& records, const Subject& subject, double accept);

// The same choice with another threshold. Not for one that verified bytes or a serial decided.
void decide(Choice& choice, double accept);

} // namespace curateur::match
