// SPDX-License-Identifier: MIT
#include "games.hpp"

#include "tables.hpp"

#include <curateur/support/ascii.hpp>
#include <curateur/support/html_text.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace screenscraper {

using curateur::lower;

using curateur::Dump;
using curateur::Query;
using curateur::Record;
using curateur::Value;
using curateur::html::plain_line;
using curateur::html::plain_text;
using curateur::json::View;

namespace {

constexpr std::string_view k_adults_genre = "413";

bool says_not_a_game(const std::string& name) {
    const std::string low = lower(name);
    return low == "zzz" || low.compare(0, 11, "zzz(notgame") == 0;
}

bool is_not_a_game(View game) {
    bool found = game["notgame"].text() == "true";
    game["noms"].each([&](View name) { found = found || says_not_a_game(name["text"].text()); });
    return found;
}

bool is_adult(View game) {
    bool found = false;
    game["genres"].each([&](View genre) {
        found = found || genre["id"].text() == k_adults_genre ||
                genre["parentid"].text() == k_adults_genre;
    });
    return found;
}

// "Zelda : A Link to the Past" is how the service sets subtitles off.
std::string title(std::string_view text, bool internal) {
    std::string out = plain_line(text);
    for (auto at = out.find(" : "); at != std::string::npos; at = out.find(" : ", at + 1))
        out.erase(at, 1);
    constexpr std::string_view k_article = ", The";
    if (internal && out.size() > k_article.size() &&
        out.compare(out.size() - k_article.size(), k_article.size(), k_article) == 0)
        out = "The " + out.substr(0, out.size() - k_article.size());
    return out;
}

void push_names(Record& record, View game) {
    std::int32_t rank = 0;
    game["noms"].each([&](View name) {
        const std::string code = name["region"].text();
        const std::string raw = name["text"].text();
        const std::string text = title(raw, code == "ss");
        const std::string ours = region(code);
        if (!text.empty() && !says_not_a_game(raw))
            record.value(Value("name", text).region(ours).rank(rank++));
    });
}

void push_synopsis(Record& record, View game) {
    std::int32_t rank = 0;
    game["synopsis"].each([&](View entry) {
        const std::string text = plain_text(entry["text"].text());
        const std::string ours = language(entry["langue"].text());
        if (!text.empty())
            record.value(Value("description", text).language(ours).rank(rank++));
    });
}

// YYYY, YYYY-MM or YYYY-MM-DD
bool is_date(const std::string& text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    const auto number = [&](std::size_t at, std::size_t count) {
        return std::stoi(text.substr(at, count));
    };
    const bool month = text.size() < 7 || (number(5, 2) >= 1 && number(5, 2) <= 12);
    const bool day = text.size() < 10 || (number(8, 2) >= 1 && number(8, 2) <= 31);
    return month && day && number(0, 4) >= 1950 && number(0, 4) <= 2100;
}

// "0000" parts mean that they are not known.
std::string date(std::string text) {
    while (text.size() > 4 && text.compare(text.size() - 3, 3, "-00") == 0)
        text.resize(text.size() - 3);
    return is_date(text) ? text : std::string();
}

void push_dates(Record& record, View game) {
    std::map<std::string, std::string> earliest;
    std::vector<std::string> order;
    game["dates"].each([&](View entry) {
        const std::string text = date(plain_line(entry["text"].text()));
        const std::string code = region(entry["region"].text());
        if (text.empty())
            return;
        const auto [it, added] = earliest.emplace(code, text);
        if (added)
            order.push_back(code);
        else
            it->second = std::min(it->second, text);
    });
    std::int32_t rank = 0;
    for (const std::string& code : order)
        record.value(Value("release_date", earliest[code]).region(code).rank(rank++));
}

void push_line(Record& record, const char* field, View text) {
    const std::string line = plain_line(text.text());
    const std::string low = lower(line);
    if (!line.empty() && low != "null" && low != "none")
        record.text(field, line);
}

void push_rating(Record& record, View game) {
    const auto note = game["note"]["text"].natural();
    if (!note || *note == 0 || *note > 20)
        return;
    const auto hundredths = *note * 5; // out of 20
    std::string text =
        hundredths == 100 ? "1" : (hundredths < 10 ? "0.0" : "0.") + std::to_string(hundredths);
    if (hundredths < 100 && text.back() == '0')
        text.pop_back();
    record.text("rating", text);
}

void push_group(
    Record& record, const char* field, View group, std::int32_t rank, bool with_language) {
    const std::string id = group["id"].text();
    group["noms"].each([&](View name) {
        const std::string text = plain_line(name["text"].text());
        const std::string code = with_language ? language(name["langue"].text()) : std::string();
        if (!text.empty())
            record.value(Value(field, text).language(code).item(id).rank(rank));
    });
}

// The principal genres; a sub-genre repeats its parent's name and counts only if nothing is
// principal.
void push_genres(Record& record, View game) {
    bool principal = false;
    game["genres"].each(
        [&](View genre) { principal = principal || genre["principale"].text() == "1"; });
    std::int32_t rank = 0;
    game["genres"].each([&](View genre) {
        if (!principal || genre["principale"].text() == "1")
            push_group(record, "genre", genre, rank++, true);
    });
}

void push_values(Record& record, View game) {
    push_names(record, game);
    push_synopsis(record, game);
    push_dates(record, game);
    push_line(record, "developer", game["developpeur"]["text"]);
    push_line(record, "publisher", game["editeur"]["text"]);
    push_line(record, "players", game["joueurs"]["text"]);
    push_rating(record, game);
    push_genres(record, game);
    std::int32_t rank = 0;
    game["classifications"].each([&](View entry) {
        const std::string type = plain_line(entry["type"].text());
        const std::string text = plain_line(entry["text"].text());
        const std::string mark = type + ":" + text;
        if (!type.empty() && !text.empty())
            record.value(Value("age_rating", mark).item(type).rank(rank++));
    });
    rank = 0;
    game["familles"].each(
        [&](View group) { push_group(record, "series", group, rank++, false); }); // French only
    rank = 0;
    game["modes"].each([&](View group) { push_group(record, "mode", group, rank++, true); });
}

// "fr,us,sp" in our codes
std::string codes(std::string_view list, std::string (*translate)(std::string_view)) {
    std::string out;
    while (!list.empty()) {
        const auto end = list.find(',');
        const std::string code = translate(plain_line(list.substr(0, end)));
        if (!code.empty())
            out += (out.empty() ? "" : ",") + code;
        list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
    }
    return out;
}

// The short names of a row's parallel arrays, or the matched row's comma list.
std::string row_codes(View arrays, View list, std::string (*translate)(std::string_view)) {
    std::string joined = list.text();
    if (joined.empty())
        arrays.each([&](View code) { joined += (joined.empty() ? "" : ",") + code.text(); });
    return codes(joined, translate);
}

void push_dump(Record& record, View row, bool is_the_match) {
    const std::string name = plain_line(row["romfilename"].text());
    const std::string crc = digest(row["romcrc"].text(), 8);
    const std::string md5 = digest(row["rommd5"].text(), 32);
    const std::string sha1 = digest(row["romsha1"].text(), 40);
    const std::string serial = plain_line(row["romserial"].text());
    if (name.empty() && crc.empty() && md5.empty() && sha1.empty())
        return;
    const std::string regions =
        row_codes(row["regions"]["regions_shortname"], row["romregions"], region);
    const std::string languages =
        row_codes(row["langues"]["langues_shortname"], row["romlangues"], language);
    Dump dump(name);
    dump.crc32(crc).md5(md5).sha1(sha1).serial(serial).regions(regions).languages(languages);
    if (const auto size = row["romsize"].natural(); size && *size != 0)
        dump.size(*size);
    if (const auto disc = row["romnumsupport"].natural(); disc && *disc > 0 && *disc < 1000)
        dump.disc(row["romtotalsupport"].natural().value_or(0) > 1
                      ? static_cast<std::uint32_t>(*disc)
                      : 0);
    record.dump(dump, is_the_match);
}

void push_dumps(Record& record, View game) {
    const View matched = game["rom"];
    std::string match_id = matched["id"].text();
    if (match_id.empty())
        match_id = game["romid"].text();
    if (matched.is_object())
        push_dump(record, matched, true);
    game["roms"].each([&](View row) {
        const bool is_match = !match_id.empty() && row["id"].text() == match_id;
        if (!is_match || !matched.is_object())
            push_dump(record, row, is_match);
    });
}

} // namespace

cur_flags matched_by(View game, const Query& query) {
    const View row = game["rom"];
    const std::string crc = digest(row["romcrc"].text(), 8);
    const std::string md5 = digest(row["rommd5"].text(), 32);
    const std::string sha1 = digest(row["romsha1"].text(), 40);
    const std::string serial = row["romserial"].text();
    for (const auto& evidence : query.evidence()) {
        if ((!sha1.empty() && digest(evidence.sha1(), 40) == sha1) ||
            (!md5.empty() && digest(evidence.md5(), 32) == md5) ||
            (!crc.empty() && digest(evidence.crc32(), 8) == crc))
            return CUR_LOOKUP_HASH;
        if (!serial.empty() && evidence.serial() == serial)
            return CUR_LOOKUP_SERIAL;
    }
    return CUR_LOOKUP_FILE;
}

bool push_game(curateur::Results& out,
               View game,
               const Query& query,
               cur_flags matched,
               cur_flags flags,
               const Credentials& credentials) {
    const std::string id = game["id"].text();
    if (id.empty() || id == "0")
        return false;
    const View system = game["systeme"];
    const std::string platform =
        reported_system(query.native_platform(), system["id"].text(), system["parentid"].text());
    curateur::RecordHead head(id, matched);
    head.native_platform(platform).flag(flags);
    if (is_not_a_game(game))
        head.flag(CUR_RECORD_NOT_A_GAME);
    if (is_adult(game))
        head.flag(CUR_RECORD_ADULT);
    Record record = out.record(head);
    push_values(record, game);
    push_dumps(record, game);
    push_media(record, game, credentials);
    return true;
}

} // namespace screenscraper
