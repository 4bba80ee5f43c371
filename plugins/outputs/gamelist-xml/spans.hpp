// Where the entries of a gamelist and their children stand in its bytes: enough to change a value
// and leave every other byte as it is.
#pragma once

#include <curateur/plugin.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::gamelist {

struct Span {
    std::size_t begin = 0, end = 0; // bytes of the document
};

// A child of an entry: <name>Foo</name>.
struct Child {
    std::string_view name;
    Span outer, inner;   // inner is empty for <x />
    bool is_text = true; // holds no element
    bool self_closed = false;
};

struct Entry {
    bool is_folder = false;
    Span outer;
    Span body; // between the tags; empty for <game />
    bool self_closed = false;
    std::vector<Child> children;
};

struct Spans {
    bool has_list = false;
    Span list_outer, list_body; // of <gameList>
    bool list_self_closed = false;
    std::vector<Entry> entries; // in the order of the file
};

// Throws Failure(CUR_MALFORMED) with the offset of the fault. Accepts several elements at document
// level, comments, CDATA, processing instructions.
[[nodiscard]] Spans scan(std::string_view xml);

// The text of a child, entities and CDATA resolved, line ends as LF; "" when it is only white
// space.
[[nodiscard]] std::string text_of(std::string_view inner);

} // namespace curateur::gamelist
