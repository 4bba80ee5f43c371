#include "gamelist-xml/gamelist.hpp"

#include "gamelist-xml/referee.hpp"

#include <curateur/support/utf8.hpp>

#include <algorithm>
#include <map>
#include <optional>

namespace curateur::gamelist {
namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Spans understood(std::string_view xml) {
    auto spans = scan(xml);
    if (!spans.has_list) {
        throw Failure(CUR_MALFORMED, "has no <gameList>; is the file cut short?").at(0);
    }
    referee(xml, spans);
    return spans;
}

const Child*
find_child(std::string_view xml, const Spans& spans, const Entry& entry, std::string_view name) {
    const auto* const found =
        std::find_if(spans.begin_of(entry), spans.end_of(entry), [&](const Child& child) {
            return child.name(xml) == name;
        });
    return found == spans.end_of(entry) ? nullptr : found;
}

std::string path_of(std::string_view xml, const Spans& spans, const Entry& entry) {
    const auto* const path = find_child(xml, spans, entry, "path");
    return path != nullptr && path->is_text ? text_of(cut(xml, path->inner)) : std::string();
}

std::string escaped(std::string_view text, std::string_view line_end) {
    std::string made;
    for (const char letter : text) {
        switch (letter) {
        case '&':
            made += "&amp;";
            break;
        case '<':
            made += "&lt;";
            break;
        case '>':
            made += "&gt;";
            break;
        case '\n':
            made += line_end;
            break;
        default:
            made += letter;
        }
    }
    return made;
}

struct Splice {
    Span old;
    std::string text;
};

// How this document is laid out, so that what is new looks like what is there.
struct Layout {
    std::string line_end = "\n", entry_indent = "\t", child_indent = "\t\t";
};

// The blanks between the line's beginning and offset; nullopt when something else stands there.
std::optional<std::string> indent_before(std::string_view xml, std::size_t offset) {
    const auto line = xml.rfind('\n', offset == 0 ? 0 : offset - 1);
    const auto from = line == std::string_view::npos ? 0 : line + 1;
    const auto indent = xml.substr(from, offset - from);
    return is_blank(indent) ? std::optional(std::string(indent)) : std::nullopt;
}

Layout layout_of(std::string_view xml, const Spans& spans) {
    Layout layout;
    const auto first = xml.find('\n');
    layout.line_end =
        first != std::string_view::npos && first > 0 && xml[first - 1] == '\r' ? "\r\n" : "\n";
    for (const auto& entry : spans.entries) {
        const auto outer = indent_before(xml, entry.outer.begin);
        const auto inner = entry.child_count == 0
                               ? std::nullopt
                               : indent_before(xml, spans.begin_of(entry)->outer.begin);
        if (outer && inner) {
            layout.entry_indent = *outer;
            layout.child_indent = *inner;
            break;
        }
    }
    return layout;
}

std::string element(std::string_view name, std::string_view value, const Layout& layout) {
    return "<" + std::string(name) + ">" + escaped(value, layout.line_end) + "</" +
           std::string(name) + ">";
}

class Renderer {
public:
    Renderer(std::string_view xml, const std::vector<std::string_view>& order)
        : xml_(xml), order_(order), spans_(understood(xml)), layout_(layout_of(xml, spans_)) {}

    std::string run(const std::vector<Change>& changes) {
        std::string added;
        if (std::any_of(
                changes.begin(), changes.end(), [](const auto& one) { return !one.is_new; })) {
            list_entries();
        }
        for (const auto& change : changes) {
            if (change.is_new) {
                added += layout_.line_end + layout_.entry_indent + new_entry(change);
            } else {
                change_entry(change);
            }
        }
        if (!added.empty()) {
            append_entries(added);
        }
        return spliced();
    }

private:
    [[nodiscard]] std::size_t place(std::string_view name) const {
        return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), name) -
                                        order_.begin());
    }

    std::string new_entry(const Change& change) const {
        auto fields = change.fields;
        std::stable_sort(fields.begin(), fields.end(), [&](const Native& a, const Native& b) {
            return place(a.field) < place(b.field);
        });
        const std::string tag = change.is_directory ? "folder" : "game";
        const auto line = layout_.line_end + layout_.child_indent;
        std::string text = "<" + tag + ">" + line + element("path", change.native_key, layout_);
        for (const auto& field : fields) {
            if (!field.remove) {
                text += line + element(field.field, field.value, layout_);
            }
        }
        return text + layout_.line_end + layout_.entry_indent + "</" + tag + ">";
    }

    void append_entries(const std::string& added) {
        if (spans_.list_self_closed) {
            splices_.push_back(
                {spans_.list_outer, "<gameList>" + added + layout_.line_end + "</gameList>"});
            return;
        }
        // After the last thing in the list; the white space before </gameList> stays.
        auto at = spans_.list_body.end;
        while (at > spans_.list_body.begin && is_blank(xml_.substr(at - 1, 1))) {
            --at;
        }
        const bool closes_inline =
            is_blank(cut(xml_, spans_.list_body)) && cut(xml_, spans_.list_body).empty();
        splices_.push_back({{at, at}, added + (closes_inline ? layout_.line_end : "")});
    }

    // Of duplicates the last is the one that ES-DE goes by.
    void list_entries() {
        for (const auto& entry : spans_.entries) {
            by_path_.insert_or_assign({path_of(xml_, spans_, entry), entry.is_folder}, &entry);
        }
    }

    void change_entry(const Change& change) {
        const auto listed = by_path_.find({std::string(change.native_key), change.is_directory});
        if (listed == by_path_.end()) {
            throw Failure(CUR_INTERNAL,
                          "the entry " + std::string(change.native_key) +
                              " is not in the document");
        }
        const auto& entry = *listed->second;
        for (const auto& field : change.fields) {
            const auto* const child = find_child(xml_, spans_, entry, field.field);
            if (field.remove) {
                remove_child(child);
            } else if (child != nullptr) {
                set_child(*child, field);
            } else {
                insert_child(entry, field);
            }
        }
    }

    void set_child(const Child& child, const Native& field) {
        if (child.self_closed || !child.is_text) {
            splices_.push_back({child.outer, element(field.field, field.value, layout_)});
        } else {
            splices_.push_back({child.inner, escaped(field.value, layout_.line_end)});
        }
    }

    void remove_child(const Child* child) {
        if (child == nullptr) {
            return;
        }
        auto old = child->outer;
        // With its line, when it has one to itself.
        while (old.begin > 0 && (xml_[old.begin - 1] == ' ' || xml_[old.begin - 1] == '\t')) {
            --old.begin;
        }
        if (old.begin > 0 && xml_[old.begin - 1] == '\n') {
            old.begin -= old.begin > 1 && xml_[old.begin - 2] == '\r' ? 2U : 1U;
        } else {
            old.begin = child->outer.begin;
        }
        splices_.push_back({old, ""});
    }

    void insert_child(const Entry& entry, const Native& field) {
        const Child* after = nullptr;
        for (const auto* child = spans_.begin_of(entry); child != spans_.end_of(entry); ++child) {
            if (after == nullptr || place(child->name(xml_)) <= place(field.field)) {
                after = child;
            }
        }
        const auto text = element(field.field, field.value, layout_);
        if (after == nullptr) {
            throw Failure(CUR_INTERNAL, "an entry without a path cannot be changed");
        }
        const auto indent = indent_before(xml_, after->outer.begin);
        splices_.push_back({{after->outer.end, after->outer.end},
                            indent ? layout_.line_end + *indent + text : text});
    }

    std::string spliced() {
        std::stable_sort(splices_.begin(), splices_.end(), [&](const Splice& a, const Splice& b) {
            return a.old.begin < b.old.begin;
        });
        std::string made;
        std::size_t at = 0;
        for (const auto& splice : splices_) {
            made += xml_.substr(at, splice.old.begin - at);
            made += splice.text;
            at = splice.old.end;
        }
        made += xml_.substr(at);
        static_cast<void>(understood(made));
        return made;
    }

    std::string_view xml_;
    const std::vector<std::string_view>& order_;
    Spans spans_;
    Layout layout_;
    std::map<std::pair<std::string, bool>, const Entry*> by_path_; // path, whether it is a folder
    std::vector<Splice> splices_;
};

} // namespace

Games read(std::string_view xml) {
    Games games;
    games.xml_ = xml;
    games.spans_ = is_blank(xml) ? Spans() : understood(xml);
    return games;
}

std::string Games::native_path(std::size_t index) const {
    return path_of(xml_, spans_, spans_.entries[index]);
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
        const bool first = find_child(xml_, spans_, entry, name) == child;
        auto text = child->is_text ? text_of(cut(xml_, child->inner)) : std::string();
        if (first && name != "path" && !text.empty()) {
            game.fields.push_back({std::string(name), std::move(text)});
        }
    }
    return game;
}

std::string render(std::string_view xml,
                   const std::vector<Change>& changes,
                   const std::vector<std::string_view>& order) {
    if (changes.empty()) {
        return std::string(xml);
    }
    constexpr std::string_view k_new = "<?xml version=\"1.0\"?>\n<gameList>\n</gameList>\n";
    return Renderer(is_blank(xml) ? k_new : xml, order).run(changes);
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
