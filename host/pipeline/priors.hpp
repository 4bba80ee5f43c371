// What is to be expected of an entry of which nothing is known: from those of its system that are
// known, from the others of the library, else from typical figures.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace curateur::pipeline {

class Priors {
public:
    // An entry that was asked for, and whether a source knew its game.
    void add_answer(const std::string& system, bool is_found);

    // A game that is known, then its media: the one that would be taken for each kind it has.
    void add_game(const std::string& system);
    void add_medium(const std::string& system, const std::string& kind, double bytes); // 0: unknown

    [[nodiscard]] double found(const std::string& system) const; // of the ROMs, 0 to 1
    [[nodiscard]] double has(const std::string& system, const std::string& kind) const; // of games
    [[nodiscard]] double bytes(const std::string& system, const std::string& kind) const; // of one

    // "400 games of snes"; "12 games of snes, 30 of other systems".
    [[nodiscard]] std::string basis(const std::string& system) const;

    // So many say enough (a share of a third is then known to a seventh of it): where there are
    // fewer, they count for their part, and what is known less well for the rest.
    static constexpr double k_enough = 100;
    static constexpr double k_enough_sizes = 10; // of one kind: how large it is differs less
    // Nobody publishes how many ROMs are found. Services allow a miss in ten requests; collections
    // of verified dumps do better.
    static constexpr double k_usually_found = 0.95;

private:
    struct Kind {
        double has = 0, sized = 0, bytes = 0;
    };

    struct Known {
        double asked = 0, found = 0, games = 0;
        std::map<std::string, Kind> kinds;
    };

    [[nodiscard]] const Known& of(const std::string& system) const;

    std::map<std::string, Known> systems_;
    Known all_;
};

} // namespace curateur::pipeline
