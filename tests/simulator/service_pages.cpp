#include "simulator/bodies.hpp"
#include "simulator/messages.hpp"
#include "simulator/ranges.hpp"
#include "simulator/tables.hpp"
#include "simulator/visit.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace curateur::simulator {
namespace {

constexpr std::size_t k_most_found = 30;
constexpr std::size_t k_shortest_term = 4;
constexpr std::size_t k_longest_name = 255; // bytes

std::uint64_t number(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() && end == text.data() + text.size() ? value : 0;
}

bool is_digest(const std::string& text, std::size_t digits) {
    return text.empty() || (text.size() == digits &&
                            text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos);
}

bool is_path(const std::string& name) {
    return name.find_first_of("/\\") != std::string::npos ||
           (!name.empty() && name.front() == '!'); // "!mnt!sda1!Game.zip"
}

bool is_unacceptable(const std::string& name) {
    return name.size() > k_longest_name || std::any_of(name.begin(), name.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20;
           });
}

std::string format_of_code(const std::string& page, const std::string& code) {
    if (page == "mediaVideoSysteme.php") {
        return "mp4";
    }
    return code.size() > 3 && code.compare(code.size() - 3, 3, "svg") == 0 ? "svg" : "png";
}

} // namespace

Reply Service::dispatch(Visit& visit) {
    const auto& page = visit.call.page;
    if (page == "jeuInfos.php") {
        return answer_game(visit);
    }
    if (page == "jeuRecherche.php") {
        return answer_search(visit);
    }
    if (page == "ssuserInfos.php" || page == "ssinfraInfos.php") {
        return answer_account(visit);
    }
    if (visit.is_media()) {
        return answer_medium(visit);
    }
    const auto content = reference_list(page);
    if (!content.empty()) {
        return answer_list(visit, content);
    }
    visit.entry->outcome = "no_such_page";
    return {404, "text/html", "<html><body><h1>404 Not Found</h1></body></html>\n"};
}

Reply Service::answer_account(Visit& visit) {
    visit.meet(faults_, 0);
    Reply reply;
    if (replaced(visit, reply)) {
        return reply;
    }
    visit.entry->outcome = "account";
    return json(visit, "", true);
}

Reply Service::answer_list(Visit& visit, const std::string& content) {
    visit.meet(faults_, 0);
    Reply reply;
    if (replaced(visit, reply)) {
        return reply;
    }
    visit.entry->outcome = "list";
    return json(visit, content, false);
}

Reply Service::answer_game(Visit& visit) {
    const auto id = visit.get("gameid");
    RomQuery query{static_cast<int>(number(visit.get("systemeid"))),
                   visit.get("crc"),
                   visit.get("md5"),
                   visit.get("sha1"),
                   visit.get("serialnum"),
                   visit.get("romnom")};
    const bool has_digest = !query.crc.empty() || !query.md5.empty() || !query.sha1.empty();
    const bool has_name = !query.name.empty() && query.system != 0;
    if (id.empty() && !has_digest && !has_name && query.serial.empty()) {
        return say(visit, "fields");
    }
    if (!is_digest(query.crc, 8) || !is_digest(query.md5, 32) || !is_digest(query.sha1, 40)) {
        return say(visit, "hash");
    }
    if (is_path(query.name)) {
        return say(visit, "path");
    }
    if (is_unacceptable(query.name)) {
        return say(visit, "name");
    }
    std::optional<Match> match;
    if (!id.empty()) {
        const CatalogueGame* const game = world_.by_id(number(id));
        match = game != nullptr ? std::optional(Match{game, nullptr, "id"}) : std::nullopt;
    } else {
        match = world_.find(query);
    }
    visit.meet(faults_, match ? match->game->id : 0);
    Reply reply;
    if (replaced(visit, reply)) {
        return reply;
    }
    if (!match) {
        return not_found(visit, id.empty() ? "rom_not_found" : "game_not_found");
    }
    visit.entry->outcome = "found";
    visit.entry->matched_by = match->how;
    const auto fault = visit.rule ? visit.rule->fault : Fault::none;
    if (fault == Fault::no_game) {
        return json(visit, "\t\t\"jeu\" : {\n\t\t}", true);
    }
    const auto game =
        write_game(world_.complete(*match->game), {false, match->rom, fault}, asker(visit), media_);
    return json(visit, "\t\t\"jeu\" : {\n" + game + "\n\t\t}", true);
}

Reply Service::answer_search(Visit& visit) {
    const auto term = search_term(visit.get("recherche"));
    if (term.size() < k_shortest_term) {
        return say(visit, "fields");
    }
    visit.meet(faults_, 0);
    Reply reply;
    if (replaced(visit, reply)) {
        return reply;
    }
    const auto fault = visit.rule ? visit.rule->fault : Fault::none;
    const auto found =
        world_.search(term, static_cast<int>(number(visit.get("systemeid"))), k_most_found);
    std::string games;
    for (const CatalogueGame* const entry : found) {
        games += (games.empty() ? "{\n" : "\n\t\t},{\n") +
                 write_game(world_.complete(*entry), {true, nullptr, fault}, asker(visit), media_);
        games += fault == Fault::padded_search ? "\n\t\t},{" : "";
    }
    visit.entry->outcome = found.empty() ? "nothing" : "found";
    games = games.empty() ? "{\n\t\t\t}" : games + "\n\t\t}";
    return json(visit, "\t\t\"jeux\" : [" + games + "]", true);
}

Reply Service::answer_medium(Visit& visit) {
    const auto& page = visit.call.page;
    const auto code = visit.get("media");
    const auto system = number(visit.get("systemeid"));
    const auto id = number(visit.get("jeuid"));
    const bool of_game = page == "mediaJeu.php" || page == "mediaVideoJeu.php" ||
                         page == "mediaManuelJeu.php" || page == "mediaFichierJeu.php";
    const char* const owner = page == "mediaGroup.php"       ? "groupid"
                              : page == "mediaCompagnie.php" ? "companyid"
                                                             : "systemeid";
    if (code.empty() || (of_game ? system == 0 || id == 0 : number(visit.get(owner)) == 0)) {
        return say(visit, "fields");
    }
    visit.meet(faults_, id);
    Reply reply;
    if (replaced(visit, reply)) {
        return reply;
    }
    if (!of_game) {
        return serve(visit,
                     {page, owner + ("=" + visit.get(owner)), code, format_of_code(page, code)});
    }
    const CatalogueGame* const entry = world_.by_id(id);
    if (entry != nullptr && entry->system == static_cast<int>(system)) {
        const auto game = world_.complete(*entry);
        const auto medium =
            std::find_if(game.media.begin(), game.media.end(), [&](const Medium& it) {
                return it.code == code && it.page == page;
            });
        if (medium != game.media.end()) {
            return serve(visit, key_of(*medium));
        }
    }
    visit.entry->outcome = "nomedia";
    reply.content_type = "text/plain";
    reply.body = "NOMEDIA";
    pace(visit, reply, 1);
    return reply;
}

Reply Service::serve(Visit& visit, const MediaKey& key) {
    const auto fault = visit.rule ? visit.rule->fault : Fault::none;
    const auto& [crc, md5, sha1, size] = media_.digests(key);
    Reply reply;
    reply.content_type = "text/plain";
    reply.fault = fault;
    const auto is_current = [&](const char* name, const std::string& digest) {
        return !visit.get(name).empty() && upper(visit.get(name)) == upper(digest);
    };
    if (fault == Fault::no_media) {
        reply.body = "NOMEDIA";
    } else if (is_current("crc", crc)) {
        reply.body = "CRCOK";
    } else if (is_current("md5", md5)) {
        reply.body = "MD5OK";
    } else if (is_current("sha1", sha1)) {
        reply.body = "SHA1OK";
    }
    visit.entry->outcome = reply.body == "NOMEDIA" ? "nomedia" : "unchanged";
    if (reply.body.empty()) {
        visit.entry->outcome = "medium";
        auto sent = key;
        if (fault == Fault::wrong_type) {
            sent.format = key.format == "png" ? "jpg" : "png";
        }
        const Limit limit{static_cast<int>(number(visit.get("maxwidth"))),
                          static_cast<int>(number(visit.get("maxheight"))),
                          visit.get("outputformat")};
        reply.content_type = content_type_of(key.format);
        reply.body = fault == Fault::blank ? blank_picture(key.format)
                                           : media_.body(sent, fault == Fault::wrong_digest, limit);
        spoil(reply.body, fault);
        if (visit.switches.ranges && !reply.body.empty()) {
            serve_range(visit.call, reply);
        }
    }
    pace(visit, reply, 1);
    return reply;
}

} // namespace curateur::simulator
