#include "simulator/service.hpp"
#include "simulator/tables.hpp"

#include <array>

namespace curateur::simulator {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string>>;

// Members of an entry: the id is a number, everything else a text.
std::string entry(const std::string& id, const Fields& fields) {
    Lines lines(3);
    lines.member("id", id);
    for (const auto& [name, value] : fields) {
        lines.text(name, value);
    }
    return "{\n" + lines.str() + "\n\t\t\t}";
}

// An object whose members are called by their ids.
class Keyed {
public:
    void add(const std::string& id, const Fields& fields) { lines_.member(id, entry(id, fields)); }

    [[nodiscard]] std::string as(std::string_view name) const {
        return "\t\t\"" + std::string(name) + "\" : {\n" + lines_.str() + "\n\t\t}";
    }

private:
    Lines lines_{2};
};

std::string flag(bool value) {
    return value ? "1" : "0";
}

std::string system_list() {
    Lines lines(2);
    for (const System& row : systems()) {
        const auto id = std::to_string(row.id);
        Lines about(3);
        about.member("id", id);
        about.text("parentid", std::to_string(row.parent));
        about.member("noms", "{\"nom_eu\": \"" + escaped(row.name) + "\"}");
        lines.raw("{\n" + about.str() + "\n\t\t\t}");
    }
    return "\t\t\"systemes\" : [\n" + lines.str() + "\n\t\t]";
}

std::string genre_list() {
    Keyed all;
    for (const Genre& row : genres()) {
        all.add(row.id, {{"nom_fr", row.french}, {"nom_en", row.english}, {"parent", row.parent}});
    }
    return all.as("genres");
}

std::string region_list() {
    Keyed all;
    for (const Region& row : regions()) {
        all.add(row.id, {{"nomcourt", row.code}, {"nom_en", row.name}, {"parent", row.parent}});
    }
    return all.as("regions");
}

std::string language_list() {
    Keyed all;
    for (const Language& row : languages()) {
        all.add(row.id, {{"nomcourt", row.code}, {"nom_en", row.name}, {"parent", "0"}});
    }
    return all.as("langues");
}

std::string media_list() {
    Keyed all;
    for (const MediaType& row : media_types()) {
        all.add(row.id,
                {{"nomcourt", row.code},
                 {"categorie", row.category},
                 {"type", row.kind},
                 {"fileformat", row.format},
                 {"autogen", flag(row.generated)},
                 {"multiregions", flag(row.regions)},
                 {"multisupports", flag(row.supports)},
                 {"multiversions", flag(row.versions)}});
    }
    return all.as("medias");
}

// Short lists of names; their ids are made up.
template <std::size_t count>
std::string names(std::string_view list,
                  std::string_view field,
                  const std::array<std::string_view, count>& texts) {
    Keyed all;
    int id = 1;
    for (const auto text : texts) {
        all.add(std::to_string(id++), {{field, std::string(text)}});
    }
    return all.as(list);
}

} // namespace

std::string reference_list(std::string_view page) {
    static constexpr std::array<std::string_view, 6> k_players = {
        "1", "1-2", "1-4", "2", "1-8", "4+"};
    static constexpr std::array<std::string_view, 6> k_ratings = {
        "PEGI:3", "PEGI:7", "PEGI:12", "ESRB:E", "ESRB:T", "SS:18"};
    static constexpr std::array<std::string_view, 4> k_levels = {
        "Anonyme", "Membre", "Contributeur", "Administrateur"};
    static constexpr std::array<std::string_view, 4> k_facts = {
        "Nom du jeu", "Editeur", "Developpeur", "Synopsis"};
    static constexpr std::array<std::string_view, 2> k_families = {"Zebra", "Comet"};
    static constexpr std::array<std::pair<std::string_view, std::string (*)()>, 5> k_tables = {{
        {"systemesListe.php", system_list},
        {"genresListe.php", genre_list},
        {"regionsListe.php", region_list},
        {"languesListe.php", language_list},
        {"mediasJeuListe.php", media_list},
    }};
    for (const auto& [name, write] : k_tables) {
        if (name == page) {
            return write();
        }
    }
    if (page == "romTypesListe.php") {
        return "\t\t\"romtypes\" : [\"dossier\", \"fichier\", \"iso\", \"rom\"]";
    }
    if (page == "supportTypesListe.php") {
        return "\t\t\"supporttypes\" : [\"cartouche\", \"cd\", \"disquette\", \"dvd\"]";
    }
    if (page == "nbJoueursListe.php") {
        return names("nbjoueurs", "nom", k_players);
    }
    if (page == "classificationsListe.php" || page == "classificationListe.php") {
        return names("classifications", "nomcourt", k_ratings);
    }
    if (page == "userlevelsListe.php") {
        return names("userlevels", "nom_fr", k_levels);
    }
    if (page == "infosJeuListe.php" || page == "infosRomListe.php") {
        return names("infos", "nom", k_facts);
    }
    if (page == "famillesListe.php") {
        return names("familles", "nom", k_families);
    }
    return page == "mediasSystemeListe.php" ? media_list() : std::string();
}

} // namespace curateur::simulator
