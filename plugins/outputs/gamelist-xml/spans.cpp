#include "gamelist-xml/spans.hpp"

#include <curateur/support/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace curateur::gamelist {
namespace {

[[noreturn]] void malformed(std::size_t offset, std::string what) {
    throw Failure(CUR_MALFORMED, std::move(what)).at(offset);
}

struct Tag {
    std::string_view name;
    Span span;
    bool closes = false, self_closed = false;
};

std::uint32_t narrow(std::size_t offset) {
    return static_cast<std::uint32_t>(offset);
}

class Scanner {
public:
    explicit Scanner(std::string_view xml) : xml_(xml) {}

    Spans run() {
        if (xml_.size() > std::numeric_limits<std::uint32_t>::max()) {
            malformed(0, "is longer than 4 GiB");
        }
        refuse_bad_characters();
        Tag tag;
        while (next_tag(tag)) {
            if (tag.closes) {
                close(tag);
            } else {
                open(tag);
            }
        }
        if (!stack_.empty()) {
            malformed(stack_.back().span.begin,
                      "<" + std::string(stack_.back().name) +
                          "> is never closed; is the file cut short?");
        }
        return std::move(spans_);
    }

private:
    void refuse_bad_characters() {
        for (std::size_t at = 0; at < xml_.size(); ++at) {
            const auto byte = static_cast<unsigned char>(xml_[at]);
            if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
                malformed(at,
                          "holds a character that XML does not allow (code " +
                              std::to_string(byte) + ")");
            }
        }
    }

    // Past a comment and the like; false when there is none at at_.
    bool skip_special() {
        struct Special {
            std::string_view begin, end, name;
        };

        constexpr std::array<Special, 4> k_specials{{{"<!--", "-->", "comment"},
                                                     {"<![CDATA[", "]]>", "CDATA section"},
                                                     {"<?", "?>", "declaration"},
                                                     {"<!", ">", "declaration"}}};
        for (const auto& special : k_specials) {
            if (xml_.substr(at_, special.begin.size()) != special.begin) {
                continue;
            }
            const auto end = xml_.find(special.end, at_ + special.begin.size());
            if (end == std::string_view::npos) {
                malformed(at_,
                          "a " + std::string(special.name) + " never ends; is the file cut short?");
            }
            at_ = end + special.end.size();
            return true;
        }
        return false;
    }

    bool next_tag(Tag& tag) {
        for (;;) {
            const auto from = xml_.find('<', at_);
            const auto text = xml_.substr(at_, from == std::string_view::npos ? from : from - at_);
            const auto word = text.find_first_not_of(k_blank);
            const bool mark = at_ == 0 && text.substr(0, 3) == "\xEF\xBB\xBF";
            if (stack_.empty() && word != std::string_view::npos && !mark) {
                malformed(at_ + word, "there is text outside of all elements");
            }
            if (from == std::string_view::npos) {
                return false;
            }
            at_ = from;
            if (!skip_special()) {
                break;
            }
        }
        tag = {};
        tag.span.begin = narrow(at_++);
        tag.closes = at_ < xml_.size() && xml_[at_] == '/';
        at_ += tag.closes ? 1 : 0;
        const auto name_end = std::min(xml_.find_first_of(" \t\r\n/>", at_), xml_.size());
        tag.name = xml_.substr(at_, name_end - at_);
        if (tag.name.empty() || tag.name.find_first_of("<&\"'=") != std::string_view::npos) {
            malformed(tag.span.begin,
                      "\"<\" begins no tag here; a \"<\" in a text is written &lt;");
        }
        at_ = name_end;
        finish_tag(tag);
        return true;
    }

    // Attributes may hold ">" in quotes.
    void finish_tag(Tag& tag) {
        char quote = '\0';
        for (; at_ < xml_.size(); ++at_) {
            const char letter = xml_[at_];
            if (quote != '\0') {
                quote = letter == quote ? '\0' : quote;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else if (letter == '>') {
                tag.self_closed = !tag.closes && xml_[at_ - 1] == '/';
                tag.span.end = narrow(++at_);
                return;
            } else if (letter == '<') {
                break;
            }
        }
        malformed(tag.span.begin,
                  "the tag <" + std::string(tag.name) + " never ends; is the file cut short?");
    }

    void open(const Tag& tag) {
        const auto depth = stack_.size();
        if (depth == 0 && tag.name == "gameList") {
            if (spans_.has_list) {
                malformed(tag.span.begin, "there is a second <gameList>");
            }
            spans_.has_list = true;
            spans_.list_outer = tag.span;
            spans_.list_self_closed = tag.self_closed;
            spans_.list_body = {tag.span.end, tag.span.end};
        } else if (depth == 1 && in_list() && is_entry(tag)) {
            spans_.entries.push_back({tag.span,
                                      line_of(tag.span.begin),
                                      narrow(spans_.children.size()),
                                      0,
                                      tag.name == "folder"});
        } else if (depth == 2 && in_entry()) {
            ++spans_.entries.back().child_count;
            spans_.children.push_back({tag.span,
                                       {tag.span.end, tag.span.end},
                                       narrow(tag.name.size()),
                                       true,
                                       tag.self_closed});
        } else if (in_entry()) {
            spans_.children.back().is_text = false;
        }
        if (!tag.self_closed) {
            stack_.push_back(tag);
        }
    }

    void close(const Tag& tag) {
        if (stack_.empty() || stack_.back().name != tag.name) {
            const std::string expected = stack_.empty()
                                             ? "nothing is open"
                                             : "</" + std::string(stack_.back().name) + "> is due";
            malformed(tag.span.begin, "</" + std::string(tag.name) + "> stands where " + expected);
        }
        stack_.pop_back();
        const auto depth = stack_.size();
        if (depth == 0 && tag.name == "gameList") {
            spans_.list_body.end = tag.span.begin;
            spans_.list_outer.end = tag.span.end;
        } else if (depth == 1 && in_list() && is_entry(tag)) {
            spans_.entries.back().outer.end = tag.span.end;
        } else if (depth == 2 && in_entry()) {
            auto& child = spans_.children.back();
            child.inner.end = tag.span.begin;
            child.outer.end = tag.span.end;
        }
    }

    static bool is_entry(const Tag& tag) { return tag.name == "game" || tag.name == "folder"; }

    [[nodiscard]] bool in_list() const { return !stack_.empty() && stack_[0].name == "gameList"; }

    [[nodiscard]] bool in_entry() const {
        return stack_.size() >= 2 && in_list() && is_entry(stack_[1]);
    }

    // Offsets come in ascending order.
    std::uint32_t line_of(std::uint32_t offset) {
        const auto passed = xml_.substr(counted_, offset - counted_);
        line_ += narrow(static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n')));
        counted_ = offset;
        return line_;
    }

    std::string_view xml_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1, counted_ = 0;
    std::vector<Tag> stack_;
    Spans spans_;
};

// "&amp;" at the front of text; what it stands for goes to out. False: no entity that is known, it
// stands for itself, as ES-DE reads it.
bool take_entity(std::string_view& text, std::string& out) {
    const auto end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos) {
        return false;
    }
    const auto name = text.substr(1, end - 1);
    constexpr std::array<std::pair<std::string_view, char>, 5> k_named{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [known, letter] : k_named) {
        if (name == known) {
            out += letter;
            text.remove_prefix(end + 1);
            return true;
        }
    }
    if (name.size() < 2 || name[0] != '#') {
        return false;
    }
    const bool hex = name[1] == 'x';
    const auto digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [last, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc() || last != digits.data() + digits.size() || code == 0 ||
        code > 0x10FFFF) {
        return false;
    }
    append_utf8(out, code);
    text.remove_prefix(end + 1);
    return true;
}

} // namespace

const Child*
Spans::find_child(std::string_view xml, const Entry& entry, std::string_view name) const {
    const auto* const found = std::find_if(begin_of(entry), end_of(entry), [&](const Child& child) {
        return child.name(xml) == name;
    });
    return found == end_of(entry) ? nullptr : found;
}

std::string Spans::path_of(std::string_view xml, const Entry& entry) const {
    const auto* const path = find_child(xml, entry, "path");
    return path != nullptr && path->is_text ? text_of(cut(xml, path->inner)) : std::string();
}

Spans scan(std::string_view xml) {
    return Scanner(xml).run();
}

std::string text_of(std::string_view inner) {
    if (inner.find_first_of("&<\r") == std::string_view::npos) { // most texts stand as they are
        return is_blank(inner) ? std::string() : std::string(inner);
    }
    constexpr std::string_view k_cdata = "<![CDATA[";
    std::string text;
    while (!inner.empty()) {
        if (inner.substr(0, k_cdata.size()) == k_cdata) {
            const auto end = inner.find("]]>");
            text += inner.substr(k_cdata.size(), end - k_cdata.size());
            inner.remove_prefix(end + 3);
        } else if (inner[0] == '<') { // a comment or a processing instruction
            const bool comment = inner.substr(0, 4) == "<!--";
            inner.remove_prefix(inner.find(comment ? "-->" : ">") + (comment ? 3 : 1));
        } else if (inner[0] != '&' || !take_entity(inner, text)) {
            text += inner[0];
            inner.remove_prefix(1);
        }
    }
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            made += text[at];
        } else if (at + 1 == text.size() || text[at + 1] != '\n') {
            made += '\n';
        }
    }
    return is_blank(made) ? std::string() : made;
}

} // namespace curateur::gamelist
