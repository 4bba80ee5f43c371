// How far apart two titles are, and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::match {

// A bag of named penalties. Compares like the number it sums up to, and can say what that is made
// of.
class Distance {
public:
    void add(double penalty, std::string why);

    // 0: the same; 1 and above: nothing in common.
    [[nodiscard]] double value() const;

    // "0.36 (missing in the answer: alpha 0.20, words in common: 2 of 3 0.16)"
    [[nodiscard]] std::string explain() const;

private:
    struct Penalty {
        double cost;
        std::string why;
    };

    std::vector<Penalty> penalties_;
};

// Between what a file is called (tags and extension off) and what a source calls a game. Not
// symmetric: a word of the file's name that the game lacks tells another game ("Street Fighter
// Alpha"), a word of the game's that the file lacks is often a subtitle.
[[nodiscard]] Distance title_distance(std::string_view ours, std::string_view theirs);

} // namespace curateur::match
