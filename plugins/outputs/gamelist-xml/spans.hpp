// Where the entries of a gamelist and their children stand in its bytes: enough to change a value
// and leave every other byte as it is.
#pragma once

#include <curateur/plugin.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::gamelist {

// Bytes of the document. Small, because a list of 100 000 games has a million of them.
struct Span {
    std::uint32_t begin = 0, end = 0;
};

inline constexpr std::string_view k_blank = " \t\r\n";

[[nodiscard]] inline bool is_blank(std::string_view text) {
    return text.find_first_not_of(k_blank) == std::string_view::npos;
}

[[nodiscard]] inline std::string_view cut(std::string_view xml, Span span) {
    return xml.substr(span.begin, span.end - span.begin);
}

// A child of an entry: <name>Foo</name>.
struct Child {
    Span outer, inner; // inner is empty for <x />
    std::uint32_t name_size = 0;
    bool is_text = true; // holds no element
    bool self_closed = false;

    [[nodiscard]] std::string_view name(std::string_view xml) const {
        return xml.substr(outer.begin + 1, name_size);
    }
};

struct Entry {
    Span outer;
    std::uint32_t line = 0; // from 1
    std::uint32_t first_child = 0, child_count = 0;
    bool is_folder = false;
};

struct Spans {
    bool has_list = false;
    Span list_outer, list_body; // of <gameList>
    bool list_self_closed = false;
    std::vector<Entry> entries;  // in the order of the file
    std::vector<Child> children; // of all of them

    [[nodiscard]] const Child* begin_of(const Entry& entry) const {
        return children.data() + entry.first_child;
    }

    [[nodiscard]] const Child* end_of(const Entry& entry) const {
        return begin_of(entry) + entry.child_count;
    }

    // The first of that name; nullptr: there is none.
    [[nodiscard]] const Child*
    find_child(std::string_view xml, const Entry& entry, std::string_view name) const;

    // The text of <path>; "": there is none.
    [[nodiscard]] std::string path_of(std::string_view xml, const Entry& entry) const;
};

// Throws Failure(CUR_MALFORMED) with the offset of the fault. Accepts several elements at document
// level, comments, CDATA, processing instructions. At most 4 GiB.
[[nodiscard]] Spans scan(std::string_view xml);

// The text of a child, entities and CDATA resolved, line ends as LF; "" when it is only white
// space.
[[nodiscard]] std::string text_of(std::string_view inner);

} // namespace curateur::gamelist
