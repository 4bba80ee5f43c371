// One system and its entries on their way through a run. Only the loop's thread touches them.
#pragma once

#include "match/verify.hpp"
#include "pipeline/asker.hpp"
#include "pipeline/inventory.hpp"
#include "pipeline/scan.hpp"
#include "report/events.hpp"
#include "tags/tags.hpp"

#include <memory>
#include <unordered_map>

namespace curateur::pipeline {

struct Item;
using ItemPtr = std::shared_ptr<Item>;

// What an output is to be told of an entry, until its document is written.
struct Pending {
    core::PackedFields theirs;
    std::string game;                // "source:id"
    std::int64_t merged_unix_ms = 0; // of the records behind it
    std::vector<std::string> unset_names;
    std::vector<std::string> locked, forced; // native fields, by the user's overrides
};

struct SystemRun {
    Scan scan;
    std::vector<std::unique_ptr<OutputState>> outputs;
    std::vector<std::map<store::BaseKey, Pending>> pending; // one an output
    std::vector<store::Bases> agreed; // bases that change although the document does not
    store::KnownEntries known;
    std::unordered_map<std::string, std::size_t> titles; // how many entries have this title

    std::size_t next = 0;                                  // the entry that is admitted next
    std::size_t open = 0;                                  // admitted, not settled
    std::map<std::size_t, bool> playlists;                 // settled?
    std::map<std::size_t, std::vector<ItemPtr>> followers; // of a playlist that is under way
    std::unordered_map<std::size_t, std::vector<store::KnownLookup>> answers_of_playlist;

    Traffic traffic;
    report::Counts counts;
    std::int64_t started_ms = -1; // steady; -1: not begun
    bool is_prepared = false, is_finished = false;
    std::size_t kept_foreign = 0, kept_edits = 0; // values that were not ours to change

    [[nodiscard]] bool is_writable() const {
        for (const auto& output : outputs) {
            if (output->refused.empty()) {
                return true;
            }
        }
        return false;
    }
};

// A medium that an output wants and does not have.
struct Wanted {
    OutputState* output = nullptr;
    const Slot* slot = nullptr;
    std::string stem;
    media::FolderListing* listing = nullptr;
    std::filesystem::path replaces; // a file of ours; empty: nothing is there
    bool replaces_bad = false;      // it is kept beside the backups
};

struct Item {
    Item(SystemRun& its, std::size_t at) : system(its), index(at), scanned(its.scan.entries[at]) {}

    SystemRun& system;
    std::size_t index; // in scan order, from 0
    const ScannedEntry& scanned;
    const store::KnownEntry* known = nullptr; // as the run found it; nullptr: nothing was known
    std::int64_t entry = 0;                   // its number in the store; 0: not known there yet
    tags::Tags tags;
    core::Form form = core::Form::rom;
    plugin::Game game; // key, form, evidence; values come when it is merged

    bool has_evidence = false;
    bool may_read_more = false;               // digests could still be had
    config::GameOverride wishes;              // the user's, of overrides.yaml
    std::vector<store::KnownLookup> lookups;  // one a source
    std::size_t source = 0;                   // the one that is asked now
    bool was_asked = false;                   // in this run
    std::vector<std::string> source_problems; // "source: HTTP 503"; of those that failed
    bool is_forgotten =
        false; // what is stored of it contradicts the user: asked anew, then replaced
    bool is_rematched = false; // media of ours may be of another game
    bool has_credit = false;

    std::vector<Wanted> wanted; // media
    std::size_t media_open = 0;
    std::uint64_t media_downloaded = 0;
    std::vector<std::string> media_problems; // "cover: ..."
    bool media_tried = false, media_deferred = false;
    bool media_unplaced = false; // a disk would not take one

    std::string matched_by;
    report::Status status = report::Status::unchanged;
    std::string reason, detail;
    bool is_decided = false; // status is final

    [[nodiscard]] std::string name() const { return system.scan.system.name + "/" + scanned.key; }

    [[nodiscard]] store::KnownLookup* lookup_of(const std::string& source_id) {
        for (auto& one : lookups) {
            if (one.source == source_id) {
                return &one;
            }
        }
        return nullptr;
    }

    [[nodiscard]] bool has_record() const {
        for (const auto& one : lookups) {
            if (one.lookup.state == store::LookupState::have) {
                return true;
            }
        }
        return false;
    }
};

} // namespace curateur::pipeline
