// The notation of PDF (ISO 32000-1, 7.2 and 7.3), as far as finding one's way takes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace curateur::document {

// Of a dictionary: key without its slash to the value as it stands there.
using Dictionary = std::map<std::string, std::string, std::less<>>;

class Notation {
public:
    explicit Notation(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    [[nodiscard]] std::size_t position() const { return at_; }

    void skip_blanks(); // and comments

    // True, and moved past it, when this word comes next.
    bool accept(std::string_view word);

    std::optional<std::uint64_t> number(); // whole, not negative

    // "<< ... >>"; nullopt: there is none, or it does not end.
    std::optional<Dictionary> dictionary();

    // One value of any kind, as it stands there; "": there is none.
    std::string_view value();

private:
    void skip_string();
    bool skip_nested();

    std::string_view text_;
    std::size_t at_;
};

// "12 0 R": 12.
[[nodiscard]] std::optional<std::uint64_t> reference(std::string_view value);
[[nodiscard]] std::optional<std::uint64_t> whole(std::string_view value);

// The value of a key; "": it is not there.
[[nodiscard]] std::string_view value_of(const Dictionary& dictionary, std::string_view key);

} // namespace curateur::document
