#include "registry/registry.hpp"

#include "registry_tables.hpp"

#include <algorithm>
#include <charconv>

namespace curateur::registry {
namespace {

template <class Row, class Make>
std::vector<Row> rows_of(std::string_view table, Make make) {
    std::vector<Row> rows;
    static_cast<void>(next_line(table)); // the head
    while (!table.empty()) {
        rows.push_back(make(cells_of(next_line(table))));
    }
    return rows;
}

using Cells = std::vector<std::string_view>;

unsigned number_of(std::string_view text) {
    unsigned number = 0;
    static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), number));
    return number;
}

struct Alias {
    std::string_view alias, name;
};

std::vector<std::string_view> words_of(std::string_view list) {
    std::vector<std::string_view> words;
    while (!list.empty()) {
        const auto space = list.find(' ');
        words.push_back(list.substr(0, space));
        list = space == std::string_view::npos ? "" : list.substr(space + 1);
    }
    return words;
}

void add_aliases(std::vector<Alias>& all, std::string_view list, std::string_view name) {
    for (const auto word : words_of(list)) {
        all.push_back({word, name});
    }
}

std::vector<Alias> aliases_of(std::string_view table, std::size_t name, std::size_t aliases) {
    std::vector<Alias> all;
    static_cast<void>(next_line(table));
    while (!table.empty()) {
        const auto cells = cells_of(next_line(table));
        add_aliases(all, cells[aliases], cells[name]);
    }
    return all;
}

std::string_view unaliased(const std::vector<Alias>& aliases, std::string_view text) {
    const auto found = std::find_if(
        aliases.begin(), aliases.end(), [&](const Alias& alias) { return alias.alias == text; });
    return found == aliases.end() ? text : found->name;
}

template <class Row>
const Row*
find_in(const std::vector<Row>& rows, std::string_view Row::*key, std::string_view wanted) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.*key == wanted; });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    for (;;) {
        if (line.starts_with('"')) {
            const auto end = line.find('"', 1);
            cells.push_back(line.substr(1, end == std::string_view::npos ? end : end - 1));
            line = end == std::string_view::npos ? "" : line.substr(end + 1);
        } else {
            cells.push_back(line.substr(0, line.find(',')));
            line.remove_prefix(cells.back().size());
        }
        if (line.empty()) {
            return cells;
        }
        line.remove_prefix(1);
    }
}

const std::vector<Field>& fields() {
    static const auto all = rows_of<Field>(k_fields, [](const Cells& cells) {
        return Field{cells[0], cells[1], cells[2]};
    });
    return all;
}

const std::vector<MediaKind>& media_kinds() {
    static const auto all = rows_of<MediaKind>(k_media, [](const Cells& cells) {
        return MediaKind{
            cells[0], cells[1], words_of(cells[3]), number_of(cells[4]), number_of(cells[5])};
    });
    return all;
}

const std::vector<Region>& regions() {
    static const auto all = rows_of<Region>(k_regions, [](const Cells& cells) {
        return Region{cells[0], cells[1], cells[3]};
    });
    return all;
}

const std::vector<Platform>& platforms() {
    static const auto all = rows_of<Platform>(k_platforms, [](const Cells& cells) {
        return Platform{cells[0], cells[1], cells[2]};
    });
    return all;
}

const Field* find_field(std::string_view name) {
    return find_in(fields(), &Field::name, name);
}

const MediaKind* find_media(std::string_view name_or_alias) {
    static const auto aliases = aliases_of(k_media, 0, 2);
    return find_in(media_kinds(), &MediaKind::name, unaliased(aliases, name_or_alias));
}

const Region* find_region(std::string_view code_or_alias) {
    static const auto aliases = aliases_of(k_regions, 0, 2);
    return find_in(regions(), &Region::code, unaliased(aliases, code_or_alias));
}

bool is_language(std::string_view code) {
    static const auto all =
        rows_of<std::string_view>(k_languages, [](const Cells& cells) { return cells[0]; });
    return std::find(all.begin(), all.end(), code) != all.end() ||
           std::find(all.begin(), all.end(), code.substr(0, code.find('-'))) != all.end();
}

const Platform* find_platform(std::string_view id) {
    return find_in(platforms(), &Platform::id, id);
}

std::string platform_of(std::string_view system, const std::vector<std::string>& tags) {
    const auto* const own = find_platform(system);
    if (own != nullptr &&
        (tags.empty() || std::find(tags.begin(), tags.end(), own->tag) != tags.end())) {
        return std::string(own->id);
    }
    for (const auto& tag : tags) {
        if (find_platform(tag) != nullptr) {
            return tag;
        }
    }
    return own != nullptr ? std::string(own->id) : std::string();
}

} // namespace curateur::registry
