// The games there are, and how they are found.
#pragma once

#include "simulator/invention.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace curateur::simulator {

struct RomQuery {
    int system = 0; // 0: any
    std::string crc, md5, sha1, serial, name;
};

struct Match {
    const CatalogueGame* game = nullptr;
    const Rom* rom = nullptr; // none when a title matched
    std::string_view how;     // "serial", "hash", "name", "title"
};

// Constant once made: safe for several threads.
class World {
public:
    World(Catalogue catalogue, std::uint64_t seed);
    World(const World&) = delete; // the indexes point into it
    World& operator=(const World&) = delete;

    // A serial is all that counts if there is one; then a digest, of whatever system; then a name
    // within the system (and its children), of a dump or a title, if it is one game's alone.
    [[nodiscard]] std::optional<Match> find(const RomQuery& query) const;

    [[nodiscard]] const CatalogueGame* by_id(std::uint64_t id) const;

    // Of the system and its children, any regional title having the text in it; by system, then
    // id.
    [[nodiscard]] std::vector<const CatalogueGame*>
    search(std::string_view text, int system, std::size_t most) const;

    [[nodiscard]] Game complete(const CatalogueGame& game) const;

    [[nodiscard]] const Invention& invention() const { return invention_; }

private:
    struct Place {
        std::size_t game;
        const Rom* rom;
    };

    using Index = std::unordered_multimap<std::string, Place>;

    [[nodiscard]] std::optional<Match>
    any_of(const Index& index, const std::string& key, int system, std::string_view how) const;
    [[nodiscard]] std::optional<Match>
    only_one_of(const Index& index, const std::string& key, int system, std::string_view how) const;

    std::vector<CatalogueGame> games_; // by system, then id
    Invention invention_;
    std::unordered_map<std::uint64_t, std::size_t> ids_;
    Index digests_, serials_, names_, titles_;
};

// How file names are compared: without their last extension, lower case.
[[nodiscard]] std::string comparable_name(std::string_view file_name);
// How titles are: without "(...)", "[...]", dots and other marks, lower case.
[[nodiscard]] std::string comparable_title(std::string_view text);
// What of a search term counts: not "the", nor plus signs at its end.
[[nodiscard]] std::string search_term(std::string_view text);

} // namespace curateur::simulator
