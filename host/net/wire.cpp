#include "net/wire.hpp"

#include "core/redactor.hpp"
#include "platform/digest.hpp"

#include <algorithm>

namespace curateur::net {
namespace {

std::string as_is(std::string_view text) {
    return std::string(text);
}

std::string json_escaped(std::string_view text) {
    std::string made;
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            made += '\\';
        }
        made += letter;
    }
    return made;
}

bool has_line_end(std::string_view text) {
    return text.find_first_of("\r\n") != std::string_view::npos;
}

// A URL that came out of an answer may hold blanks.
std::string without_blanks(std::string_view url) {
    std::string made;
    for (const char letter : url) {
        if (letter == ' ') {
            made += "%20";
        } else {
            made += letter;
        }
    }
    return made;
}

} // namespace

Result<WireRequest>
to_wire(const core::Request& request, const OriginList& origins, SecretVault& vault) {
    if (request.method != "GET" && request.method != "POST") {
        return Error{Errc::fault,
                     "planned a request of method \"" + request.method +
                         "\"; only GET and POST exist here"};
    }
    WireRequest wire;
    wire.method = request.method;
    wire.url = without_blanks(vault.reveal(request.url, core::percent_encoded));
    if (has_line_end(wire.url)) {
        return Error{Errc::fault, "planned a request whose address holds a line end"};
    }
    CURATEUR_TRY(const auto url, parse_url(wire.url));
    CURATEUR_CHECK(origins.check(url));
    char separator = wire.url.find('?') == std::string::npos ? '?' : '&';
    for (const auto& param : request.query) {
        vault.sent_as(param.name, param.value);
        wire.url += separator + core::percent_encoded(param.name) + "=" +
                    vault.reveal(core::percent_encoded(param.value), core::percent_encoded);
        separator = '&';
    }
    for (const auto& header : request.headers) {
        const auto value = vault.reveal(header.value, as_is);
        if (has_line_end(header.name) || has_line_end(value)) {
            return Error{Errc::fault, "planned a header that holds a line end"};
        }
        wire.headers.push_back(header.name + ": " + value);
    }
    if (!request.body_type.empty()) {
        wire.headers.push_back("Content-Type: " + request.body_type);
        const bool json = request.body_type.find("json") != std::string::npos;
        wire.body = vault.reveal(request.body, json ? json_escaped : core::percent_encoded);
    }
    return wire;
}

std::string cache_key(std::string_view source, const core::Request& request) {
    std::vector<std::string> lines;
    for (const auto& param : request.query) {
        if (!param.unkeyed) {
            lines.push_back(core::percent_encoded(param.name) + "=" +
                            core::percent_encoded(param.value));
        }
    }
    std::sort(lines.begin(), lines.end());
    std::string text = std::string(source) + "\n" + request.method + " " + request.url + "\n";
    for (const auto& line : lines) {
        text += line + "\n";
    }
    return platform::sha256_of(text + request.body_type + "\n" + request.body);
}

} // namespace curateur::net
