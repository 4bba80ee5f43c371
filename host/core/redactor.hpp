// The belt of promise 6: whatever is printed or logged passes here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curateur::core {

// Replaces secrets, plain or percent-encoded, by "***". Filled before threads start, then read by
// any.
class Redactor {
public:
    // Secrets of fewer than four characters are left alone: they would blot out ordinary words.
    void add(std::string_view secret);

    [[nodiscard]] std::string clean(std::string_view text) const;

private:
    std::vector<std::string> forms_; // longest first
};

// As in a URL's query: everything but letters, digits and -._~ becomes %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

} // namespace curateur::core
