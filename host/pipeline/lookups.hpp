// Which game an entry is: asked of the store first, of the dump index next, of the sources last,
// and only about what is wanted and not known.
#pragma once

#include "match/ranking.hpp"
#include "pipeline/item.hpp"
#include "pipeline/run.hpp"

namespace curateur::pipeline {

class Lookups {
public:
    struct Services {
        const Setup& setup;
        store::Library* library = nullptr;                 // nullptr: a dry run without one
        const std::vector<std::unique_ptr<Asker>>& askers; // in the user's order
        std::int64_t force_since_unix_ms = 0; // --update: answers older than this do not count
        std::function<void(const Error&)> fatal;
        // An entry that waits for another's answer does not hold up those that could be asked.
        std::function<void(const ItemPtr&)> give_credit_back;
        std::function<void(const ItemPtr&, std::function<void()>)> take_credit;
        std::vector<OpenChoice>* choices =
            nullptr; // what the user is to be asked; nullptr: nothing
    };

    explicit Lookups(Services services) : services_(std::move(services)) {}

    // What is known of the entry under another pin than the user's of today does not count; it is
    // asked anew.
    void forget_what_contradicts(Item& item);

    // Why a source is asked about an entry, or is not.
    enum class Because {
        // it is asked
        pinned,         // by the number that the user pinned, for the first time
        decided_anew,   // what the user said of it is not what was asked for
        update,         // --update
        not_asked,      // never yet, and something is missing
        failed,         // the last time, and something is missing
        expired,        // it is long ago that it was unknown
        to_be_searched, // by its title, which was not done before
        decidable,      // the nearest of the games that were found is near enough by now
        // it is not
        has_record,  // what its record lacks, the source does not have
        updated,     // since --update began
        answered,    // lately, that it has no such game
        open_choice, // lately; the games that it found wait for the user
        complete     // nothing that it could know is missing
    };

    struct Decision {
        Because because = Because::complete;
        std::int64_t again_unix_ms = 0; // answered, open_choice: until then; else 0

        [[nodiscard]] bool asks() const { return because < Because::has_record; }
    };

    // Needs item.wanted and item.lookups.
    [[nodiscard]] Decision decide(Item& item, const Asker& asker) const;

    // Would start() ask anybody? Needs the same.
    [[nodiscard]] bool has_to_ask(Item& item) const;

    // Its record was made by another version of the source's parser.
    [[nodiscard]] bool has_to_read_again(Item& item) const;

    // What start() would do about one source.
    enum class Way {
        none,   // nothing: all is known, or it cannot be asked
        known,  // its game is one that the store knows: no request
        lookup, // asked for
        search, // only its title is searched for
        pinned, // asked for by the number that the user pinned
        reread  // the kept answer is read anew: no request
    };

    // Needs what has_to_ask() needs, and the evidence as far as it is known. found: the record of
    // the store, with Way::known.
    [[nodiscard]] Way
    foresee(Item& item, const Asker& asker, std::optional<core::Record>* found) const;

    // Whether a search by title follows a miss.
    [[nodiscard]] bool may_search(const Asker& asker) const;

    // What is kept of the source's answers to the questions that this entry comes to, newest ways
    // of asking last. Sends nothing.
    [[nodiscard]] std::vector<Asker::Kept> kept_answers(const ItemPtr& item, Asker& asker);

    // Asks source after source. done: once, maybe at once.
    void start(const ItemPtr& item, const std::function<void()>& done);

    // Misses are asked again after this long.
    static constexpr std::int64_t k_miss_age_ms = std::int64_t{30} * 24 * 3600 * 1000; // M21

private:
    struct Asked;

    [[nodiscard]] bool has_to_ask(Item& item, const Asker& asker) const;
    [[nodiscard]] Because why_again(const store::Lookup& known, const Asker& asker) const;
    void next(const ItemPtr& item, const std::function<void()>& done);
    [[nodiscard]] bool is_outdated(Item& item, const Asker& asker) const;
    void read_anew(const std::shared_ptr<Asked>& asked, const Reply& reply);
    [[nodiscard]] bool waits(const std::shared_ptr<Asked>& asked);
    void answered(const std::shared_ptr<Asked>& asked, bool was_miss);
    [[nodiscard]] match::Subject subject_of(const Item& item, const Asker& asker) const;
    void plan(Asked& asked) const;
    void ask(const std::shared_ptr<Asked>& asked);
    void replied(const std::shared_ptr<Asked>& asked, const Reply& reply);

    struct Indexed {
        core::Record record;
        match::Verdict verdict;
    };

    [[nodiscard]] std::optional<Indexed>
    in_index(const Item& item, const Asker& asker, const match::Subject& subject) const;
    bool found_in_index(Item& item, const Asker& asker, const match::Subject& subject);
    bool accept(Item& item,
                const Asker& asker,
                const core::Record& record,
                const match::Verdict& verdict,
                bool is_new);
    // False: another round is asked.
    bool judge(const std::shared_ptr<Asked>& asked, const std::vector<core::Record>& records);
    void give_up(const std::shared_ptr<Asked>& asked,
                 store::LookupState state,
                 const std::string& reason);

    // lookups_search.cpp
    [[nodiscard]] bool has_to_search(const store::Lookup& known, const Asker& asker) const;
    [[nodiscard]] bool is_to_be_searched_only(Item& item, const Asker& asker) const;
    void search_only(Asked& asked) const;
    bool search(const std::shared_ptr<Asked>& asked);
    void choose(const std::shared_ptr<Asked>& asked, const std::vector<core::Record>& records);
    void keep_choice(Item& item, const OpenChoice& open);
    void leave_open(const std::shared_ptr<Asked>& asked, const match::Choice& choice);
    [[nodiscard]] std::vector<core::Record>
    with_what_is_known(const Asker& asker, const std::vector<core::Record>& records) const;

    // lookups_pins.cpp
    enum class Pinned { no, by_id, settled, not_asked };
    [[nodiscard]] std::optional<core::Record> pinned_record(const Item& item,
                                                            const std::string& source) const;
    [[nodiscard]] std::optional<core::Record> pinned_elsewhere(const Item& item) const;
    Pinned plan_pinned(Asked& asked, bool may_be_stored);
    Pinned plan_beside_pin(Asked& asked);
    void settle(Item& item, const Asker& asker, store::Lookup lookup, const core::Record* record);
    [[nodiscard]] std::vector<core::Id> ids_of(const Item& item) const;

    Services services_;
    // Entries that look like the same game as one that is asked for, by source, system and title.
    std::map<std::string, std::vector<std::shared_ptr<Asked>>> in_flight_;
};

// The reason of an undecided lookup without the games that a search found.
[[nodiscard]] std::string_view why_undecided(std::string_view reason);

[[nodiscard]] match::Level level_of(config::NameVerification verification);

} // namespace curateur::pipeline
