#include "simulator/world.hpp"

#include "simulator/digests.hpp"
#include "simulator/tables.hpp"

#include <algorithm>

namespace curateur::simulator {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string without_extension(std::string_view name) {
    const auto dot = name.rfind('.');
    return std::string(dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot));
}

} // namespace

std::string comparable_name(std::string_view file_name) {
    return lower(without_extension(file_name));
}

std::string comparable_title(std::string_view text) {
    std::string out;
    int depth = 0;
    bool gap = false;
    for (const char raw : text) {
        const char c = lower(raw);
        if (c == '(' || c == '[') {
            ++depth;
        } else if ((c == ')' || c == ']') && depth > 0) {
            --depth;
        } else if (depth == 0 && is_word(c)) {
            out += gap && !out.empty() ? " " : "";
            out += c;
            gap = false;
        } else if (depth == 0 && c != '.' && c != '\'') {
            gap = true;
        }
    }
    return out;
}

std::string search_term(std::string_view text) {
    while (!text.empty() && text.back() == '+') {
        text.remove_suffix(1);
    }
    std::string out;
    while (!text.empty()) {
        const auto end = text.find(' ');
        const auto word = lower(text.substr(0, end));
        if (word != "the" && !word.empty()) {
            out += (out.empty() ? "" : " ") + word;
        }
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

World::World(Catalogue catalogue, std::uint64_t seed)
    : games_(std::move(catalogue.games))
    , invention_{seed, std::move(catalogue.media), catalogue.filler_dumps} {
    std::sort(games_.begin(), games_.end(), [](const CatalogueGame& a, const CatalogueGame& b) {
        return std::pair(a.system, a.id) < std::pair(b.system, b.id);
    });
    for (std::size_t i = 0; i < games_.size(); ++i) {
        CatalogueGame& game = games_[i];
        ids_.emplace(game.id, i);
        for (Rom& rom : game.roms) {
            rom.crc = upper(rom.crc);
            rom.md5 = upper(rom.md5);
            rom.sha1 = upper(rom.sha1);
            for (const auto& digest : {rom.crc, rom.md5, rom.sha1}) {
                if (!digest.empty()) {
                    digests_.emplace(digest, Place{i, &rom});
                }
            }
            if (!rom.serial.empty()) {
                serials_.emplace(rom.serial, Place{i, &rom});
            }
            names_.emplace(comparable_name(rom.name), Place{i, &rom});
        }
        for (const auto& [region, name] : names_of(game, invention_)) {
            titles_.emplace(comparable_title(name), Place{i, nullptr});
        }
    }
}

std::optional<Match>
World::any_of(const Index& index, const std::string& key, int system, std::string_view how) const {
    const auto [first, last] = index.equal_range(key);
    if (key.empty() || first == last) {
        return std::nullopt;
    }
    auto best = std::find_if(
        first, last, [&](const auto& it) { return covers(system, games_[it.second.game].system); });
    best = best == last ? first : best;
    return Match{&games_[best->second.game], best->second.rom, how};
}

std::optional<Match> World::only_one_of(const Index& index,
                                        const std::string& key,
                                        int system,
                                        std::string_view how) const {
    std::optional<Match> found;
    const auto [first, last] = index.equal_range(key);
    for (auto it = first; !key.empty() && it != last; ++it) {
        const CatalogueGame& game = games_[it->second.game];
        if (!covers(system, game.system)) {
            continue;
        }
        if (found && found->game != &game) {
            return std::nullopt;
        }
        found = {&game, it->second.rom, how};
    }
    return found;
}

std::optional<Match> World::find(const RomQuery& query) const {
    if (!query.serial.empty()) {
        return only_one_of(serials_, query.serial, query.system, "serial");
    }
    for (const auto& digest : {query.sha1, query.md5, query.crc}) {
        if (auto found = any_of(digests_, upper(digest), query.system, "hash")) {
            return found;
        }
    }
    if (query.name.empty() || query.system == 0) {
        return std::nullopt;
    }
    if (auto found = only_one_of(names_, comparable_name(query.name), query.system, "name")) {
        return found;
    }
    return only_one_of(
        titles_, comparable_title(without_extension(query.name)), query.system, "title");
}

const CatalogueGame* World::by_id(std::uint64_t id) const {
    const auto found = ids_.find(id);
    return found == ids_.end() ? nullptr : &games_[found->second];
}

std::vector<const CatalogueGame*>
World::search(std::string_view text, int system, std::size_t most) const {
    std::vector<const CatalogueGame*> found;
    const auto wanted = comparable_title(text);
    for (const CatalogueGame& game : games_) {
        const auto names = names_of(game, invention_);
        const bool fits =
            covers(system, game.system) &&
            std::any_of(names.begin(), names.end(), [&](const auto& name) {
                return comparable_title(name.second).find(wanted) != std::string::npos;
            });
        if (fits && found.size() < most) {
            found.push_back(&game);
        }
    }
    return found;
}

Game World::complete(const CatalogueGame& game) const {
    return simulator::complete(game, invention_);
}

} // namespace curateur::simulator
