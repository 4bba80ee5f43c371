// SPDX-License-Identifier: MIT
#include "answers.hpp"

#include <curateur/support/html_text.hpp>
#include <curateur/support/midnight.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace screenscraper {

using curateur::Exchange;
using curateur::Failure;

namespace {

constexpr std::int64_t k_second_ms = 1000;
constexpr std::int64_t k_minute_ms = 60 * k_second_ms;

enum class Wait { none, moment, a_minute, closed, midnight };

struct Meaning {
    cur_status status;
    Wait wait;
    const char* message;
};

constexpr Meaning k_not_found{CUR_NOT_FOUND, Wait::none, "ScreenScraper does not know it"};
constexpr Meaning k_quota{
    CUR_QUOTA_EXHAUSTED, Wait::midnight, "the daily quota of the ScreenScraper account is spent"};
constexpr Meaning k_misses{CUR_MISSES_EXHAUSTED,
                           Wait::midnight,
                           "the daily allowance of unknown games at ScreenScraper is spent"};
constexpr Meaning k_closed{CUR_CLOSED, Wait::closed, "ScreenScraper is closed for now"};
constexpr Meaning k_closed_to_guests{
    CUR_CLOSED, Wait::closed, "ScreenScraper is closed to guests and inactive members for now"};
constexpr Meaning k_blocked{
    CUR_BLOCKED, Wait::none, "ScreenScraper has banned this program or version (softname)"};
constexpr Meaning k_too_fast{
    CUR_RATE_LIMITED, Wait::a_minute, "too many requests a minute for the ScreenScraper account"};
constexpr Meaning k_pool_full{CUR_RATE_LIMITED,
                              Wait::moment,
                              "all connections ScreenScraper has for such accounts are in use"};
constexpr Meaning k_too_many{
    CUR_RATE_LIMITED, Wait::none, "too many requests at once for the ScreenScraper account"};
constexpr Meaning k_bad_developer{
    CUR_AUTH_FAILED, Wait::none, "ScreenScraper refused the developer id or password"};
constexpr Meaning k_bad_user{
    CUR_AUTH_FAILED,
    Wait::none,
    "ScreenScraper refused the login: user_id, user_password, or the developer id"};
constexpr Meaning k_rejected{CUR_REJECTED, Wait::none, "ScreenScraper refused the request"};
constexpr Meaning k_overloaded{CUR_TRANSIENT, Wait::none, "ScreenScraper is overloaded"};

struct Phrase {
    std::string_view fragment; // ASCII only, lower case: the charset of these texts varies
    const Meaning* meaning;
};

// The service's own sentences; the first that occurs decides.
constexpr std::array<Phrase, 20> k_phrases = {{
    {"non trouv", &k_not_found},
    {"quota de scrape", &k_quota},
    {"faite du tri", &k_misses},
    {"totalement ferm", &k_closed},
    {"pour les non membres", &k_closed_to_guests},
    {"closed for non-registered", &k_closed_to_guests},
    {"blacklist", &k_blocked},
    {"par minute", &k_too_fast},
    {"per minute", &k_too_fast},
    {"leecher", &k_pool_full},
    {"threads is already used", &k_pool_full},
    {"threads", &k_too_many},
    {"identifiants d", &k_bad_developer},
    {"erreur de login", &k_bad_user},
    {"crc, md5 ou sha1", &k_rejected},
    {"champs obligatoires", &k_rejected},
    {"nom du fichier rom", &k_rejected},
    {"avec l'url", &k_rejected},
    {"api closed", &k_closed},
    {"maintenance", &k_closed},
}};

// One line of the service for the log.
std::string excerpt(std::string_view body) {
    return curateur::html::plain_line(body.substr(0, 300));
}

[[noreturn]] void fail(const Meaning& meaning, const Exchange& exchange) {
    Failure failure(meaning.status, meaning.message);
    failure.detail("HTTP " + std::to_string(exchange.status()) + ": " + excerpt(exchange.body()));
    switch (meaning.wait) {
    case Wait::none:
        break;
    case Wait::moment:
        failure.retry_after_ms(30 * k_second_ms);
        break;
    case Wait::a_minute:
        failure.retry_after_ms(k_minute_ms);
        break;
    case Wait::closed:
        failure.retry_after_ms(5 * k_minute_ms);
        break;
    case Wait::midnight:
        failure.retry_at_unix_ms(quota_reset_ms(exchange.received_unix_ms()));
        break;
    }
    throw failure;
}

const Meaning* meaning_of(std::string_view text) {
    std::string lower(text.substr(0, 500));
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    for (const Phrase& phrase : k_phrases)
        if (lower.find(phrase.fragment) != std::string::npos)
            return phrase.meaning;
    return nullptr;
}

std::string_view trimmed(std::string_view body) {
    if (body.substr(0, 3) == "\xEF\xBB\xBF")
        body.remove_prefix(3);
    const auto first = body.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : body.substr(first);
}

const Meaning* by_status(std::uint32_t status) {
    switch (status) {
    case 400:
        return &k_rejected;
    case 401:
        return &k_closed_to_guests;
    case 403:
        return &k_bad_user;
    case 404:
        return &k_not_found;
    case 408:
        return &k_overloaded;
    case 423:
        return &k_closed;
    case 426:
        return &k_blocked;
    case 429:
        return &k_too_many;
    case 430:
        return &k_quota;
    case 431:
        return &k_misses;
    default:
        return status >= 500 ? &k_overloaded : nullptr;
    }
}

// Of a status that is not 200. The sentence only refines what the status says: a 429 is one of
// three, a 400 may be a "not found".
[[noreturn]] void fail_status(const Exchange& exchange) {
    const std::string_view body = trimmed(exchange.body());
    const std::uint32_t status = exchange.status();
    const bool page = !body.empty() && body.front() == '<';
    if (page && status == 404)
        fail(k_overloaded, exchange); // a proxy's page is no statement about the game
    const Meaning* meaning = by_status(status);
    const Meaning* said = page ? nullptr : meaning_of(body);
    const bool refines =
        said != nullptr && (status == 400 || status == 403 || status == 429 || meaning == nullptr);
    if (refines && (meaning == nullptr || status == 400 || said->status == meaning->status))
        meaning = said;
    if (meaning == nullptr)
        fail({CUR_SOURCE_FAILED, Wait::none, "ScreenScraper answered something unheard of"},
             exchange);
    fail(*meaning, exchange);
}

[[noreturn]] void fail_text(const Exchange& exchange, std::string_view text) {
    const Meaning* said = meaning_of(text);
    fail(said != nullptr
             ? *said
             : Meaning{CUR_MALFORMED, Wait::none, "ScreenScraper answered a text instead of data"},
         exchange);
}

} // namespace

std::int64_t quota_reset_ms(std::int64_t unix_ms) {
    return curateur::next_midnight_ms("CET-1CEST,M3.5.0,M10.5.0/3", unix_ms)
        .value_or(unix_ms + std::int64_t{24} * 60 * k_minute_ms);
}

void require_json(const Exchange& exchange) {
    if (exchange.status() != 200)
        fail_status(exchange);
    const std::string_view body = trimmed(exchange.body());
    if (body.empty())
        fail({CUR_TRANSIENT, Wait::none, "ScreenScraper answered nothing"}, exchange);
    if (body.front() == '<')
        fail({CUR_TRANSIENT, Wait::none, "ScreenScraper answered a web page instead of data"},
             exchange);
    if (body.front() != '{')
        fail_text(exchange, body);
}

curateur::json::Document read_envelope(const Exchange& exchange) {
    require_json(exchange);
    auto read = curateur::json::parse(trimmed(exchange.body()));
    if (!read)
        throw Failure(CUR_MALFORMED,
                      "the answer of ScreenScraper cannot be read: " + read.error().message);
    const auto header = read->root()["header"];
    if (header["success"].text() == "false") {
        const std::string error = header["error"].text();
        if (error.empty())
            fail(k_not_found, exchange);
        fail_text(exchange, error);
    }
    return *std::move(read);
}

void require_medium(const Exchange& exchange) {
    if (exchange.status() != 200)
        fail_status(exchange);
    const std::string_view body = exchange.body();
    if (body.empty())
        fail({CUR_TRANSIENT, Wait::none, "ScreenScraper sent an empty file"}, exchange);
    const std::string_view text = trimmed(body);
    if (text.substr(0, 7) == "NOMEDIA")
        fail({CUR_NOT_FOUND, Wait::none, "ScreenScraper has no such medium"}, exchange);
    for (const std::string_view current : {"CRCOK", "MD5OK", "SHA1OK"})
        if (text.substr(0, current.size()) == current)
            fail({CUR_UNCHANGED, Wait::none, "the file is current"}, exchange);
    const bool document =
        text.substr(0, 4) == "%PDF" || text.substr(0, 4) == "<svg" || text.substr(0, 5) == "<?xml";
    const bool binary = std::any_of(body.begin(), body.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    if (document || binary)
        return;
    if (!text.empty() && text.front() == '<')
        fail({CUR_TRANSIENT, Wait::none, "ScreenScraper sent a web page instead of the file"},
             exchange);
    fail_text(exchange, text);
}

} // namespace screenscraper
