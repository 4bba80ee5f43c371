// What plugins declare, as values.
#pragma once

#include "config/config.hpp"
#include "merge/three_way.hpp"
#include "plugin/component.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace curateur::pipeline {

struct Slot {
    std::string kind, folder;         // folder: below the media directory
    std::vector<std::string> formats; // that the frontend looks for; empty: any
    bool by_default = false;

    [[nodiscard]] bool takes(const std::string& format) const;
};

// Whether the user wants media of the slot's kind.
[[nodiscard]] bool is_wanted(const config::Media& settings, const Slot& slot);

struct OutputFacts {
    std::map<std::string, std::string> managed; // field to native field
    std::map<std::string, merge::Owner> owners; // native field
    std::map<std::string, std::string> seeds;   // field to native field
    std::vector<Slot> slots;
    std::vector<std::string> processes; // while one runs, documents are not written
    std::string metadata_dir, media_dir;
};

[[nodiscard]] OutputFacts facts_of(const cur_output& output);

struct SourceFacts {
    std::uint32_t lookups = 0, hashes = 0;
    std::set<std::string> fields, kinds;
    std::vector<std::string> origins;
    std::map<std::string, std::vector<std::string>> platforms; // to native ids, first is asked
    std::map<std::string, std::string> media_codes; // the source's own words to registry kinds
    bool takes_any_platform = false;                // no map: the platform id is passed as it is
    std::uint32_t parse_revision = 0;

    struct Limit {
        std::string bucket;
        std::uint32_t concurrency = 1, per_minute = 0, per_day = 0, min_gap_ms = 0;
    };

    std::vector<Limit> limits;
};

[[nodiscard]] SourceFacts facts_of(const cur_source& source);

} // namespace curateur::pipeline
