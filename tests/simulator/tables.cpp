#include "simulator/tables.hpp"

#include "simulator_tables.hpp"

#include <algorithm>
#include <charconv>

namespace curateur::simulator {
namespace {

using Cells = std::vector<std::string>;

std::string_view taken(std::string_view& text, char end) {
    const auto at = text.find(end);
    const auto part = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return part;
}

// A semicolon in a cell stands for a comma.
template <class Row, class Make>
std::vector<Row> rows_of(std::string_view table, Make make) {
    std::vector<Row> rows;
    static_cast<void>(taken(table, '\n')); // the head
    while (!table.empty()) {
        auto line = taken(table, '\n');
        Cells cells;
        for (int i = 0; i < 9; ++i) { // the widest table has nine
            cells.emplace_back(taken(line, ','));
            std::replace(cells.back().begin(), cells.back().end(), ';', ',');
        }
        rows.push_back(make(cells));
    }
    return rows;
}

int int_of(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

template <class Row>
const Row* found(const std::vector<Row>& rows, std::string Row::*key, std::string_view wanted) {
    const auto at =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.*key == wanted; });
    return at == rows.end() ? nullptr : &*at;
}

} // namespace

const std::vector<Region>& regions() {
    static const auto all = rows_of<Region>(k_regions, [](const Cells& cells) {
        return Region{cells[0], cells[1], cells[2], cells[3]};
    });
    return all;
}

const std::vector<Language>& languages() {
    static const auto all = rows_of<Language>(k_languages, [](const Cells& cells) {
        return Language{cells[0], cells[1], cells[2]};
    });
    return all;
}

const std::vector<MediaType>& media_types() {
    static const auto all = rows_of<MediaType>(k_media, [](const Cells& cells) {
        return MediaType{cells[0],
                         cells[1],
                         cells[2],
                         cells[3],
                         cells[4],
                         cells[5] == "1",
                         cells[6] == "1",
                         cells[7] == "1",
                         cells[8] == "1"};
    });
    return all;
}

const std::vector<System>& systems() {
    static const auto all = rows_of<System>(k_systems, [](const Cells& cells) {
        return System{int_of(cells[0]), cells[1], int_of(cells[2])};
    });
    return all;
}

const std::vector<Genre>& genres() {
    static const auto all = rows_of<Genre>(k_genres, [](const Cells& cells) {
        return Genre{cells[0], cells[1], cells[2], cells[3]};
    });
    return all;
}

const Region* region(std::string_view code) {
    return found(regions(), &Region::code, code);
}

const Language* language(std::string_view code) {
    return found(languages(), &Language::code, code);
}

const MediaType* media_type(std::string_view code) {
    return found(media_types(), &MediaType::code, code);
}

const System* system_of(int id) {
    const auto& all = systems();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const System& row) { return row.id == id; });
    return at == all.end() ? nullptr : &*at;
}

const Genre* genre(std::string_view id) {
    return found(genres(), &Genre::id, id);
}

bool covers(int asked, int system) {
    if (asked == 0 || asked == system) {
        return true;
    }
    const System* const row = system_of(system);
    return row != nullptr && row->parent == asked;
}

} // namespace curateur::simulator
