#include "net/origins.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <charconv>

namespace curateur::net {
namespace {

bool fits(std::string_view pattern, std::string_view host) {
    if (!pattern.starts_with("*.")) {
        return pattern == host;
    }
    const auto domain = pattern.substr(2);
    return host == domain || host.ends_with(pattern.substr(1));
}

} // namespace

Result<Url> parse_url(std::string_view text) {
    const auto bad = [&](const char* why) {
        // What stands behind the "?" may hold secrets.
        return Error{Errc::invalid,
                     "the address \"" + std::string(text.substr(0, text.find('?'))) + "\" " + why};
    };
    Url url;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) {
        return bad("does not begin with https://");
    }
    url.scheme = lower(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https") {
        return bad("is neither https nor http");
    }
    auto rest = text.substr(colon + 3);
    const auto end = std::min(rest.find_first_of("/?#"), rest.size());
    auto authority = rest.substr(0, end);
    url.rest = rest.substr(end);
    if (authority.find_first_of("@\\ ") != std::string_view::npos) {
        return bad("holds a user name or a character that is not allowed");
    }
    url.port = url.scheme == "https" ? 443 : 80;
    const auto port = authority.rfind(':');
    if (port != std::string_view::npos && authority.find(']', port) == std::string_view::npos) {
        const auto digits = authority.substr(port + 1);
        const auto [last, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (error != std::errc() || last != digits.data() + digits.size() || url.port < 1 ||
            url.port > 65535) {
            return bad("has no valid port");
        }
        authority = authority.substr(0, port);
    }
    url.host = lower(authority);
    if (url.host.empty()) {
        return bad("has no host");
    }
    return url;
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

void OriginList::allow_host(std::string_view pattern) {
    hosts_.push_back(lower(pattern));
}

Status OriginList::allow_url(std::string_view url) {
    CURATEUR_TRY(auto parsed, parse_url(url));
    if (parsed.scheme == "http" && !is_loopback(parsed.host)) {
        return Error{Errc::invalid,
                     "the address \"" + std::string(url) +
                         "\" would send passwords in the clear; use https"};
    }
    origins_.push_back(std::move(parsed));
    return ok();
}

Status OriginList::check(const Url& url) const {
    const bool listed = url.scheme == "https" && url.port == 443 &&
                        std::any_of(hosts_.begin(), hosts_.end(), [&](const auto& one) {
                            return fits(one, url.host);
                        });
    const bool added = std::any_of(origins_.begin(), origins_.end(), [&](const Url& one) {
        return one.scheme == url.scheme && one.host == url.host &&
               (one.port == url.port || is_loopback(one.host));
    });
    if (listed || added) {
        return ok();
    }
    return Error{Errc::unsupported,
                 "refused to talk to " + url.scheme + "://" + url.host +
                     ", which the source does not declare"};
}

} // namespace curateur::net
