// What an entry's records come to in each output's document.
#pragma once

#include "merge/resolve.hpp"
#include "pipeline/fetching.hpp"

namespace curateur::pipeline {

// All stored records of an entry, of whatever source, in the user's order.
[[nodiscard]] Result<Records>
records_of(const Item& item, const store::Library& library, const config::Config& config);

// The records in the order in which a field is taken from them.
[[nodiscard]] std::vector<const core::Record*>
records_for(const std::string& field, const Records& records, const config::Config& config);

// One value a field, each with where it is from and why; without what the user set.
[[nodiscard]] merge::Game
resolved(const Item& item, const Records& records, const config::Config& config);

class Merging {
public:
    Merging(const Setup& setup, store::Library& library);

    // True: the documents were merged with these very records under these very settings, so there
    // is nothing to find out.
    [[nodiscard]] bool is_current(const Item& item) const;

    // Resolves, expresses and merges for every output; what is to be written waits in the system.
    // True: some document changes.
    [[nodiscard]] Result<bool> merge(Item& item, const Records& records);

    // What the output makes of the game today, and item.game with it; nullopt: nothing is known
    // that could be written, or the output is refused.
    [[nodiscard]] Result<std::optional<Pending>>
    express(Item& item, std::size_t output, const Records& records) const;

    [[nodiscard]] merge::Rules rules_of(const OutputState& output) const;

    // What an output's document said of an entry right after we last wrote it, if it still lists
    // it.
    [[nodiscard]] Result<std::optional<store::Base>> base_of(const OutputState& output,
                                                             const store::BaseKey& key) const;

private:
    void fill(Item& item, const Records& records) const;
    void add_seeds(Item& item, const OutputState& output) const;
    [[nodiscard]] bool still_stands(const OutputState& output, const store::BaseKey& key) const;
    [[nodiscard]] Result<bool> merge_into(Item& item, std::size_t output, Pending pending);

    const Setup& setup_;
    store::Library& library_;
    std::map<const OutputSetup*, std::string> views_;
};

// Which records are behind an entry, when they were fetched, and what the user set and locked, as
// one number: it changes when one of them does.
[[nodiscard]] std::int64_t merged_time_of(const Item& item);

[[nodiscard]] merge::EntryInput input_for(const OutputState& output,
                                          const store::BaseKey& key,
                                          const std::optional<store::Base>& base,
                                          const Pending& pending);

} // namespace curateur::pipeline
