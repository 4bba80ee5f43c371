#include "simulator/invention.hpp"

#include "simulator/dice.hpp"
#include "simulator/tables.hpp"

#include <algorithm>

namespace curateur::simulator {
namespace {

using Texts = std::array<std::string_view, 8>;

constexpr Texts k_companies = {"Amber Works",
                               "Blue Door Soft",
                               "Kestrel R&D",
                               "Tin&nbsp;Robot",
                               "Nightjar Games",
                               "Pixel Foundry",
                               "Studio Mistral",
                               "Yamabiko"};

constexpr std::array<std::string_view, 6> k_players = {"1", "1-2", "1-4", "2", "1-8", "4+"};

// Two languages to a line; %1 is the title. The service writes entities into its texts, and both
// kinds of line ends occur.
struct Sentences {
    std::string_view language;
    std::array<std::string_view, 4> texts;
};

constexpr std::array<Sentences, 6> k_sentences = {{
    {"en",
     {"In %1 an unlikely hero sets out to mend a world that has lost its colours.",
      "Run, jump and think your way through forty stages, each with a secret of its own.",
      "The critics called it &quot;a small wonder&quot;, and it&#039;s easy to see why.",
      "Two players can share the road, or race for the last key."}},
    {"fr",
     {"Dans %1, un h\xC3\xA9ros inattendu part r\xC3\xA9parer un monde qui a perdu ses couleurs.",
      "Courez, sautez et r\xC3\xA9"
      "fl\xC3\xA9"
      "chissez \xC3\xA0 travers quarante niveaux.",
      "La critique parla d&#039;une &quot;petite merveille&quot;.",
      "\xC3\x80 deux, on partage la route ou l&#039;on se dispute la derni\xC3\xA8re cl\xC3\xA9."}},
    {"de",
     {"In %1 bricht ein ungew\xC3\xB6hnlicher Held auf, um eine farblose Welt zu heilen.",
      "Vierzig Stufen, jede mit einem eigenen Geheimnis.",
      "Die Kritik nannte es &quot;ein kleines Wunder&quot;.",
      "Zu zweit teilt man den Weg oder k\xC3\xA4mpft um den letzten Schl\xC3\xBCssel."}},
    {"es",
     {"En %1 un h\xC3\xA9roe inesperado sale a reparar un mundo que ha perdido sus colores.",
      "Corre, salta y piensa en cuarenta fases, cada una con su secreto.",
      "La cr\xC3\xADtica habl\xC3\xB3 de &quot;una peque\xC3\xB1"
      "a maravilla&quot;.",
      "Dos jugadores pueden compartir el camino."}},
    {"it",
     {"In %1 un eroe improbabile parte per riparare un mondo senza colori.",
      "Corri, salta e pensa attraverso quaranta livelli.",
      "La critica parl\xC3\xB2 di &quot;una piccola meraviglia&quot;.",
      "In due si divide la strada."}},
    {"pt",
     {"Em %1 um her\xC3\xB3i improv\xC3\xA1vel parte para consertar um mundo sem cores.",
      "Corra, salte e pense em quarenta fases.",
      "A cr\xC3\xADtica falou em &quot;uma pequena maravilha&quot;.",
      "Dois jogadores podem dividir o caminho."}},
}};

std::string with_title(std::string_view text, const std::string& title) {
    std::string out(text);
    const auto at = out.find("%1");
    return at == std::string::npos ? out : out.replace(at, 2, title);
}

Pairs synopsis_of(const std::string& title, Dice& dice) {
    Pairs all;
    for (const Sentences& language : k_sentences) {
        const std::string_view line_end = dice.percent(50) ? "\r\n\r\n" : "\n";
        std::string text = with_title(language.texts[0], title);
        for (int paragraph = dice.between(1, 3); paragraph > 0; --paragraph) {
            text += line_end;
            for (int count = dice.between(2, 5); count > 0; --count) {
                text += text.back() == '\n' ? "" : " ";
                text += language.texts[1 + static_cast<std::size_t>(dice.below(3))];
            }
        }
        all.emplace_back(language.language, std::move(text));
    }
    return all;
}

std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

// A region may come twice, and a date may be no more than a year.
Pairs dates_of(const Pairs& names, Dice& dice) {
    Pairs all;
    const int year = dice.between(1985, 2004);
    for (const auto& [region, name] : names) {
        if (region == "ss") {
            continue;
        }
        const auto text = std::to_string(year + dice.between(0, 1));
        all.emplace_back(region,
                         dice.percent(20) ? text
                                          : text + "-" + two_digits(dice.between(1, 12)) + "-" +
                                                two_digits(dice.between(1, 28)));
    }
    if (!all.empty() && dice.percent(25)) {
        all.emplace_back(all.back().first, std::to_string(year + 2));
    }
    return all;
}

std::vector<std::string> genres_of(Dice& dice) {
    const Genre& picked = dice.pick(genres());
    if (picked.id == "413" || picked.parent == "413" || picked.english.empty()) {
        return {"10"}; // none for adults by chance
    }
    if (picked.parent == "0" || genre(picked.parent) == nullptr) {
        return {picked.id};
    }
    return dice.percent(50) ? std::vector{picked.id, picked.parent}
                            : std::vector{picked.parent, picked.id};
}

std::string hex(Dice& dice, std::size_t digits) {
    static constexpr std::string_view k_digits = "0123456789ABCDEF";
    std::string text;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < digits; ++i, bits >>= 4U) {
        bits = i % 16 == 0 ? dice.next() : bits;
        text += k_digits[bits & 15U];
    }
    return text;
}

// Dumps nobody has: other revisions, hacks, archives of them.
Dump filler_dump(const Game& game, const std::string& stem, int index, Dice& dice) {
    static constexpr std::array<std::string_view, 8> k_marks = {
        " [b1]", " (Beta)", " [h1C]", " (Rev 1)", " [T+Fre1.00]", " (Proto)", " [a1]", " (Demo)"};
    static constexpr std::array<std::string_view, 4> k_ends = {".zip", ".7z", ".bin", ".zip"};
    Dump dump;
    const auto mark = dice.below(k_marks.size());
    dump.name = stem + " (" + std::to_string(index) + ")" + std::string(k_marks[mark]) +
                std::string(dice.pick(k_ends));
    dump.beta = mark == 1;
    dump.hack = mark == 2;
    dump.proto = mark == 5;
    dump.demo = mark == 7;
    dump.size = 65536U + dice.below(4000000);
    dump.crc = hex(dice, 8);
    dump.md5 = hex(dice, 32);
    dump.sha1 = dice.percent(5) ? std::string() : hex(dice, 40);
    dump.regions = {game.names.back().first == "ss" ? "wor" : dice.pick(game.names).first};
    if (dump.regions.front() == "ss") {
        dump.regions = {"wor", "eu"};
    }
    dump.scrapes = dice.between(0, 400);
    return dump;
}

std::vector<Dump> dumps_of(const Game& game, int fillers, Dice& dice) {
    std::vector<Dump> all;
    for (const Rom& rom : game.entry->roms) {
        static_cast<Rom&>(all.emplace_back()) = rom;
        all.back().scrapes = 500;
    }
    const std::string& first = all.empty() ? game.names.front().second : all.front().name;
    const auto stem = first.substr(0, first.rfind('.'));
    for (int i = 1; i <= fillers; ++i) {
        all.push_back(filler_dump(game, stem, i, dice));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].id = std::to_string(game.id * 1000 + i);
    }
    std::stable_sort(
        all.begin(), all.end(), [](const Dump& a, const Dump& b) { return a.scrapes > b.scrapes; });
    return all;
}

} // namespace

Pairs names_of(const CatalogueGame& entry, const Invention& invention) {
    if (!entry.names.empty()) {
        return entry.names;
    }
    Dice dice(invention.seed, "names " + std::to_string(entry.id));
    const auto& name = entry.name;
    // The service's own name has its article last.
    Pairs all = {{"ss", name.rfind("The ", 0) == 0 ? name.substr(4) + ", The" : name}};
    if (entry.not_a_game) {
        all.front().second = "ZZZ(notgame):" + name;
    }
    for (const char* const region : {"eu", "us", "jp"}) {
        if (dice.percent(75)) {
            all.emplace_back(region, name);
        }
    }
    if (all.size() == 1) {
        all.emplace_back("wor", name);
    }
    return all;
}

Game complete(const CatalogueGame& entry, const Invention& invention) {
    Game game;
    game.entry = &entry;
    game.id = entry.id;
    game.system = entry.system;
    game.not_a_game = entry.not_a_game;
    game.names = names_of(entry, invention);
    Dice dice(invention.seed, "game " + std::to_string(entry.id));
    // Everything is thrown for, wanted or not: what an entry gives changes nothing else of it.
    const auto& title = game.names.back().second;
    auto synopsis = synopsis_of(title, dice);
    auto dates = dates_of(game.names, dice);
    auto genres = genres_of(dice);
    const std::string developer(dice.pick(k_companies));
    const std::string publisher(dice.pick(k_companies));
    const std::string players(dice.pick(k_players));
    const int rating = dice.between(8, 19);
    const int fillers = dice.percent(30) ? dice.between(40, 110) : dice.between(3, 30);
    game.synopsis = entry.synopsis.value_or(std::move(synopsis));
    game.dates = entry.dates.value_or(std::move(dates));
    game.classifications = entry.classifications.value_or(
        Pairs{{"PEGI", dice.percent(50) ? "3" : "7"}, {"ESRB", "E"}});
    game.genres = entry.genres.value_or(std::move(genres));
    game.developer = entry.developer.value_or(developer);
    game.publisher = entry.publisher.value_or(publisher);
    game.players = entry.players.value_or(players);
    game.family = entry.family.value_or(title.substr(0, title.find(' ')));
    game.rating = entry.rating.value_or(rating);
    game.dumps =
        dumps_of(game, entry.filler_dumps.value_or(invention.filler_dumps.value_or(fillers)), dice);
    game.media = media_of(game, invention);
    return game;
}

} // namespace curateur::simulator
