// SPDX-License-Identifier: MIT
#include "source.hpp"

#include "answers.hpp"
#include "games.hpp"
#include "terms.hpp"

#include <algorithm>
#include <array>

namespace screenscraper {

using curateur::EvidenceView;
using curateur::Exchange;
using curateur::Failure;
using curateur::Query;
using curateur::RequestBuilder;
using curateur::Results;
using curateur::json::View;

namespace {

constexpr std::string_view k_account_tag = "account";
constexpr std::string_view k_id_tag = "id";
constexpr std::string_view k_rom_tag = "rom";
constexpr std::string_view k_search_tag = "search";
constexpr std::string_view k_part_tag = "search-part";
constexpr std::string_view k_title_tag = "title";

bool is_number(std::string_view text) {
    return !text.empty() && text != "0" &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

const char* rom_type(std::uint32_t form) {
    switch (form) {
    case CUR_FORM_DISC:
        return "iso";
    case CUR_FORM_FOLDER:
        return "dossier";
    default:
        return "rom";
    }
}

std::string upper(std::string text) {
    for (char& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return text;
}

// The service refuses paths, and cuts a name at its last dot: what is no extension loses its dots.
std::string rom_name(std::string_view name, std::uint32_t form) {
    const auto slash = name.find_last_of("/\\");
    std::string base(slash == std::string_view::npos ? name : name.substr(slash + 1));
    base.erase(0,
               base.find_first_not_of('!') == std::string::npos ? base.size()
                                                                : base.find_first_not_of('!'));
    if (form == CUR_FORM_FOLDER)
        return base;
    const auto dot = base.rfind('.');
    const std::string_view extension =
        dot == std::string::npos ? std::string_view() : std::string_view(base).substr(dot + 1);
    const bool conventional =
        !extension.empty() && extension.size() <= 4 && dot != 0 &&
        std::all_of(extension.begin(), extension.end(), [](char c) {
            return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        });
    if (conventional)
        return base;
    if (!extension.empty() && extension.find(' ') == std::string_view::npos && dot != 0)
        base.resize(dot); // ".desktop" and the like
    base.erase(std::remove(base.begin(), base.end(), '.'), base.end());
    return base;
}

struct Digests {
    std::string crc, md5, sha1;

    bool any() const { return !crc.empty() || !md5.empty() || !sha1.empty(); }
};

Digests digests_of(const EvidenceView& evidence) {
    if (evidence.size() == 0U)
        return {}; // the digest of nothing matches garbage
    return {upper(digest(evidence.crc32(), 8)),
            upper(digest(evidence.md5(), 32)),
            upper(digest(evidence.sha1(), 40))};
}

// What went out with a request by ROM decides which ways its "not found" settles.
struct RomRequest {
    Digests digests;
    std::string name, serial;
    std::optional<std::uint64_t> size;
    cur_flags covers = 0;
};

RomRequest rom_request(const Query& query) {
    RomRequest it;
    const auto evidence = query.evidence();
    for (const EvidenceView& piece : evidence) {
        if (it.name.empty())
            it.name = rom_name(piece.name(), query.form());
        if (it.serial.empty())
            it.serial = std::string(piece.serial());
    }
    const bool digests = query.open(CUR_LOOKUP_HASH) && query.form() != CUR_FORM_SET;
    if (!evidence.empty())
        it.size = evidence.front().size();
    for (const EvidenceView& piece : evidence) {
        if (!digests || it.digests.any())
            break;
        it.digests = digests_of(piece);
        if (it.digests.any())
            it.size = piece.size();
    }
    // A serial number would be all the service looks at; digests say more.
    const bool has_serial = !it.serial.empty();
    if (it.digests.any() || !query.open(CUR_LOOKUP_SERIAL))
        it.serial.clear();
    if (has_serial)
        it.covers |= CUR_LOOKUP_SERIAL;
    if (it.digests.any() || query.form() == CUR_FORM_SET)
        it.covers |= CUR_LOOKUP_HASH;
    if (!it.name.empty())
        it.covers |= CUR_LOOKUP_FILE;
    return it;
}

std::int64_t figure(View user, const char* key) {
    const auto value = user[key].natural();
    return value ? static_cast<std::int64_t>(std::min<std::uint64_t>(*value, 1U << 30U)) : -1;
}

} // namespace

Source::Source(const curateur::Settings& settings) {
    const std::string devid = settings.text_or("devid");
    const std::string devpassword = settings.text_or("devpassword");
    if (devid.empty() || devpassword.empty())
        throw Failure(
            CUR_BAD_CONFIG,
            "ScreenScraper needs developer credentials, which it issues per application (ask on "
            "the forum of "
            "https://www.screenscraper.fr): set sources.screenscraper.devid and devpassword");
    const std::string user = settings.text_or("user_id");
    const std::string password = settings.text_or("user_password");
    if (user.empty() != password.empty())
        throw Failure(CUR_BAD_CONFIG,
                      "sources.screenscraper has a user_id without a user_password, or the "
                      "reverse: set both, or neither "
                      "to be a guest");
    has_user_ = !user.empty();
    credentials_.base_url = settings.text_or("base_url", "https://api.screenscraper.fr/api2");
    while (!credentials_.base_url.empty() && credentials_.base_url.back() == '/')
        credentials_.base_url.pop_back();
    credentials_.parameters = {{"devid", devid},
                               {"devpassword", devpassword},
                               {"softname", settings.text_or("softname", "curateur")}};
    if (has_user_) {
        credentials_.parameters.emplace_back("ssid", user);
        credentials_.parameters.emplace_back("sspassword", password);
    }
}

RequestBuilder
Source::request(Results& out, std::string_view page, std::string_view tag, cur_flags covers) const {
    const std::string url = credentials_.base_url + "/" + std::string(page);
    cur_request_spec spec{};
    spec.struct_size = sizeof spec;
    spec.method = curateur::c("GET");
    spec.url = curateur::c(url);
    spec.tag = curateur::c(tag);
    spec.cache_ttl_s = tag == k_account_tag ? 0 : -1;
    spec.covers = covers;
    RequestBuilder builder = out.request(spec);
    // None of these changes what the service says of a game.
    for (const auto& [name, value] : credentials_.parameters)
        builder.unkeyed(name, value);
    builder.query("output", "json");
    return builder;
}

void Source::plan(const Query& query, Results out) {
    if (query.open(CUR_LOOKUP_ACCOUNT)) {
        if (!has_user_)
            throw Failure(CUR_UNSUPPORTED, "a guest has no ScreenScraper account to ask about");
        request(out, "ssuserInfos.php", k_account_tag, CUR_LOOKUP_ACCOUNT);
        return;
    }
    std::string id(query.source_id());
    for (const auto& [scheme, value] : query.ids())
        if (id.empty() && scheme == "screenscraper")
            id = std::string(value);
    if (query.open(CUR_LOOKUP_ID) && !id.empty()) {
        if (!is_number(id))
            throw Failure(CUR_REJECTED,
                          "a game of ScreenScraper is named by a number, not by \"" + id + "\"");
        request(out, "jeuInfos.php", k_id_tag, CUR_LOOKUP_ID).query("gameid", id);
        return;
    }
    if (!is_number(query.native_platform()))
        throw Failure(CUR_UNSUPPORTED, "ScreenScraper does not know this platform");
    if (query.open(CUR_LOOKUP_HASH | CUR_LOOKUP_FILE | CUR_LOOKUP_SERIAL))
        plan_rom(query, out);
    else if (query.open(CUR_LOOKUP_NAME))
        plan_search(query, out);
    else
        throw Failure(CUR_UNSUPPORTED, "ScreenScraper cannot look it up this way");
}

void Source::plan_rom(const Query& query, Results& out) const {
    const RomRequest rom = rom_request(query);
    if (!query.open(rom.covers) || (!rom.digests.any() && rom.name.empty() && rom.serial.empty())) {
        if (!query.open(CUR_LOOKUP_NAME))
            throw Failure(CUR_UNSUPPORTED,
                          "nothing is known of it that ScreenScraper could be asked by");
        plan_search(query, out);
        return;
    }
    RequestBuilder builder = request(out, "jeuInfos.php", k_rom_tag, rom.covers);
    builder.query("systemeid", query.native_platform()).query("romtype", rom_type(query.form()));
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            builder.query(name, value);
    };
    add("romnom", rom.name);
    add("romtaille", rom.size ? std::to_string(*rom.size) : std::string());
    add("crc", rom.digests.crc);
    add("md5", rom.digests.md5);
    add("sha1", rom.digests.sha1);
    add("serialnum", rom.serial);
}

void Source::plan_search(const Query& query, Results& out) const {
    const std::string term = terms_of(query.title()).whole;
    if (term.empty())
        throw Failure(CUR_UNSUPPORTED, "there is no title to search ScreenScraper for");
    if (search_weight(term) <
        k_shortest_term) { // the search refuses it, the look-up by name does not
        RequestBuilder builder = request(out, "jeuInfos.php", k_title_tag, CUR_LOOKUP_NAME);
        builder.query("systemeid", query.native_platform())
            .query("romtype", rom_type(query.form()));
        builder.query("romnom", rom_name(term, CUR_FORM_ROM));
        return;
    }
    request_search(query, out, k_search_tag, term);
}

void Source::request_search(const Query& query,
                            Results& out,
                            std::string_view tag,
                            std::string_view term) const {
    RequestBuilder builder = request(out, "jeuRecherche.php", tag, CUR_LOOKUP_NAME);
    builder.query("systemeid", query.native_platform()).query("recherche", term);
}

void Source::take_account(View response, const Exchange& exchange, Results& out) const {
    const View user = response["ssuser"];
    if (exchange.from_cache() || !user.is_object() || user.empty())
        return;
    const bool guest = user["niveau"].text() == "0";
    if (guest && has_user_ && exchange.tag() != k_account_tag)
        throw Failure(
            CUR_AUTH_FAILED,
            "ScreenScraper does not accept user_id and user_password: it treats us as a guest");
    cur_account account = curateur::unknown_account();
    const std::string name = guest ? std::string() : user["id"].text();
    account.user = curateur::c(name);
    const std::int64_t threads = figure(user, "maxthreads");
    account.concurrency = threads == 0 ? 1 : threads;
    account.per_minute = figure(user, "maxrequestspermin");
    if (account.per_minute < 0)
        account.per_minute =
            figure(user, "maxrequestsperdmin"); // as the service's page spells it in places
    account.per_day = figure(user, "maxrequestsperday");
    account.used_today = figure(user, "requeststoday");
    account.misses_per_day = figure(user, "maxrequestskoperday");
    account.misses_today = figure(user, "requestskotoday");
    const std::int64_t speed = figure(user, "maxdownloadspeed");
    account.bytes_per_second = speed > 0 ? speed * 1024 : -1;
    account.resets_at_unix_ms = quota_reset_ms(exchange.received_unix_ms());
    out.account(account);
}

void Source::parse(const Query& query, const Exchange& exchange, Results out) {
    const curateur::json::Document document = read_envelope(exchange);
    const View response = document.root()["response"];
    if (!response.is_object())
        throw Failure(CUR_MALFORMED, "the answer of ScreenScraper has no response in it");
    take_account(response, exchange, out);
    const std::string_view tag = exchange.tag();
    if (tag == k_account_tag) {
        if (!response["ssuser"].is_object())
            throw Failure(CUR_MALFORMED, "the answer of ScreenScraper says nothing of the account");
        return;
    }
    bool found = false;
    if (tag == k_search_tag || tag == k_part_tag) {
        response["jeux"].each([&](View game) {
            found =
                push_game(out, game, query, CUR_LOOKUP_NAME, CUR_RECORD_CANDIDATE, credentials_) ||
                found;
        });
        // No title has all of it in it: a part of it may be spelled as the service does.
        const std::string part = terms_of(query.title()).part;
        if (!found && tag == k_search_tag && search_weight(part) >= k_shortest_term) {
            request_search(query, out, k_part_tag, part);
            return;
        }
    } else {
        const View game = response["jeu"];
        const cur_flags way = tag == k_id_tag      ? cur_flags(CUR_LOOKUP_ID)
                              : tag == k_title_tag ? cur_flags(CUR_LOOKUP_NAME)
                                                   : matched_by(game, query);
        found = push_game(out,
                          game,
                          query,
                          way,
                          tag == k_title_tag ? cur_flags(CUR_RECORD_CANDIDATE) : 0,
                          credentials_);
    }
    if (!found)
        throw Failure(CUR_NOT_FOUND, "ScreenScraper does not know it");
}

void Source::media_answer(const Exchange& exchange) {
    require_medium(exchange);
}

} // namespace screenscraper
