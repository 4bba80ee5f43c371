#include "simulator/answer.hpp"
#include "simulator/tables.hpp"

#include <algorithm>

namespace curateur::simulator {
namespace {

std::string tabs(int count) {
    return std::string(static_cast<std::size_t>(count), '\t');
}

// A list whose elements are one line each, or, as a fault, an object with numbered members.
std::string list(const std::vector<std::string>& items, int depth, bool keyed = false) {
    Lines lines(depth);
    for (std::size_t i = 0; i < items.size(); ++i) {
        lines.raw(keyed ? "\"" + std::to_string(i) + "\": " + items[i] : items[i]);
    }
    return (keyed ? "{\n" : "[\n") + lines.str() + "\n" + tabs(depth) + (keyed ? "}" : "]");
}

std::vector<std::string>
pairs(const Pairs& all, std::string_view key, const std::string& head = "{ \"") {
    std::vector<std::string> items;
    for (const auto& [code, text] : all) {
        items.push_back(head + std::string(key) + "\": " + in_quotes(code) +
                        ", \"text\": " + in_quotes(text) + "}");
    }
    return items;
}

std::string number_of(std::string_view text, int base) {
    int sum = base;
    for (const char c : text) {
        sum = (sum * 31 + static_cast<unsigned char>(c)) % 100000;
    }
    return std::to_string(sum + 1);
}

struct Group {
    std::string id, code, principal, parent;
    Pairs names;
};

std::string group(const Group& it) {
    const std::string indent = "\n" + tabs(4);
    return "{ \"id\": " + in_quotes(it.id) + "," + indent + "\"nomcourt\": " + in_quotes(it.code) +
           "," + indent + "\"principale\": " + in_quotes(it.principal) + "," + indent +
           "\"parentid\": " + in_quotes(it.parent) + "," + indent +
           "\"noms\": " + list(pairs(it.names, "langue"), 5) + indent + "}";
}

std::vector<std::string> genre_groups(const Game& game) {
    std::vector<std::string> items;
    for (const auto& id : game.genres) {
        if (const Genre* const row = genre(id)) {
            items.push_back(group({row->id,
                                   "0101",
                                   row->parent == "0" ? "1" : "0",
                                   row->parent,
                                   {{"en", row->english}, {"fr", row->french}}}));
        }
    }
    return items;
}

std::vector<std::string> mode_groups(const Game& game) {
    const Group alone{"4", "", "1", "0", {{"en", "Single-player"}, {"fr", "Jouable en solo"}}};
    const Group together{"5", "", "1", "0", {{"en", "Multiplayer"}, {"fr", "Multijoueurs"}}};
    std::vector<std::string> items = {group(alone)};
    if (game.players != "1") {
        items.push_back(group(together));
    }
    return items;
}

std::string
media_line(const Medium& it, const GameForm& form, const Asker& asker, MediaStore& store) {
    const std::string base =
        form.fault == Fault::placeholder ? "#screenscraperserveur#api2/" : asker.media_base;
    std::string url = base + it.page + "?devid=" + carelessly_encoded(asker.developer) +
                      "&devpassword=" + carelessly_encoded(asker.developer_password) +
                      "&softname=" + carelessly_encoded(asker.program);
    url += "&ssid=" + carelessly_encoded(asker.user) +
           "&sspassword=" + carelessly_encoded(asker.password) + "&" + it.owner +
           "&media=" + carelessly_encoded(it.code);
    std::vector<std::pair<std::string_view, std::string>> fields;
    const auto add = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            fields.emplace_back(key, value);
        }
    };
    add("id", it.parent == "genre" ? it.group : std::string());
    add("type", it.type);
    add("parent", it.parent);
    add("subparent", it.subparent);
    add("url", url);
    const bool lies = form.fault == Fault::wrong_region && !it.region.empty();
    add("region", lies ? std::string(it.region == "kr" ? "br" : "kr") : it.region);
    add("support", it.support);
    add("version", it.version);
    if (form.fault != Fault::no_digests) {
        const auto digests = store.digests(key_of(it));
        add("crc", digests.crc);
        add("md5", digests.md5);
        add("sha1", digests.sha1);
        add("size", std::to_string(digests.size));
    }
    add("format", it.format);
    if (it.type.rfind("bezel", 0) == 0) {
        fields.insert(fields.end(),
                      {{"posx", "240"}, {"posy", "0"}, {"posw", "1440"}, {"posh", "1080"}});
    }
    std::string out = "{";
    for (const auto& [key, value] : fields) {
        out += (out.size() == 1 ? "" : ",\n" + tabs(4)) + "\"" + std::string(key) +
               "\": " + in_quotes(value);
    }
    return out + "}";
}

void put_codes(Lines& lines,
               std::string_view name,
               const std::vector<std::string>& codes,
               const std::function<std::pair<std::string, std::string>(const std::string&)>& row) {
    if (codes.empty()) {
        return;
    }
    std::string ids;
    std::string names;
    std::string short_names;
    for (const auto& code : codes) {
        const auto [id, text] = row(code);
        const std::string comma = ids.empty() ? "" : ", ";
        ids += comma + in_quotes(id);
        short_names += comma + in_quotes(code);
        names += comma + in_quotes(text);
    }
    Lines arrays(5);
    const std::string prefix(name);
    arrays.member(prefix + "_id", "[" + ids + "]");
    arrays.member(prefix + "_shortname", "[" + short_names + "]");
    arrays.member(prefix + "_en", "[" + names + "]");
    arrays.member(prefix + "_fr", "[" + names + "]");
    lines.member(name, "{\n" + arrays.str() + "\n" + tabs(5) + "}");
}

std::string bit(bool value) {
    return value ? "1" : "0";
}

void put_flags(Lines& lines, const Dump& it) {
    lines.text("beta", bit(it.beta));
    lines.text("demo", bit(it.demo));
    lines.text("proto", bit(it.proto));
    lines.text("trad", "0");
    lines.text("hack", bit(it.hack));
    for (const char* const name : {"unl", "alt", "best", "netplay"}) {
        lines.text(name, "0");
    }
}

void put_digests(Lines& lines, const Dump& it) {
    lines.text("romcrc", upper(it.crc));
    lines.text("rommd5", upper(it.md5));
    lines.text("romsha1", upper(it.sha1));
}

std::string dump_row(const Dump& it) {
    Lines lines(4);
    lines.text("id", it.id);
    lines.text("romsize", std::to_string(it.size));
    lines.text("romfilename", it.name);
    lines.text("romnumsupport", std::to_string(it.disc));
    lines.text("romtotalsupport", std::to_string(it.discs));
    lines.text("romcloneof", "0");
    put_digests(lines, it);
    put_flags(lines, it);
    lines.text("nbscrap", std::to_string(it.scrapes));
    put_codes(lines, "regions", it.regions, [](const std::string& code) {
        const Region* const row = region(code);
        return row != nullptr ? std::pair(row->id, row->name)
                              : std::pair<std::string, std::string>();
    });
    put_codes(lines, "langues", it.languages, [](const std::string& code) {
        const Language* const row = language(code);
        return row != nullptr ? std::pair(row->id, row->name)
                              : std::pair<std::string, std::string>();
    });
    return "{\n" + lines.str() + "\n" + tabs(4) + "}";
}

std::string joined(const std::vector<std::string>& codes) {
    std::string text;
    for (const auto& code : codes) {
        text += (text.empty() ? "" : ",") + code;
    }
    return text;
}

std::string matched_row(const Dump& it) {
    Lines lines(3);
    lines.text("id", it.id);
    lines.text("romnumsupport", std::to_string(it.disc));
    lines.text("romtotalsupport", std::to_string(it.discs));
    lines.text("romfilename", it.name);
    lines.text("romserial", it.serial);
    lines.text("romregions", joined(it.regions));
    lines.text("romlangues", joined(it.languages));
    lines.text("romtype", it.type);
    lines.text("romsupporttype", it.type == "iso" ? "cd" : "cartouche");
    lines.text("romsize", std::to_string(it.size));
    put_digests(lines, it);
    lines.text("romcloneof", "0");
    put_flags(lines, it);
    return "{\n" + lines.str() + "\n" + tabs(3) + "}";
}

const Dump* dump_of(const Game& game, const Rom* rom) {
    const auto found = std::find_if(game.dumps.begin(), game.dumps.end(), [&](const Dump& dump) {
        return rom != nullptr && dump.name == rom->name && dump.sha1 == rom->sha1 &&
               dump.crc == rom->crc;
    });
    return found == game.dumps.end() ? nullptr : &*found;
}

void put_head(Lines& lines, const Game& game, const GameForm& form, const Dump* matched) {
    const bool not_a_game = game.not_a_game || form.fault == Fault::not_game;
    lines.text("id", std::to_string(game.id));
    if (!form.is_search) {
        lines.text("romid", matched != nullptr ? matched->id : "");
        lines.text("notgame", not_a_game ? "true" : "false");
    }
    auto names = game.names;
    if (not_a_game && names.front().second.rfind("ZZZ(notgame)", 0) != 0) {
        names.front().second.insert(0, "ZZZ(notgame):");
    }
    lines.member("noms", list(pairs(names, "region", "{\""), 3, form.fault == Fault::keyed_lists));
    if (!form.is_search) {
        lines.text("cloneof", "0");
    }
    const System* const system = system_of(game.system);
    std::string text = "{\"id\": \"" + std::to_string(game.system) +
                       "\", \"text\": " + in_quotes(system != nullptr ? system->name : "");
    if (system != nullptr && system->parent != 0) { // a search repeats the own id, as recorded
        text += ", \"parentid\": \"" +
                std::to_string(form.is_search ? game.system : system->parent) + "\"";
    }
    lines.member("systeme", text + "}");
}

void put_facts(Lines& lines, const Game& game, const GameForm& form) {
    const bool nulls = form.fault == Fault::null_fields;
    const auto company = [&](std::string_view key, const std::string& name) {
        if (nulls) {
            lines.member(key, "null");
        } else if (!name.empty()) {
            lines.member(
                key, "{\"id\": \"" + number_of(name, 7) + "\", \"text\": " + in_quotes(name) + "}");
        }
    };
    const auto text = [&](std::string_view key, const std::string& value) {
        if (nulls) {
            lines.member(key, "null");
        } else if (!value.empty()) {
            lines.member(key, "{\"text\": " + in_quotes(value) + "}");
        }
    };
    const auto all = [&](std::string_view key, const std::vector<std::string>& items) {
        if (nulls) {
            lines.member(key, "null");
        } else if (!items.empty()) {
            lines.member(key, list(items, 3, form.fault == Fault::keyed_lists));
        }
    };
    company("editeur", game.publisher);
    company("developpeur", game.developer);
    text("joueurs", game.players);
    text("note", game.rating > 0 ? std::to_string(game.rating) : std::string());
    lines.member("topstaff", form.is_search ? "null" : "\"0\"");
    lines.text("rotation", "0");
    if (form.is_search) {
        lines.text("controles", "0");
        lines.text("couleurs", "0");
    }
    all("synopsis", pairs(game.synopsis, "langue"));
    all("classifications", pairs(game.classifications, "type", "{\""));
    all("dates", pairs(game.dates, "region"));
    all("genres", genre_groups(game));
    all("modes", mode_groups(game));
    if (!game.family.empty()) {
        all("familles",
            {group({number_of(game.family, 20000), "", "0", "0", {{"fr", game.family}}})});
    }
}

} // namespace

std::string
write_game(const Game& game, const GameForm& form, const Asker& asker, MediaStore& media) {
    const Dump* const matched = dump_of(game, form.matched);
    Lines lines(2);
    put_head(lines, game, form, matched);
    put_facts(lines, game, form);
    std::vector<std::string> items;
    for (const Medium& medium : game.media) {
        items.push_back(media_line(medium, form, asker, media));
    }
    lines.member("medias", list(items, 3));
    if (!form.is_search) {
        items.clear();
        for (const Dump& dump : game.dumps) {
            items.push_back(dump_row(dump));
        }
        lines.member("roms", list(items, 3));
        if (matched != nullptr) {
            lines.member("rom", matched_row(*matched));
        }
    }
    return lines.str() + (form.fault == Fault::trailing_comma ? "," : "");
}

} // namespace curateur::simulator
