#include "simulator/dice.hpp"
#include "simulator/invention.hpp"
#include "simulator/tables.hpp"

#include <algorithm>
#include <array>

namespace curateur::simulator {
namespace {

struct Chance {
    std::string_view type;
    unsigned percent;
    bool each_region;            // listed once for each region of the game
    bool goes_with_last = false; // who lacks the one before lacks this one, or the other way round
};

// What 42 well-known games have, in the order of the service (recorded July 2025 and January 2026).
constexpr std::array<Chance, 27> k_usual = {{
    {"sstitle", 93, false},
    {"ss", 93, false},
    {"fanart", 64, false},
    {"video", 79, false},
    {"video-normalized", 79, false, true},
    {"themehs", 12, false},
    {"screenmarquee", 88, false},
    {"screenmarqueesmall", 88, false, true},
    {"manuel", 31, true},
    {"steamgrid", 93, false},
    {"maps", 7, false},
    {"wheel", 55, true},
    {"wheel-hd", 40, false, true},
    {"wheel-carbon", 93, false, true},
    {"wheel-steel", 93, false, true},
    {"box-texture", 93, true},
    {"box-2D", 93, true},
    {"box-2D-side", 93, true},
    {"box-2D-back", 93, true},
    {"box-3D", 93, true},
    {"support-texture", 79, true},
    {"support-2D", 74, true, true},
    {"bezel-16-9", 33, false},
    {"mixrbv1", 93, false},
    {"mixrbv2", 98, true, true},
    {"figurine", 10, false},
    {"box-scan", 7, false},
}};

// "(us)" and "[1]" of "box-2D(us)[1]"; maps and scans have a version in brackets as well.
void read_code(Medium& medium) {
    const MediaType& type = *media_type(medium.type);
    auto rest = std::string_view(medium.code).substr(medium.type.size());
    const auto take = [&](char open, char close) {
        const auto end = rest.find(close);
        if (rest.empty() || rest.front() != open || end == std::string_view::npos) {
            return std::string();
        }
        std::string inside(rest.substr(1, end - 1));
        rest.remove_prefix(end + 1);
        return inside;
    };
    if (type.regions) {
        medium.region = take('(', ')');
    }
    medium.version = take('(', ')');
    medium.support = take('[', ']');
}

Medium medium_of(const Game& game, std::string code, const std::string& format) {
    Medium medium;
    medium.type = code.substr(0, code.find_first_of("(["));
    medium.code = std::move(code);
    medium.format = format.empty() ? media_type(medium.type)->format : format;
    medium.page = page_of(medium.format);
    medium.owner = "systemeid=" + std::to_string(game.system) + "&jeuid=" + std::to_string(game.id);
    read_code(medium);
    return medium;
}

std::vector<std::string> regions_of(const Game& game) {
    std::vector<std::string> all;
    for (const auto& [region, name] : game.names) {
        if (region != "ss") {
            all.push_back(region);
        }
    }
    return all.empty() ? std::vector<std::string>{"wor"} : all;
}

void add_listed(std::vector<Medium>& all, const Game& game, const ListedMedium& listed) {
    auto code = listed.code;
    const auto* const type = media_type(code);
    if (type != nullptr && type->regions) {
        code += "(" + regions_of(game).front() + ")";
    }
    auto medium = medium_of(game, code, listed.format);
    if (listed.regions.empty()) {
        all.push_back(std::move(medium));
        return;
    }
    for (const auto& region : listed.regions) {
        all.push_back(medium);
        all.back().region = region;
    }
}

// One stored file often stands for several regions: each has its line, all lines one code.
void add_usual(std::vector<Medium>& all, const Game& game, const Chance& chance, Dice& dice) {
    const MediaType& type = *media_type(chance.type);
    const std::string name(chance.type);
    if (!type.regions) {
        all.push_back(medium_of(game, type.versions ? name + "(1,0)" : name, ""));
        return;
    }
    const auto regions = regions_of(game);
    const bool shared = dice.percent(25);
    const auto end = chance.each_region ? regions.size() : std::size_t{1};
    for (std::size_t i = 0; i < end; ++i) {
        const auto stored = shared ? std::string("wor") : regions[i];
        auto code = name + "(" + stored + ")";
        code += type.versions ? "(1)" : "";
        code += type.supports && chance.type.substr(0, 7) == "support" ? "[1]" : "";
        all.push_back(medium_of(game, code, ""));
        all.back().region = regions[i];
    }
}

Medium pictogram(std::string type,
                 std::string parent,
                 std::string subparent,
                 std::string id,
                 std::string code,
                 std::string format) {
    Medium medium;
    medium.type = std::move(type);
    medium.parent = std::move(parent);
    medium.subparent = std::move(subparent);
    medium.page = "mediaGroup.php";
    medium.owner = "groupid=" + id;
    medium.group = std::move(id);
    medium.code = std::move(code);
    medium.format = std::move(format);
    return medium;
}

void add_pictograms(std::vector<Medium>& all, const Game& game) {
    for (const auto& id : game.genres) {
        const Genre* const row = genre(id);
        if (row == nullptr) {
            continue;
        }
        all.push_back(pictogram("pictoliste", "genre", row->french, id, "pictoliste", "png"));
        all.push_back(
            pictogram("pictomonochrome", "genre", row->french, id, "logo-monochrome", "png"));
        all.push_back(
            pictogram("pictomonochrome", "genre", row->french, id, "logo-monochrome-svg", "svg"));
        all.push_back(pictogram("pictocouleur", "genre", row->french, id, "wheel", "png"));
    }
    for (const auto& [type, text] : game.classifications) {
        all.push_back(pictogram("pictoliste",
                                "classification",
                                type,
                                std::to_string(3700 + text.size()),
                                "pictoliste",
                                "png"));
    }
    for (const auto& region_name : regions_of(game)) {
        if (const Region* const row = region(region_name)) {
            all.push_back(
                pictogram("pictoliste", "region", row->name, row->id, "pictoliste", "png"));
        }
    }
    if (game.rating > 0) {
        all.push_back(pictogram(
            "pictoliste", "note", "", std::to_string(4000 + game.rating), "pictoliste", "png"));
    }
}

} // namespace

std::string_view page_of(std::string_view format) {
    if (format == "mp4") {
        return "mediaVideoJeu.php";
    }
    if (format == "pdf") {
        return "mediaManuelJeu.php";
    }
    return format == "zip" ? "mediaFichierJeu.php" : "mediaJeu.php";
}

std::vector<Medium> media_of(const Game& game, const Invention& invention) {
    std::vector<Medium> all;
    const auto& listed = game.entry->media ? game.entry->media : invention.media;
    if (listed) {
        for (const ListedMedium& medium : *listed) {
            add_listed(all, game, medium);
        }
    } else {
        Dice dice(invention.seed, "media " + std::to_string(game.id));
        std::uint64_t throw_of_game = 0;
        for (const Chance& chance : k_usual) {
            throw_of_game = chance.goes_with_last ? throw_of_game : dice.below(100);
            if (throw_of_game < chance.percent) {
                add_usual(all, game, chance, dice);
            }
        }
    }
    add_pictograms(all, game);
    return all;
}

} // namespace curateur::simulator
