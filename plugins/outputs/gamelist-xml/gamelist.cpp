#include "gamelist-xml/gamelist.hpp"

#include "gamelist-xml/referee.hpp"

#include <curateur/support/utf8.hpp>

#include <algorithm>

namespace curateur::gamelist {
Games read(std::string_view xml) {
    Games games;
    games.xml_ = xml;
    games.spans_ = is_blank(xml) ? Spans() : understood(xml);
    return games;
}

std::string Games::native_path(std::size_t index) const {
    return spans_.path_of(xml_, spans_.entries[index]);
}

Game Games::operator[](std::size_t index) const {
    const auto& entry = spans_.entries[index];
    Game game;
    game.native_path = native_path(index);
    game.is_folder = entry.is_folder;
    game.is_utf8 = is_utf8(cut(xml_, entry.outer));
    game.line = entry.line;
    for (const auto* child = spans_.begin_of(entry); child != spans_.end_of(entry); ++child) {
        const auto name = child->name(xml_);
        const bool first = spans_.find_child(xml_, entry, name) == child;
        auto text = child->is_text ? text_of(cut(xml_, child->inner)) : std::string();
        if (first && name != "path" && !text.empty()) {
            game.fields.push_back({std::string(name), std::move(text)});
        }
    }
    return game;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

std::string storable(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool surrogate = byte == 0xED && at + 1 < text.size() &&
                               static_cast<unsigned char>(text[at + 1]) >= 0xA0;
        const bool beyond = text.substr(at, 2) == "\xEF\xBF" && at + 2 < text.size() &&
                            static_cast<unsigned char>(text[at + 2]) >= 0xBE; // U+FFFE, U+FFFF
        if (surrogate || beyond) {
            at += 2;
        } else if (text[at] == '\r') {
            made += at + 1 < text.size() && text[at + 1] == '\n' ? "" : "\n";
        } else if (byte >= 0x20 || text[at] == '\n' || text[at] == '\t') {
            made += text[at];
        }
    }
    return is_blank(made) ? std::string() : made;
}

} // namespace curateur::gamelist
