// The service's own short messages and the statuses they come with.
#pragma once

#include <array>
#include <string_view>

namespace curateur::simulator {

struct Message {
    std::string_view name; // as a fault rule calls it
    int status;
    std::string_view text;
};

inline constexpr std::array<Message, 18> k_messages = {{
    {"url", 400, "problème avec l'url"},
    {"fields", 400, "Il manque des champs obligatoires dans l'url"},
    {"path", 400, "Erreur dans le nom du fichier rom : celui-ci contient un chemin d'accés"},
    {"hash", 400, "Champ crc, md5 ou sha1 erroné"},
    {"name", 400, "Problème dans le nom du fichier rom"},
    {"closed_to_guests", 401, "API fermé pour les non membres ou les membres inactifs"},
    {"developer", 403, "Erreur de login : Vérifier vos identifiants développeur !"},
    {"user", 403, "Erreur de login : Vérifier les identifiants utilisateurs !"},
    {"rom_not_found", 404, "Erreur : Rom/Iso/Dossier non trouvée !"},
    {"game_not_found", 404, "Erreur : Jeu non trouvée !"},
    {"closed", 423, "API totalement fermé"},
    {"blacklisted",
     426,
     "Le logiciel de scrape utilisé a été blacklisté (non conforme / version obsolète)"},
    {"threads", 429, "Le nombre de threads autorisé pour le membre est atteint"},
    {"minute", 429, "Le nombre de threads par minute autorisé pour le membre est atteint"},
    {"leechers", 429, "The maximum threads allowed to leecher users is already used"},
    {"pool", 429, "The maximum threads is already used"},
    {"quota", 430, "Votre quota de scrape est dépassé pour aujourd'hui !"},
    {"misses", 431, "Faite du tri dans vos fichiers roms et repassez demain !"},
}};

// None when there is no such message.
constexpr const Message* message(std::string_view name) {
    for (const Message& one : k_messages) {
        if (one.name == name) {
            return &one;
        }
    }
    return nullptr;
}

constexpr const Message* message_of_status(int status) {
    for (const Message& one : k_messages) {
        if (one.status == status) {
            return &one;
        }
    }
    return nullptr;
}

} // namespace curateur::simulator
