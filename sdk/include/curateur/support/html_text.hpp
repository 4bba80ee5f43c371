// SPDX-License-Identifier: MIT
// Plain text from what a web service calls text. C++17; source-stable, not part of the ABI.
#pragma once

#include "html_entities.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::html {

// Bytes that are not UTF-8 are taken for Latin-1.
inline std::string to_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text.substr(i));
        if (length == 0)
            append_utf8(out, static_cast<unsigned char>(text[i++]));
        else
            out += text.substr(i, length), i += length;
    }
    return out;
}

namespace detail {

// The code of what stands between & and ;
inline std::optional<std::uint32_t> entity_code(std::string_view name) {
    if (name.size() > 1 && name[0] == '#') {
        const bool hex = (name[1] | 0x20) == 'x';
        const std::string_view digits = name.substr(hex ? 2 : 1);
        std::uint32_t code = 0;
        for (const char c : digits) {
            const int lower = c | 0x20;
            const bool letter = hex && lower >= 'a' && lower <= 'f';
            if (!letter && (c < '0' || c > '9'))
                return std::nullopt;
            code = code * (hex ? 16 : 10) +
                   static_cast<std::uint32_t>(letter ? lower - 'a' + 10 : c - '0');
            if (code > 0x10FFFF)
                return std::nullopt;
        }
        if (digits.empty() || code == 0 || (code >= 0xD800 && code <= 0xDFFF))
            return std::nullopt;
        return code;
    }
    const auto* const found = std::lower_bound(
        std::begin(k_entities),
        std::end(k_entities),
        name,
        [](const Entity& entity, std::string_view wanted) { return entity.name < wanted; });
    if (found == std::end(k_entities) || found->name != name)
        return std::nullopt;
    return found->code;
}

} // namespace detail

// Entities become characters (once); an ampersand that begins none stays. A no-break space becomes
// a space.
inline std::string decode_entities(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '&') {
            const auto end = text.substr(i, 12).find(';');
            const auto code = end == std::string_view::npos
                                  ? std::nullopt
                                  : detail::entity_code(text.substr(i + 1, end - 1));
            if (code) {
                append_utf8(out, *code == 0xA0 ? 0x20 : *code);
                i += end;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

// Text as a reader wants it: UTF-8, entities decoded (services encode twice at times), line ends
// LF, no other control characters, no white space around.
inline std::string plain_text(std::string_view text) {
    const std::string decoded = decode_entities(decode_entities(to_utf8(text)));
    std::string out;
    out.reserve(decoded.size());
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const char c = decoded[i];
        const bool line_end = c == '\r' || c == '\n';
        if (c == '\r' && i + 1 < decoded.size() && decoded[i + 1] == '\n')
            continue;
        if (line_end)
            out += '\n';
        else if (c == '\t')
            out += ' ';
        else if (static_cast<unsigned char>(c) >= 0x20 && c != '\x7F')
            out += c;
    }
    const auto first = out.find_first_not_of(" \n");
    if (first == std::string::npos)
        return {};
    return out.substr(first, out.find_last_not_of(" \n") - first + 1);
}

// The same in one line, runs of white space made one space.
inline std::string plain_line(std::string_view text) {
    std::string out;
    for (const char c : plain_text(text))
        if (c != ' ' && c != '\n')
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    return out;
}

} // namespace curateur::html
