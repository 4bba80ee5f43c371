#include "core/redactor.hpp"

#include <algorithm>

namespace curateur::core {
namespace {

constexpr std::size_t k_shortest = 4;

std::string lower_hex(std::string text) {
    for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
        for (std::size_t i = at + 1; i < std::min(at + 3, text.size()); ++i) {
            text[i] =
                text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        }
    }
    return text;
}

} // namespace

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view k_hex = "0123456789ABCDEF";
    std::string made;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || letter == '-' || letter == '.' ||
                           letter == '_' || letter == '~';
        if (plain) {
            made += letter;
        } else {
            made += '%';
            made += k_hex[byte >> 4U];
            made += k_hex[byte & 15U];
        }
    }
    return made;
}

void Redactor::add(std::string_view secret) {
    if (secret.size() < k_shortest) {
        return;
    }
    const auto encoded = percent_encoded(secret);
    std::string plus = encoded;
    for (auto at = plus.find("%20"); at != std::string::npos; at = plus.find("%20")) {
        plus.replace(at, 3, "+");
    }
    for (const auto& form : {std::string(secret), encoded, lower_hex(encoded), plus}) {
        if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) {
            forms_.push_back(form);
        }
    }
    std::sort(forms_.begin(), forms_.end(), [](const auto& a, const auto& b) {
        return a.size() > b.size();
    });
}

std::string Redactor::clean(std::string_view text) const {
    std::string made(text);
    for (const auto& form : forms_) {
        for (auto at = made.find(form); at != std::string::npos; at = made.find(form, at + 3)) {
            made.replace(at, form.size(), "***");
        }
    }
    return made;
}

} // namespace curateur::core
