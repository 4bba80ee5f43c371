// The three-way merge of one entry of one document, in the format's own (native) values.
//
//   base    what the document said right after we last wrote it, for the fields that we set
//   mine    what it says now
//   theirs  what the output makes of the game as it is resolved now
//
// The rule, for managed fields (docs/merging.md has it as a table):
//   mine unset, no base            theirs                  (nobody filled it yet)
//   mine unset, base set           stays unset             (the user cleared it)
//   mine == base                   theirs                  (ours to refresh)
//   mine == theirs                 no change, base := mine (heals lost stores and second machines)
//   mine != base, mine != theirs   mine, told as conflict  (the user edited it)
//   theirs unset, the same game    mine
//   theirs unset, another game     removed if mine == base
// refresh_metadata and reset_all take theirs in the second and fifth row; reset_all also removes
// what the source does not have. Fields that are the user's no strategy touches; a seed is set
// once, on an entry that we create.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curateur::merge {

enum class Strategy { preserve_user_edits, refresh_metadata, reset_all };

enum class Owner { managed, user, seed };

using Fields = std::map<std::string, std::string>; // native field to value; unset is absent

struct Rules {
    Strategy strategy = Strategy::preserve_user_edits;
    std::map<std::string, Owner> owners; // a field that is not listed is the user's
};

struct EntryInput {
    std::optional<Fields> mine; // nullopt: the document has no such entry
    Fields base;
    std::string base_game; // "source:id" that was last written; "": never
    std::optional<Fields>
        theirs; // nullopt: nothing is known of this entry (failed, deferred, not found)
    std::string their_game;
    std::string
        unset_name_field; // the field in which a value of unset_names counts as unset; "": none
    std::vector<std::string> unset_names; // the file's stem and the like, which frontends fill in
    std::vector<std::string> locked;      // native fields that the user locked: mine, always
    std::vector<std::string> forced;      // that the user set elsewhere: theirs, always
};

struct FieldChange {
    std::string field;
    std::optional<std::string> before, after; // nullopt: unset; after: else what theirs says
};

struct EntryOutcome {
    bool is_new = false;              // the entry has to be made
    std::vector<FieldChange> changes; // sorted by field; empty: the entry stays as it is
    Fields base;                      // the bases from now on
    std::string base_game;
    std::vector<std::string> edited; // kept because the user changed what we wrote
    std::vector<std::string>
        foreign; // kept though we never wrote it: another tool's, or the user's
};

// The row of the table by which a field comes to what it is.
enum class Row {
    fills,     // it is unset, and nobody cleared it: theirs
    refreshes, // what stands there is ours: theirs
    agrees,    // mine is theirs; nothing to do
    edited,    // the user changed what we wrote: mine
    cleared,   // the user removed what we wrote: unset
    foreign,   // we never wrote what stands there: mine
    overrules, // the same three under a strategy that takes theirs
    stays,     // theirs is unset: mine
    removes,   // theirs is unset: another game than last time, or reset_all
    locked,    // by the user: mine
    forced     // set by the user elsewhere: theirs
};

// What becomes of one field of an entry, and why.
struct FieldVerdict {
    std::string field;
    std::optional<std::string> mine, base, theirs, after; // nullopt: unset
    Row row = Row::stays;
};

// What merge_entry decides, field by field, managed ones only, sorted; of an entry that nothing is
// known of, everything stays.
[[nodiscard]] std::vector<FieldVerdict> judge_entry(const EntryInput& input, const Rules& rules);

[[nodiscard]] EntryOutcome merge_entry(const EntryInput& input, const Rules& rules);

} // namespace curateur::merge
