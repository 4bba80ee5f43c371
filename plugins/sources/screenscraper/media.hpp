// SPDX-License-Identifier: MIT
// The media of a game, and their addresses.
#pragma once

#include <curateur/source.hpp>
#include <curateur/support/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace screenscraper {

// What every request carries; secrets are stand-ins.
struct Credentials {
    std::string base_url; // without a slash at the end
    std::vector<std::pair<std::string, std::string>> parameters;
};

// The address the service gave, with our credentials in place of whatever stood there.
std::string media_url(std::string_view given, const Credentials& credentials);

void push_media(curateur::Record& record,
                curateur::json::View game,
                const Credentials& credentials);

// Lower-case hex of that many digits, a short CRC padded; empty if it is none.
std::string digest(std::string_view text, std::size_t digits);

} // namespace screenscraper
