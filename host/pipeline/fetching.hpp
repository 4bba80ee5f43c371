// The media of an entry: chosen, fetched once for all that want them, checked, put in their place.
#pragma once

#include "media/candidates.hpp"
#include "pipeline/checking.hpp"
#include "pipeline/gate.hpp"
#include "pipeline/item.hpp"
#include "pipeline/room.hpp"
#include "pipeline/scaling.hpp"
#include "pipeline/workers.hpp"

#include <set>
#include <unordered_set>

namespace curateur::pipeline {

using Records = std::vector<core::Record>; // in the user's order of sources

class MediaWork {
public:
    struct Services {
        const Setup& setup;
        store::Library* library = nullptr; // nullptr: a dry run without one
        const std::vector<std::unique_ptr<Asker>>& askers;
        Loop& loop;
        Workers& placers;
        Checker& checker;
        std::function<void(const Error&)> fatal;
        std::function<void(const std::string&)> disk_failed;
        std::int64_t run = 0; // whose media they are
    };

    explicit MediaWork(Services services)
        : services_(std::move(services))
        , scaling_(services_.setup.config.media)
        , room_(services_.setup) {}

    // Once, before anything is wanted: which of ours were found to be bad.
    [[nodiscard]] Status load();

    // What a slot of an output is to an entry.
    struct Place {
        enum class State {
            not_wanted, // its kind is not
            locked,     // by the user
            none,       // the output has no place for it
            missing,    // nothing lies there
            bad,        // ours, and found to be bad
            there
        };
        State state = State::none;
        OutputState* output = nullptr;
        const Slot* slot = nullptr;
        media::FolderListing* listing = nullptr;
        std::string stem;
        std::filesystem::path file; // that lies there; empty: none
    };

    // Of every slot of an output.
    [[nodiscard]] std::vector<Place> places(Item& item, OutputState& output) const;

    // A medium of a place's kind, and what speaks for or against it.
    struct Ranked {
        core::Media media;
        std::string source, source_id, key, why; // why: of media::ranking
        bool is_tried = false;                   // one of those that a run tries
        std::optional<store::BadMedia> bad;      // it turned out so, and still counts
    };

    // All there are, best first.
    [[nodiscard]] Result<std::vector<Ranked>>
    ranked(Item& item, const Slot& slot, const Records& records) const;

    // The media that an output wants of this entry and that are not there, or are there, ours, and
    // bad.
    [[nodiscard]] std::vector<Wanted> missing(Item& item) const;

    // With --update also those of ours for which the source now has other bytes.
    [[nodiscard]] std::vector<Wanted> outdated(Item& item, const Records& records) const;

    // Of item->wanted what start() sees to: another entry of the same stem has the rest. Each place
    // is given once.
    [[nodiscard]] std::vector<Wanted> claim(Item& item);

    // What start() would do about one of them.
    struct Foreseen {
        const Asker* asker = nullptr; // it is fetched from it; nullptr: from nobody who is asked
        std::string key, sha1;        // what makes it the same as another; sha1: promised, or ""
        std::optional<std::uint64_t> size; // bytes, as promised
        bool is_there = false;             // a file of ours is used again
    };

    // nullopt: none of the records has a candidate that is not known to be bad.
    [[nodiscard]] std::optional<Foreseen>
    foresee(Item& item, const Wanted& wanted, const Records& records) const;

    // Fetches item->wanted. done: once, maybe at once.
    void start(const ItemPtr& item, const Records& records, const std::function<void()>& done);

    // Absent media are asked for again after this long.
    static constexpr std::int64_t k_absent_age_ms = std::int64_t{30} * 24 * 3600 * 1000;

private:
    struct Candidate {
        Asker* asker = nullptr;
        core::Media media;
        std::string key; // what makes it the same medium elsewhere
        std::string source_id, why;
    };

    struct Work;
    using WorkPtr = std::shared_ptr<Work>;

    [[nodiscard]] std::vector<Candidate>
    candidates_of(Item& item, const Wanted& wanted, const Records& records) const;
    [[nodiscard]] media::Want
    want_of(const Item& item, const Slot& slot, const Records& records) const;
    [[nodiscard]] Place look(Item& item, OutputState& output, std::size_t slot) const;
    [[nodiscard]] Result<std::optional<store::BadMedia>> known_bad(const std::string& key,
                                                                   const Slot& slot) const;
    [[nodiscard]] bool is_known_bad(const Candidate& candidate, const Slot& slot) const;
    [[nodiscard]] std::optional<std::filesystem::path> place_of(const Work& work,
                                                                const std::string& format) const;
    [[nodiscard]] bool is_bad_of_ours(const std::filesystem::path& file) const;
    [[nodiscard]] Result<std::optional<store::Asset>> known_copy(const Candidate& candidate,
                                                                 const Wanted& wanted) const;
    void next(const WorkPtr& work);
    bool copy_known(const WorkPtr& work);
    void copied(const WorkPtr& work,
                const std::filesystem::path& temp,
                const platform::Digests& digests,
                const Checked& found,
                const std::string& refusal);
    void cannot_copy(const WorkPtr& work,
                     const std::string& from,
                     const std::filesystem::path& temp,
                     const Error& why);
    void fetch(const WorkPtr& work);
    void download(const WorkPtr& work);
    void fetched(const WorkPtr& work, const std::filesystem::path& temp, const Fetched& result);
    void look_at(const WorkPtr& work,
                 const std::filesystem::path& temp,
                 const platform::Digests& digests);
    void disk_failed(const WorkPtr& work, const std::string& detail);
    void checked(const WorkPtr& work,
                 const std::filesystem::path& temp,
                 const platform::Digests& digests,
                 const Checked& found);
    void found_bad(const WorkPtr& work, const std::string& reason);
    void reject(const WorkPtr& work,
                const std::string& reason,
                bool for_good,
                const std::string& format = {}); // that the slot does not take
    void pass_over(const WorkPtr& work, const std::string& reason);
    void place(const WorkPtr& work,
               const Candidate& candidate,
               const std::filesystem::path& temp,
               const platform::Digests& digests,
               const Checked& found);
    void placed(const WorkPtr& work,
                const store::Asset& asset,
                const Status& moved,
                std::int64_t mtime_ns);
    [[nodiscard]] Status prepare(const std::filesystem::path& place, std::uint64_t size);
    void cannot_place(const WorkPtr& work, const Error& why);
    void put_off(const WorkPtr& work);
    void release(const WorkPtr& work, const std::string& key);
    void finish(const WorkPtr& work);

    Services services_;
    Scaling scaling_;
    Room room_;
    std::map<std::string, std::vector<WorkPtr>> waiting_; // for a candidate that is under way
    std::map<const Asker*, Gate> gates_;
    std::set<std::string> bad_;            // paths of ours
    std::set<std::string> unreadable_;     // likewise, in this run
    std::set<std::string> told_of_places_; // why a medium could not be put there
    bool told_of_link_ = false;            // that media.link cannot be followed
    // Places without their extension, in this run: their hashes, for there may be a million. Two
    // that are alike would leave one medium to the next run.
    std::unordered_set<std::size_t> claimed_;
};

} // namespace curateur::pipeline
