// A gamelist, changed.
#pragma once

#include "gamelist-xml/spans.hpp"

#include <curateur/output.hpp>

#include <map>
#include <utility>

namespace curateur::gamelist {

// The document with changes in it and every other byte as it was. Holds each new text once: a list
// of 100 000 games has 90 MB of them. Borrows the document's bytes and the order.
class Rendering {
public:
    // order: the fields as the frontend orders them, for those that are new.
    Rendering(std::string_view xml, const std::vector<std::string_view>& order);

    // New entries stand in the order in which they come. Of duplicate entries the last is changed,
    // which is the one ES-DE goes by. Throws Failure(CUR_MALFORMED) as read() does, and
    // CUR_INTERNAL for a change of an entry that is not there.
    void add(const Change& change);

    // Once. Without changes the document as it is, whatever it is.
    [[nodiscard]] std::string text() &&;

private:
    struct Splice {
        Span old;
        std::string text;
    };

    // How this document is laid out, so that what is new looks like what is there.
    struct Layout {
        std::string line_end = "\n", entry_indent = "\t", child_indent = "\t\t";
    };

    void understand();
    [[nodiscard]] Layout layout() const;
    [[nodiscard]] std::size_t place(std::string_view name) const;
    void put_element(std::string_view name, std::string_view value, std::string& out) const;
    void add_entry(const Change& change);
    void change_entry(const Change& change);
    void set_child(const Child& child, const Native& field);
    void remove_children(const Entry& entry, std::string_view name);
    void remove_child(const Child& child);
    void insert_child(const Entry& entry, const Native& field);
    void append_new_entries();

    std::string_view xml_;
    const std::vector<std::string_view>& order_;
    bool is_understood_ = false;
    Spans spans_;
    Layout layout_;
    std::map<std::pair<std::string, bool>, const Entry*> by_path_; // path, whether it is a folder
    std::vector<Splice> splices_;
    std::string added_; // the new entries
};

} // namespace curateur::gamelist
