// Where a source may send requests, and with them its secrets.
#pragma once

#include <curateur/support/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace curateur::net {

struct Url {
    std::string scheme, host; // lower case
    int port = 0;             // of the scheme when not said
    std::string rest;         // from the path on
};

// http and https without user information only; anything else is Errc::invalid.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

class OriginList {
public:
    // "api.example.org", "*.example.org" (the domain itself, too): https only, the usual port.
    void allow_host(std::string_view pattern);

    // The origin of a URL from the user's configuration. On a loopback address every port is
    // allowed.
    [[nodiscard]] Status allow_url(std::string_view url);

    // Errc::unsupported with a sentence when the URL leads elsewhere.
    [[nodiscard]] Status check(const Url& url) const;

private:
    std::vector<std::string> hosts_;
    std::vector<Url> origins_;
};

[[nodiscard]] bool is_loopback(std::string_view host);

} // namespace curateur::net
