#include "gamelist-xml/rendering.hpp"

#include "gamelist-xml/referee.hpp"

#include <algorithm>
#include <optional>

namespace curateur::gamelist {
namespace {

void put_escaped(std::string_view text, std::string_view line_end, std::string& out) {
    for (const char letter : text) {
        switch (letter) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '\n':
            out += line_end;
            break;
        default:
            out += letter;
        }
    }
}

// The blanks between the line's beginning and offset; nullopt when something else stands there.
std::optional<std::string> indent_before(std::string_view xml, std::size_t offset) {
    const auto line = xml.rfind('\n', offset == 0 ? 0 : offset - 1);
    const auto from = line == std::string_view::npos ? 0 : line + 1;
    const auto indent = xml.substr(from, offset - from);
    return is_blank(indent) ? std::optional(std::string(indent)) : std::nullopt;
}

} // namespace

Rendering::Rendering(std::string_view xml, const std::vector<std::string_view>& order)
    : xml_(xml), order_(order) {}

void Rendering::add(const Change& change) {
    understand();
    if (change.is_new) {
        add_entry(change);
    } else {
        change_entry(change);
    }
}

std::string Rendering::text() && {
    if (!is_understood_) {
        return std::string(xml_);
    }
    append_new_entries();
    std::stable_sort(splices_.begin(), splices_.end(), [](const Splice& a, const Splice& b) {
        return a.old.begin < b.old.begin;
    });
    auto size = xml_.size();
    for (const auto& splice : splices_) {
        size += splice.text.size();
    }
    std::string made;
    made.reserve(size);
    std::size_t at = 0;
    for (auto& splice : splices_) {
        made += xml_.substr(at, splice.old.begin - at);
        made += std::exchange(splice.text, {});
        at = splice.old.end;
    }
    made += xml_.substr(at);
    by_path_.clear();
    spans_ = {};
    static_cast<void>(understood(made));
    return made;
}

void Rendering::understand() {
    if (std::exchange(is_understood_, true)) {
        return;
    }
    if (is_blank(xml_)) {
        xml_ = "<?xml version=\"1.0\"?>\n<gameList>\n</gameList>\n";
    }
    spans_ = understood(xml_);
    layout_ = layout();
}

Rendering::Layout Rendering::layout() const {
    Layout layout;
    const auto first = xml_.find('\n');
    layout.line_end =
        first != std::string_view::npos && first > 0 && xml_[first - 1] == '\r' ? "\r\n" : "\n";
    for (const auto& entry : spans_.entries) {
        const auto outer = indent_before(xml_, entry.outer.begin);
        const auto inner = entry.child_count == 0
                               ? std::nullopt
                               : indent_before(xml_, spans_.begin_of(entry)->outer.begin);
        if (outer && inner) {
            layout.entry_indent = *outer;
            layout.child_indent = *inner;
            break;
        }
    }
    return layout;
}

std::size_t Rendering::place(std::string_view name) const {
    return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), name) - order_.begin());
}

void Rendering::put_element(std::string_view name, std::string_view value, std::string& out) const {
    out.append("<").append(name).append(">");
    put_escaped(value, layout_.line_end, out);
    out.append("</").append(name).append(">");
}

void Rendering::add_entry(const Change& change) {
    auto fields = change.fields;
    std::stable_sort(fields.begin(), fields.end(), [&](const Native& a, const Native& b) {
        return place(a.field) < place(b.field);
    });
    const std::string_view tag = change.is_directory ? "folder" : "game";
    const auto line = layout_.line_end + layout_.child_indent;
    const auto entry_line = layout_.line_end + layout_.entry_indent;
    added_.append(entry_line).append("<").append(tag).append(">").append(line);
    put_element("path", change.native_key, added_);
    for (const auto& field : fields) {
        if (!field.remove) {
            added_ += line;
            put_element(field.field, field.value, added_);
        }
    }
    added_.append(entry_line).append("</").append(tag).append(">");
}

// After the last thing in the list; the white space before </gameList> stays.
void Rendering::append_new_entries() {
    if (added_.empty()) {
        return;
    }
    if (spans_.list_self_closed) {
        added_.insert(0, "<gameList>");
        added_.append(layout_.line_end).append("</gameList>");
        splices_.push_back({spans_.list_outer, std::move(added_)});
        return;
    }
    auto at = spans_.list_body.end;
    while (at > spans_.list_body.begin && is_blank(xml_.substr(at - 1, 1))) {
        --at;
    }
    if (cut(xml_, spans_.list_body).empty()) {
        added_ += layout_.line_end;
    }
    splices_.push_back({{at, at}, std::move(added_)});
}

void Rendering::change_entry(const Change& change) {
    if (by_path_.empty()) {
        for (const auto& entry : spans_.entries) {
            by_path_.insert_or_assign({spans_.path_of(xml_, entry), entry.is_folder}, &entry);
        }
    }
    const auto listed = by_path_.find({std::string(change.native_key), change.is_directory});
    if (listed == by_path_.end()) {
        throw Failure(CUR_INTERNAL,
                      "the entry " + std::string(change.native_key) + " is not in the document");
    }
    const auto& entry = *listed->second;
    for (const auto& field : change.fields) {
        const auto* const child = spans_.find_child(xml_, entry, field.field);
        if (field.remove) {
            remove_children(entry, field.field);
        } else if (child != nullptr) {
            set_child(*child, field);
        } else {
            insert_child(entry, field);
        }
    }
}

void Rendering::set_child(const Child& child, const Native& field) {
    std::string text;
    if (child.self_closed || !child.is_text) {
        put_element(field.field, field.value, text);
        splices_.push_back({child.outer, std::move(text)});
    } else {
        put_escaped(field.value, layout_.line_end, text);
        splices_.push_back({child.inner, std::move(text)});
    }
}

// All of them: without the first, the next would count.
void Rendering::remove_children(const Entry& entry, std::string_view name) {
    for (const auto* child = spans_.begin_of(entry); child != spans_.end_of(entry); ++child) {
        if (child->name(xml_) == name) {
            remove_child(*child);
        }
    }
}

void Rendering::remove_child(const Child& child) {
    auto old = child.outer;
    // With its line, when it has one to itself.
    while (old.begin > 0 && (xml_[old.begin - 1] == ' ' || xml_[old.begin - 1] == '\t')) {
        --old.begin;
    }
    if (old.begin > 0 && xml_[old.begin - 1] == '\n') {
        old.begin -= old.begin > 1 && xml_[old.begin - 2] == '\r' ? 2U : 1U;
    } else {
        old.begin = child.outer.begin;
    }
    splices_.push_back({old, ""});
}

void Rendering::insert_child(const Entry& entry, const Native& field) {
    const Child* after = nullptr;
    for (const auto* child = spans_.begin_of(entry); child != spans_.end_of(entry); ++child) {
        if (after == nullptr || place(child->name(xml_)) <= place(field.field)) {
            after = child;
        }
    }
    if (after == nullptr) {
        throw Failure(CUR_INTERNAL, "an entry without a path cannot be changed");
    }
    const auto indent = indent_before(xml_, after->outer.begin);
    auto text = indent ? layout_.line_end + *indent : std::string();
    put_element(field.field, field.value, text);
    splices_.push_back({{after->outer.end, after->outer.end}, std::move(text)});
}

} // namespace curateur::gamelist
