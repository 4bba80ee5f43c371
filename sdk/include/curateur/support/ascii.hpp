// SPDX-License-Identifier: MIT
// Letters of ASCII, whatever the locale. C++17; source-stable, not part of the ABI.
#pragma once

#include <string>
#include <string_view>

namespace curateur {

// A to Z become a to z; all other bytes stay.
inline std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return made;
}

} // namespace curateur
