#include "gamelist-xml/referee.hpp"

#include <tinyxml2.h>

#include <algorithm>

namespace curateur::gamelist {
namespace {

constexpr std::string_view k_open = "<gameList>", k_close = "</gameList>";

[[noreturn]] void disagree(std::size_t offset) {
    throw Failure(CUR_MALFORMED, "two readers understand this place differently").at(offset);
}

[[noreturn]] void not_well_formed(std::size_t offset) {
    throw Failure(CUR_MALFORMED, "is not well-formed XML").at(offset);
}

// Where the line begins in which tinyxml2 stopped.
std::size_t fault_in(std::string_view text, const tinyxml2::XMLDocument& document) {
    std::size_t offset = 0;
    for (int line = 1; line < document.ErrorLineNum(); ++line) {
        const auto end = text.find('\n', offset);
        if (end == std::string_view::npos) {
            break;
        }
        offset = end + 1;
    }
    return offset;
}

bool is_entry(const tinyxml2::XMLElement& element) {
    const std::string_view name = element.Name();
    return name == "game" || name == "folder";
}

std::string_view tag_of(const Entry& entry) {
    return entry.is_folder ? "<folder/>" : "<game/>";
}

// The document with an empty element where each entry stands: something that begins in front of
// one and ends in it or behind would swallow that element, too.
std::string skeleton_of(std::string_view xml, const Spans& spans) {
    std::string skeleton;
    std::size_t at = 0;
    for (const auto& entry : spans.entries) {
        skeleton += xml.substr(at, entry.outer.begin - at);
        skeleton += tag_of(entry);
        at = entry.outer.end;
    }
    skeleton += xml.substr(at);
    return skeleton;
}

// The offset in the document of one in its skeleton.
std::size_t offset_in_document(std::size_t offset, const Spans& spans) {
    for (const auto& entry : spans.entries) {
        if (offset <= entry.outer.begin) {
            break;
        }
        // Within the element that stands for the entry: its beginning.
        const auto tag_end = entry.outer.begin + tag_of(entry).size();
        offset = offset < tag_end ? entry.outer.begin : offset - tag_end + entry.outer.end;
    }
    return offset;
}

void referee_skeleton(std::string_view xml, const Spans& spans) {
    const auto skeleton = skeleton_of(xml, spans);
    tinyxml2::XMLDocument document;
    if (document.Parse(skeleton.data(), skeleton.size()) != tinyxml2::XML_SUCCESS) {
        not_well_formed(
            std::min(offset_in_document(fault_in(skeleton, document), spans), xml.size()));
    }
    const auto* const list = document.FirstChildElement("gameList");
    if (list == nullptr) {
        throw Failure(CUR_MALFORMED, "has no <gameList>").at(0);
    }
    auto ours = spans.entries.begin();
    for (const auto* element = list->FirstChildElement(); element != nullptr;
         element = element->NextSiblingElement()) {
        if (!is_entry(*element)) {
            continue;
        }
        if (ours == spans.entries.end()) {
            disagree(spans.list_outer.begin);
        }
        if (!element->NoChildren() || ours->is_folder != (element->Name()[0] == 'f')) {
            disagree(ours->outer.begin);
        }
        ++ours;
    }
    if (ours != spans.entries.end()) {
        disagree(ours->outer.begin);
    }
}

std::string referee_text(const tinyxml2::XMLElement& element) {
    std::string text;
    for (const auto* node = element.FirstChild(); node != nullptr; node = node->NextSibling()) {
        if (node->ToText() != nullptr) {
            text += node->Value();
        }
    }
    return text.find_first_not_of(" \t\r\n") == std::string::npos ? std::string() : text;
}

void referee_children(std::string_view xml,
                      const Spans& spans,
                      const Entry& entry,
                      const tinyxml2::XMLElement& element) {
    const auto* child = element.FirstChildElement();
    for (const auto* ours = spans.begin_of(entry); ours != spans.end_of(entry); ++ours) {
        if (child == nullptr || ours->name(xml) != child->Name() ||
            (ours->is_text && text_of(cut(xml, ours->inner)) != referee_text(*child))) {
            disagree(ours->outer.begin);
        }
        child = child->NextSiblingElement();
    }
    if (child != nullptr) {
        disagree(entry.outer.begin);
    }
}

} // namespace

void referee(std::string_view xml, const Spans& spans) {
    referee_skeleton(xml, spans);
    tinyxml2::XMLDocument document;
    std::string text;
    for (const auto& entry : spans.entries) {
        // In a list of its own, so that it lies as deep as in the document: tinyxml2 has a limit.
        text.assign(k_open).append(cut(xml, entry.outer)).append(k_close);
        if (document.Parse(text.data(), text.size()) != tinyxml2::XML_SUCCESS) {
            const auto fault = fault_in(text, document);
            const auto inside = fault > k_open.size() ? fault - k_open.size() : 0;
            not_well_formed(std::min<std::size_t>(entry.outer.begin + inside, entry.outer.end));
        }
        const auto* const list = document.FirstChildElement();
        const auto* const element = list != nullptr ? list->FirstChildElement() : nullptr;
        const bool is_alone = element != nullptr && document.LastChild() == list &&
                              list->FirstChild() == element && list->LastChild() == element;
        if (!is_alone || element->Name() != std::string_view(entry.is_folder ? "folder" : "game")) {
            disagree(entry.outer.begin);
        }
        referee_children(xml, spans, entry, *element);
    }
}

Spans understood(std::string_view xml) {
    auto spans = scan(xml);
    if (!spans.has_list) {
        throw Failure(CUR_MALFORMED, "has no <gameList>; is the file cut short?").at(0);
    }
    referee(xml, spans);
    return spans;
}

} // namespace curateur::gamelist
