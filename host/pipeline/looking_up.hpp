// A question of Lookups. Private to the box.
#pragma once

#include "pipeline/lookups.hpp"

namespace curateur::pipeline {

// What a file is asked by before its title is searched for.
inline constexpr std::uint32_t k_file_ways =
    core::lookup_id | core::lookup_hash | core::lookup_file | core::lookup_serial;

// One question to one source, maybe in several rounds.
struct Lookups::Asked {
    Asked(ItemPtr its, Asker& whom, std::function<void()> then)
        : item(std::move(its)), asker(whom), done(std::move(then)) {}

    ItemPtr item;
    Asker& asker;
    std::function<void()> done;
    match::Subject subject = {};
    core::Query query = {};
    int rounds = 0;
    std::uint32_t covered = 0; // ways that a miss settled
    bool is_searched = false;
    std::string last = {}; // what the source said to the last round
    std::string game = {}; // what makes it likely the same as another; "": nothing
    int waited = 0;        // for the answers to others
};

} // namespace curateur::pipeline
