// Collects what a pass without doing would do, and makes a plan of it. Private to the box; on the
// loop's thread.
#pragma once

#include "pipeline/lookups.hpp"
#include "pipeline/media_work.hpp"
#include "pipeline/plan.hpp"
#include "pipeline/priors.hpp"

#include <unordered_set>

namespace curateur::pipeline {

class Planning {
public:
    // What the pass decides with.
    struct Deciders {
        const std::vector<std::unique_ptr<Asker>>& askers;
        const Lookups& lookups;
        MediaWork& media;
    };

    // library: nullptr when there is none yet. Both outlive it.
    Planning(const Setup& setup, const store::Library* library)
        : setup_(setup), library_(library) {}

    // An entry that is neither left alone nor beyond --limit, its evidence as far as it is known.
    // asks: a source is to be asked, has_media_left: media of its game are to be fetched.
    [[nodiscard]] Status take(Item& item, bool asks, bool has_media_left, const Deciders& deciders);

    // After all its entries.
    [[nodiscard]] Status close(const SystemRun& system);

    // Once, after all systems; then plan() is whole.
    [[nodiscard]] Status conclude(const std::vector<std::unique_ptr<Asker>>& askers);

    [[nodiscard]] const Plan& plan() const { return plan_; }

private:
    // A medium of an entry whose game is not known yet.
    struct Hoped {
        std::uint16_t kind = 0, place = 0; // of kinds_, of places_
        bool is_first = false;             // of the entry's of this kind: the others are copies
    };

    struct Unknown {
        std::string title;
        std::vector<std::uint8_t> asked, searched; // askers
        std::vector<Hoped> media;
        bool has_evidence = false;    // which the dump index does not know
        bool is_large = false;        // asked for once more, with digests, when it is not found
        bool is_disc_of_list = false; // what its playlist is found as
    };

    // What comes of asking one source for it, on average.
    struct Odds {
        double lookups = 0, misses = 0, found = 0;
    };

    struct Draft {
        PlannedSystem plan;
        std::vector<Unknown> unknown;          // in scan order
        std::unordered_set<std::string> known; // titles of entries whose game is
        std::vector<Hoped> unsized;            // media of known games, of which no size is promised
    };

    void foresee(Item& item, const Records& records, Draft& draft, const Deciders& deciders);
    void hope(Item& item, Unknown& unknown, const Deciders& deciders);
    [[nodiscard]] Status sample(const std::string& system,
                                const store::KnownEntries& known,
                                const std::vector<Slot>& slots);
    [[nodiscard]] Status sample_others();
    [[nodiscard]] static std::uint16_t index_of(std::vector<std::string>& all,
                                                const std::string& one);
    void estimate(Draft& draft, const std::vector<std::unique_ptr<Asker>>& askers);
    [[nodiscard]] static Odds
    odds_of(const Unknown& unknown, double found, bool is_listed, bool follows);
    [[nodiscard]] static std::optional<std::size_t>
    asked_for(const Unknown& unknown,
              const std::string& kind,
              const std::vector<std::unique_ptr<Asker>>& askers);
    void add(PlannedSystem& system,
             const std::string& kind,
             std::uint16_t place,
             const PlannedMedia& media);
    void fill(PlannedSource& planned, const Asker& asker, const SourceSetup& setup) const;
    void add_spaces(Plan& plan) const;

    const Setup& setup_;
    const store::Library* library_;
    std::map<std::string, Draft> drafts_; // by system
    std::vector<std::string> order_;      // systems that are closed
    Priors priors_;
    std::vector<Slot> slots_;                 // of all outputs
    std::vector<std::string> kinds_, places_; // places: media directories
    std::map<std::size_t, double> bytes_at_;  // by place
    std::unordered_set<std::string> seen_;    // candidates that are fetched by then
    std::vector<PlannedSource> sources_;      // as askers
    double found_ = 0;                        // answers that are kept
    Plan plan_;
};

} // namespace curateur::pipeline
