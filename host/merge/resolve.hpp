// One value a field, out of everything that all sources said of a game.
#pragma once

#include "core/model.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::merge {

// What the user likes, and what the vocabularies say.
struct Preferences {
    std::vector<std::string> languages; // BCP 47, most wanted first
    std::vector<std::string> regions;   // of registry/regions.csv, most wanted first
    bool rom_first = true;              // the entry's own regions come before the user's
    std::function<std::string(std::string_view)> parent_of = {}; // "us" to "ame"; "": none
    std::function<bool(std::string_view)> is_list = {};          // is this field a list?
};

// A value, where it comes from, and why it was chosen.
struct Chosen {
    core::Value value;
    std::string source, source_id;
    std::string why; // "first region in order: us", "only value"
};

struct Game {
    std::vector<Chosen>
        values; // in the order of the first mention; one a field, all items of a list
    std::vector<core::Id> ids;
};

// The regions in the order in which values and media are taken: the entry's own ("us,eu", may be
// empty), the user's, the parents of both, then the order in which unlisted ones are taken. A
// region stands in it once.
[[nodiscard]] std::vector<std::string> region_order(std::string_view own,
                                                    const Preferences& preferences);

// The user's languages, their bases ("pt" for "pt-BR"), then English.
[[nodiscard]] std::vector<std::string> language_order(const Preferences& preferences);

// Another value that a field could have had.
struct Rival {
    const core::Value* value = nullptr; // borrowed, as the record
    const core::Record* record = nullptr;
    std::string
        why_not; // what speaks against it: "region jp comes later", "another source is first"
};

// All values of a field, the one that resolve takes first; of a list, each item's translations in
// its place. records: as for resolve.
[[nodiscard]] std::vector<Rival> rivals(const std::vector<const core::Record*>& records,
                                        std::string_view field,
                                        std::string_view own_regions,
                                        const Preferences& preferences);

// records: in the user's order of sources. Per field the first record that has it gives it.
[[nodiscard]] Game resolve(const std::vector<const core::Record*>& records,
                           std::string_view own_regions,
                           const Preferences& preferences);

} // namespace curateur::merge
