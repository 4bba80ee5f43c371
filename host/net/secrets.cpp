#include "net/secrets.hpp"

#include "core/redactor.hpp"
#include "platform/digest.hpp"

#include <curateur/support/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace curateur::net {
namespace {

constexpr std::string_view k_mark = "CURSECRET";
constexpr std::size_t k_letters = 16;
constexpr std::size_t k_bare = 6; // shorter ones are words that occur by chance

bool take_hex(std::string_view text, std::size_t at, std::size_t digits, unsigned& value) {
    if (at + digits > text.size()) {
        return false;
    }
    const auto part = text.substr(at, digits);
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, 16);
    return error == std::errc() && end == part.data() + part.size();
}

std::string json_unescaped(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned code = 0;
        if (text[at] != '\\' || at + 1 == text.size()) {
            made += text[at];
        } else if (text[at + 1] == 'u' && take_hex(text, at + 2, 4, code)) {
            at += 5;
            unsigned low = 0;
            if (code >= 0xD800U && code < 0xDC00U && text.substr(at + 1).starts_with("\\u") &&
                take_hex(text, at + 3, 4, low) && low >= 0xDC00U && low < 0xE000U) {
                code = 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U);
                at += 6;
            }
            append_utf8(made, code);
        } else {
            made += text[++at];
        }
    }
    return made;
}

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned byte = 0;
        if (text[at] == '%' && take_hex(text, at + 1, 2, byte)) {
            made += static_cast<char>(byte);
            at += 2;
        } else {
            made += text[at] == '+' && plus_is_blank ? ' ' : text[at];
        }
    }
    return made;
}

std::string entities_decoded(std::string text) {
    for (auto at = text.find("&amp;"); at != std::string::npos; at = text.find("&amp;", at + 1)) {
        text.replace(at, 5, "&");
    }
    return text;
}

// Where a parameter's value ends in a URL inside JSON, XML, HTML or a header.
std::size_t value_end(std::string_view text, std::size_t from) {
    for (auto at = from; at < text.size(); ++at) {
        const char letter = text[at];
        const bool escape =
            letter == '\\' && at + 1 < text.size() && (text[at + 1] == '/' || text[at + 1] == 'u');
        if (escape) {
            ++at;
            continue;
        }
        if (std::string_view("&#\"'<>\\ \t\r\n").find(letter) != std::string_view::npos) {
            return at;
        }
    }
    return text.size();
}

} // namespace

std::string SecretVault::add(std::string_view salt,
                             std::string_view source,
                             std::string_view option,
                             std::string_view secret) {
    if (secret.empty()) {
        return {};
    }
    const auto hex = platform::sha256_of(std::string(salt) + '\n' + std::string(source) + '\n' +
                                         std::string(option));
    secrets_.push_back({std::string(k_mark) + hex.substr(0, k_letters), std::string(secret)});
    return secrets_.back().token;
}

std::string SecretVault::reveal(std::string_view text,
                                std::string (*encode)(std::string_view)) const {
    std::string made(text);
    for (const auto& secret : secrets_) {
        const auto plain = encode(secret.plain);
        for (auto at = made.find(secret.token); at != std::string::npos;
             at = made.find(secret.token, at + plain.size())) {
            made.replace(at, secret.token.size(), plain);
        }
    }
    return made;
}

void SecretVault::sent_as(std::string_view parameter, std::string_view token) {
    const bool known = std::any_of(
        secrets_.begin(), secrets_.end(), [&](const Secret& one) { return one.token == token; });
    const std::lock_guard lock(mutex_);
    const bool noted = std::any_of(sent_.begin(), sent_.end(), [&](const Sent& one) {
        return one.parameter == parameter && one.token == token;
    });
    if (known && !noted) {
        sent_.push_back({std::string(parameter), std::string(token)});
    }
}

std::string SecretVault::token_of(std::string_view parameter, std::string_view value) const {
    const auto unescaped = json_unescaped(value);
    const std::array<std::string, 5> readings{
        entities_decoded(unescaped),
        percent_decoded(unescaped, false),
        percent_decoded(unescaped, true),
        percent_decoded(percent_decoded(unescaped, false), false),
        percent_decoded(percent_decoded(unescaped, false), true)};
    const std::lock_guard lock(mutex_);
    for (const auto& sent : sent_) {
        if (sent.parameter != parameter) {
            continue;
        }
        const auto secret = std::find_if(secrets_.begin(), secrets_.end(), [&](const Secret& one) {
            return one.token == sent.token;
        });
        if (std::find(readings.begin(), readings.end(), secret->plain) != readings.end()) {
            return sent.token;
        }
    }
    return {};
}

std::string SecretVault::take_back(std::string_view text) const {
    std::vector<std::string> parameters;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& sent : sent_) {
            if (std::find(parameters.begin(), parameters.end(), sent.parameter) ==
                parameters.end()) {
                parameters.push_back(sent.parameter);
            }
        }
    }
    std::string made(text);
    for (const auto& parameter : parameters) {
        const auto mark = parameter + "=";
        for (auto at = made.find(mark); at != std::string::npos; at = made.find(mark, at + 1)) {
            const bool whole =
                at == 0 || std::string_view("?&;\"' ").find(made[at - 1]) != std::string_view::npos;
            const auto from = at + mark.size();
            const auto end = value_end(made, from);
            const auto token =
                whole ? token_of(parameter, std::string_view(made).substr(from, end - from)) : "";
            if (!token.empty()) {
                made.replace(from, end - from, token);
            }
        }
    }
    return made;
}

bool SecretVault::still_bare(std::string_view text) const {
    return std::any_of(secrets_.begin(), secrets_.end(), [&](const Secret& secret) {
        return secret.plain.size() >= k_bare &&
               (text.find(secret.plain) != std::string_view::npos ||
                text.find(core::percent_encoded(secret.plain)) != std::string_view::npos);
    });
}

} // namespace curateur::net
