// Is this answer this game? A 200 is no proof: the host decides, by what can be compared.
#pragma once

#include "core/model.hpp"

#include <optional>
#include <string>
#include <vector>

namespace curateur::match {

// How far apart a name may be to be accepted when nothing better than the name speaks.
enum class Level { strict, normal, lenient, disabled };

// .15, .30, .50; anything for disabled.
[[nodiscard]] double accept_distance(Level level);

enum class How { none, hash, serial, size, name, search, manual };

// As --json says it: "hash", "serial", "size", "name", "search", "manual", "".
[[nodiscard]] std::string_view name_of(How how);

// What is known of the entry.
struct Subject {
    std::string title;                    // tags and extension off
    std::vector<core::Evidence> evidence; // most telling first
    std::vector<std::string>
        native_platforms;                  // what the source may call its platform; empty: anything
    bool pinned = false;                   // the user said which game it is
    std::vector<std::string> regions = {}; // as the file's name says: "us"
    int year = 0;                          // likewise; 0: not said
};

struct Verdict {
    bool accepted = false;
    How how = How::none;
    double distance = 0; // of the names; 0 when something stronger than the name spoke
    std::string reason;  // one sentence: why accepted, or why not
    std::string regions; // of the dump that was verified, "us,eu"; empty otherwise
};

// The order of strength: verified digest, serial, exact dump size with a strong name, name.
[[nodiscard]] Verdict verify(const core::Record& record, const Subject& subject, Level level);

// Why a record cannot be the game whatever it is called: not a game, another platform; "": it can.
[[nodiscard]] std::string why_impossible(const core::Record& record, const Subject& subject);

// Accepted by a verified digest or a serial, whatever the names are; nullopt: neither speaks.
[[nodiscard]] std::optional<Verdict> verify_bytes(const core::Record& record,
                                                  const Subject& subject);

// The dump of the record that has a digest in common with the evidence; nullptr: none. A digest
// that is known on both sides and differs outweighs a weaker one that agrees.
[[nodiscard]] const core::Dump* verified_dump(const core::Record& record,
                                              const std::vector<core::Evidence>& evidence);

} // namespace curateur::match
