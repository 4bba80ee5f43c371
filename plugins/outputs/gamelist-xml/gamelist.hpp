// A gamelist, read.
#pragma once

#include "gamelist-xml/spans.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace curateur::gamelist {

struct Field {
    std::string name, value;
};

struct Game {
    std::string native_path; // as it stands there
    bool is_folder = false;
    bool is_utf8 = true;
    std::size_t line = 0;
    std::vector<Field>
        fields; // of text children, the first of each name, path left out, empty ones left out
};

// The entries of a document, made when they are asked for: a list may have 100 000. Borrows the
// document's bytes.
class Games {
public:
    [[nodiscard]] std::size_t size() const { return spans_.entries.size(); }

    [[nodiscard]] bool empty() const { return spans_.entries.empty(); }

    [[nodiscard]] std::string native_path(std::size_t index) const;

    [[nodiscard]] bool is_folder(std::size_t index) const {
        return spans_.entries[index].is_folder;
    }

    [[nodiscard]] Game operator[](std::size_t index) const;

private:
    friend Games read(std::string_view xml);

    std::string_view xml_;
    Spans spans_;
};

// Throws Failure(CUR_MALFORMED): not XML, no <gameList>, or tinyxml2 reads something else in the
// same bytes. An empty document has no entries.
[[nodiscard]] Games read(std::string_view xml);

// The line of an offset, from 1.
[[nodiscard]] std::size_t line_of(std::string_view text, std::size_t offset);

// As it will be read back: line ends as LF, without characters that XML 1.0 has no room for; ""
// when only white space.
[[nodiscard]] std::string storable(std::string_view text);

} // namespace curateur::gamelist
