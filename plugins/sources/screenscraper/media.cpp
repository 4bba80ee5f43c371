// SPDX-License-Identifier: MIT
#include "media.hpp"

#include "tables.hpp"

#include <array>
#include <cstdint>
#include <set>

namespace screenscraper {

using curateur::json::View;

namespace {

constexpr std::array<std::string_view, 5> k_own_parameters = {
    "devid", "devpassword", "ssid", "sspassword", "softname"};

bool is_own(std::string_view name) {
    for (const std::string_view own : k_own_parameters)
        if (name == own)
            return true;
    return false;
}

std::string encoded(std::string_view text) {
    static constexpr char k_hex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        const bool letter = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (letter || c == '-' || c == '_' || c == '.' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += k_hex[code >> 4U];
            out += k_hex[code & 15U];
        }
    }
    return out;
}

// scheme://host:port/ of an address
std::string origin(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos)
        return {};
    return std::string(url.substr(0, url.find('/', host + 3))) + "/";
}

// What the service left unencoded although it may not stand in an address.
std::string tidy(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
            c == '"' || c == '<' || c == '>')
            out += encoded(std::string_view(&c, 1));
        else
            out += c;
    return out;
}

std::uint32_t disc_of(View medium) {
    const auto number = medium["support"].natural().value_or(0);
    return number < 1000 ? static_cast<std::uint32_t>(number) : 0;
}

} // namespace

std::string digest(std::string_view text, std::size_t digits) {
    if (text.empty() || text.size() > digits || (digits != 8 && text.size() != digits))
        return {};
    std::string out(digits - text.size(), '0');
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
        if ((lower < '0' || lower > '9') && (lower < 'a' || lower > 'f'))
            return {};
        out += lower;
    }
    return out;
}

std::string media_url(std::string_view given, const Credentials& credentials) {
    static constexpr std::string_view k_placeholder = "#screenscraperserveur#";
    std::string url(given);
    if (url.compare(0, k_placeholder.size(), k_placeholder) == 0) {
        url.erase(
            0,
            k_placeholder.size() +
                (url.size() > k_placeholder.size() && url[k_placeholder.size()] == '/' ? 1 : 0));
        url.insert(0, origin(credentials.base_url));
    }
    const auto scheme = url.find("://");
    if (scheme != 4 && scheme != 5)
        return {};
    const auto question = url.find('?');
    std::string out = tidy(std::string_view(url).substr(0, question));
    char separator = '?';
    const auto add = [&](std::string_view text) {
        out += separator, out += text, separator = '&';
    };
    std::string_view rest = question == std::string::npos
                                ? std::string_view()
                                : std::string_view(url).substr(question + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        if (!pair.empty() && !is_own(pair.substr(0, pair.find('='))))
            add(tidy(pair));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    for (const auto& [name, value] : credentials.parameters)
        if (is_own(name))
            add(name + "=" + encoded(value));
    return out;
}

void push_media(curateur::Record& record, View game, const Credentials& credentials) {
    std::set<std::string> seen;
    std::int32_t index = 0;
    game["medias"].each([&](View medium) {
        const std::string parent = medium["parent"].text();
        const MediaType* const type = media_type(medium["type"].text());
        if (type == nullptr || (!parent.empty() && parent != "jeu"))
            return; // a pictogram of a genre or company, or nothing we have a kind for
        const std::string native_region = medium["region"].text();
        const std::uint32_t disc = disc_of(medium);
        const std::string version = medium["version"].text();
        const std::string url = media_url(medium["url"].text(), credentials);
        if (url.empty() || !seen.insert(std::string(type->code) + "/" + native_region + "/" +
                                        std::to_string(disc) + "/" + version)
                                .second)
            return;
        const std::string our_region = region(native_region);
        const std::string format = medium["format"].text();
        const std::string crc = digest(medium["crc"].text(), 8);
        const std::string md5 = digest(medium["md5"].text(), 32);
        const std::string sha1 = digest(medium["sha1"].text(), 40);
        curateur::Media candidate(type->kind, url);
        candidate.variant(type->variant)
            .format(format)
            .region(our_region)
            .crc32(crc)
            .md5(md5)
            .sha1(sha1);
        candidate.rank(type->rank * 10000 + index++).disc(disc);
        if (const auto size = medium["size"].natural(); size && *size != 0)
            candidate.size(*size);
        record.media(candidate);
    });
}

} // namespace screenscraper
