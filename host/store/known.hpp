// What the store knows of the entries of one system.
#pragma once

#include "store/stat_key.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace curateur::store {

// undecided: a search found games, and none of them for sure.
enum class LookupState { have, absent, failed, undecided };

// What came of asking one source about one entry.
struct Lookup {
    LookupState state = LookupState::failed;
    std::string source_id;    // of the record, or that the user pinned; else ""
    std::string matched_by;   // "hash", "serial", ...; "manual" whenever it was asked for a pin;
                              // undecided: the confidence of the nearest candidate, or ""
    std::uint32_t covers = 0; // the ways that are settled
    std::int64_t asked_unix_ms = 0;
    std::string reason;
    bool operator==(const Lookup&) const = default;
};

// What was decided about an entry last.
struct Decision {
    std::string status, reason, detail;
    std::string settled; // under which circumstances no more media were to be had; "": not settled
    bool operator==(const Decision&) const = default;
};

struct KnownLookup {
    std::string source;
    Lookup lookup;
    std::int64_t record_unix_ms = 0; // when the record was fetched; 0: none is stored
    std::uint32_t revision = 0;      // of the parser that made the record
};

struct KnownEntry {
    std::string key;
    std::int64_t id = 0;
    std::optional<StatKey> stat;      // of the evidence that is stored
    std::vector<KnownLookup> lookups; // by source
    Decision decision;                // all "": none yet
};

// In the order in which they became known, which is nearly the order of a scan: so the one behind
// the last that was found is tried first. One thread at a time.
class KnownEntries {
public:
    KnownEntries() = default;
    explicit KnownEntries(std::vector<KnownEntry> entries); // no key twice

    [[nodiscard]] const KnownEntry* find(std::string_view key) const; // nullptr: not known

    // to: not known yet.
    void rename(std::string_view from, const std::string& to);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    [[nodiscard]] auto begin() const { return entries_.begin(); }

    [[nodiscard]] auto end() const { return entries_.end(); }

private:
    std::vector<KnownEntry> entries_;
    std::unordered_map<std::string, std::size_t> by_key_;
    mutable std::size_t next_ = 0;
};

} // namespace curateur::store
