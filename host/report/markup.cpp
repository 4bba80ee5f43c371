#include "report/markup.hpp"

#include <curateur/support/utf8.hpp>

#include <array>
#include <cstdint>

namespace curateur::report {
namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD"; // U+FFFD
constexpr std::string_view k_hex = "0123456789ABCDEF";

bool is_unreserved(char c) { // RFC 3986, 2.3
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// Calls one(character) for each that is UTF-8, U+FFFD for every byte that is none.
template <class One>
void each_character(std::string_view text, One&& one) {
    for (std::size_t at = 0; at < text.size();) {
        const auto length = utf8_length(text.substr(at));
        one(length == 0 ? k_replacement : text.substr(at, length));
        at += length == 0 ? 1 : length;
    }
}

std::string_view entity_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return is_control(c) && c != '\n' && c != '\t' ? k_replacement : std::string_view();
    }
}

void append_code(std::string& to, unsigned code) {
    to += "\\u00";
    to += k_hex[code >> 4U];
    to += k_hex[code & 15U];
}

} // namespace

std::string html_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    each_character(text, [&](std::string_view character) {
        const auto entity = entity_of(character.front());
        out += entity.empty() ? character : entity;
    });
    return out;
}

std::string script_text(std::string_view text) {
    std::string out = "\"";
    out.reserve(text.size() + 2);
    each_character(text, [&](std::string_view character) {
        const char c = character.front();
        if (c == '"' || c == '\\') {
            (out += '\\') += c;
        } else if (is_control(c) || c == '<' || c == '>' || c == '&') {
            append_code(out, static_cast<unsigned char>(c));
        } else {
            out += character;
        }
    });
    return out += '"';
}

std::string url_path(std::string_view path) {
    std::string out;
    out.reserve(path.size());
    for (const char c : path) {
        if (is_unreserved(c) || c == '/') {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += k_hex[byte >> 4U];
        out += k_hex[byte & 15U];
    }
    return out;
}

std::string shell_word(std::string_view text) {
    bool is_plain = !text.empty() && text.front() != '~';
    bool is_shown = is_utf8(text);
    for (const char c : text) {
        is_plain = is_plain && (is_unreserved(c) || c == '/' || c == ':' || c == '=' || c == '+' ||
                                c == ',' || c == '@');
        is_shown = is_shown && !is_control(c);
    }
    if (is_plain) {
        return std::string(text);
    }
    std::string out = is_shown ? "'" : "$'";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_shown) {
            out += c == '\'' ? std::string("'\\''") : std::string(1, c);
        } else if (c == '\'' || c == '\\') {
            (out += '\\') += c;
        } else if (is_control(c) || byte >= 0x80) {
            ((out += "\\x") += k_hex[byte >> 4U]) += k_hex[byte & 15U];
        } else {
            out += c;
        }
    }
    return out += '\'';
}

std::string filled(std::string_view page,
                   const std::map<std::string, std::string, std::less<>>& values) {
    std::string out;
    for (;;) {
        const auto begin = page.find("{{");
        const auto end = begin == std::string_view::npos ? begin : page.find("}}", begin);
        if (end == std::string_view::npos) {
            return out += page;
        }
        out += page.substr(0, begin);
        if (const auto value = values.find(page.substr(begin + 2, end - begin - 2));
            value != values.end()) {
            out += value->second;
        }
        page.remove_prefix(end + 2);
    }
}

std::string grouped(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), "\xE2\x80\xAF"); // U+202F
    }
    return text;
}

std::string counted(std::uint64_t number, std::string_view what) {
    return grouped(number) + " " + std::string(what) + (number == 1 ? "" : "s");
}

std::string label_of(std::string_view name) {
    if (name == "box_3d") {
        return "3D box";
    }
    std::string label(name);
    for (auto& c : label) {
        c = c == '_' ? ' ' : c;
    }
    if (!label.empty() && label.front() >= 'a' && label.front() <= 'z') {
        label.front() = static_cast<char>(label.front() - 'a' + 'A');
    }
    return label;
}

} // namespace curateur::report
