#include "simulator/catalogue.hpp"

#include "simulator/tables.hpp"

#include <fstream>
#include <set>
#include <sstream>

namespace curateur::simulator {
namespace {

Status is_hex(const std::string& text, std::size_t digits) {
    if (!text.empty() && (text.size() != digits ||
                          text.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)) {
        return wrong("\"" + text + "\" is not " + std::to_string(digits) + " hexadecimal digits");
    }
    return ok();
}

Status read_rom(const Json& json, Rom& rom) {
    CURATEUR_CHECK(read_object(json,
                               {{"name", into(rom.name)},
                                {"size", into(rom.size)},
                                {"crc", into(rom.crc)},
                                {"md5", into(rom.md5)},
                                {"sha1", into(rom.sha1)},
                                {"serial", into(rom.serial)},
                                {"regions", into(rom.regions)},
                                {"languages", into(rom.languages)},
                                {"disc", into(rom.disc)},
                                {"discs", into(rom.discs)},
                                {"type", into(rom.type)}}));
    CURATEUR_CHECK(is_hex(rom.crc, 8));
    CURATEUR_CHECK(is_hex(rom.md5, 32));
    return is_hex(rom.sha1, 40);
}

Status read_medium(const Json& json, ListedMedium& medium) {
    if (json.IsString()) {
        CURATEUR_CHECK(into(medium.code)(json));
    } else {
        CURATEUR_CHECK(read_object(json,
                                   {{"code", into(medium.code)},
                                    {"regions", into(medium.regions)},
                                    {"format", into(medium.format)}}));
    }
    if (media_type(medium.code.substr(0, medium.code.find_first_of("(["))) == nullptr) {
        return wrong("the service has no kind of media \"" + medium.code + "\"");
    }
    return ok();
}

Member into(std::optional<std::vector<ListedMedium>>& media) {
    return [&media](const Json& json) -> Status {
        media.emplace();
        return json.IsNull() ? ok() : read_list(json, [&](const Json& item) {
            return read_medium(item, media->emplace_back());
        });
    };
}

Status read_game(const Json& json, CatalogueGame& game, std::vector<FaultRule>& faults) {
    const Json* rules = nullptr;
    const auto roms = [&](const Json& list) {
        return read_list(
            list, [&](const Json& item) { return read_rom(item, game.roms.emplace_back()); });
    };
    CURATEUR_CHECK(read_object(json,
                               {{"id", simulator::into(game.id)},
                                {"system", simulator::into(game.system)},
                                {"name", simulator::into(game.name)},
                                {"names", simulator::into(game.names)},
                                {"roms", roms},
                                {"notgame", simulator::into(game.not_a_game)},
                                {"media", into(game.media)},
                                {"filler_dumps", simulator::into(game.filler_dumps)},
                                {"synopsis", simulator::into(game.synopsis)},
                                {"dates", simulator::into(game.dates)},
                                {"classifications", simulator::into(game.classifications)},
                                {"genres", simulator::into(game.genres)},
                                {"developer", simulator::into(game.developer)},
                                {"publisher", simulator::into(game.publisher)},
                                {"players", simulator::into(game.players)},
                                {"family", simulator::into(game.family)},
                                {"rating", simulator::into(game.rating)},
                                {"faults", [&](const Json& value) {
                                     rules = &value;
                                     return ok();
                                 }}}));
    if (game.id == 0 || game.system == 0) {
        return wrong("a game needs an id and a system");
    }
    if (game.name.empty() && game.names.empty()) {
        return wrong("game " + std::to_string(game.id) + " needs a name or names");
    }
    if (rules != nullptr) {
        auto read = read_rules(*rules, game.id);
        if (!read) {
            return std::move(read).error().in("faults");
        }
        faults.insert(faults.end(), read->begin(), read->end());
    }
    return ok();
}

Status check_ids(const std::vector<CatalogueGame>& games) {
    std::set<std::uint64_t> seen;
    for (const CatalogueGame& game : games) {
        if (!seen.insert(game.id).second) {
            return wrong("games: two have the id " + std::to_string(game.id));
        }
    }
    return ok();
}

} // namespace

Result<Catalogue> read_catalogue(const std::string& text) {
    CURATEUR_TRY(const auto document, parse_json(text));
    Catalogue catalogue;
    const auto accounts = [&](const Json& json) -> Status {
        CURATEUR_TRY(catalogue.accounts, read_accounts(json));
        return ok();
    };
    const auto faults = [&](const Json& json) -> Status {
        CURATEUR_TRY(auto rules, read_rules(json));
        catalogue.faults.insert(catalogue.faults.end(), rules.begin(), rules.end());
        return ok();
    };
    const auto games = [&](const Json& json) {
        return read_list(json, [&](const Json& item) {
            return read_game(item, catalogue.games.emplace_back(), catalogue.faults);
        });
    };
    CURATEUR_CHECK(read_object(document,
                               {{"seed", simulator::into(catalogue.seed)},
                                {"accounts", accounts},
                                {"faults", faults},
                                {"media", into(catalogue.media)},
                                {"filler_dumps", simulator::into(catalogue.filler_dumps)},
                                {"games", games}}));
    CURATEUR_CHECK(check_ids(catalogue.games));
    return catalogue;
}

Result<Catalogue> load_catalogue(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return Error{Errc::io, file.string() + ": cannot be read"};
    }
    std::ostringstream text;
    text << stream.rdbuf();
    auto catalogue = read_catalogue(text.str());
    return catalogue ? std::move(catalogue) : std::move(catalogue).error().in(file.string());
}

} // namespace curateur::simulator
