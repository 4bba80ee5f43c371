// Whatever is understood, tinyxml2 understands as a whole, with as many entries; it can be changed,
// and reads back with exactly that change.
#include "gamelist-xml/gamelist.hpp"

#include "gamelist-xml/rendering.hpp"

#include <tinyxml2.h>

#include <cstdlib>

namespace {

std::size_t entries_for_tinyxml2(std::string_view xml) {
    tinyxml2::XMLDocument document;
    if (document.Parse(xml.data(), xml.size()) != tinyxml2::XML_SUCCESS) {
        std::abort();
    }
    std::size_t count = 0;
    const auto* const list = document.FirstChildElement("gameList");
    const auto* one = list != nullptr ? list->FirstChildElement() : nullptr;
    for (; one != nullptr; one = one->NextSiblingElement()) {
        const std::string_view name = one->Name();
        count += name == "game" || name == "folder" ? 1U : 0U;
    }
    return count;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    std::size_t count = 0;
    try {
        count = curateur::gamelist::read(xml).size();
    } catch (const curateur::Failure&) {
        return 0;
    }
    const bool is_blank = xml.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!is_blank && entries_for_tinyxml2(xml) != count) {
        std::abort();
    }
    curateur::Change change;
    change.key = "new";
    change.native_key = "./new";
    change.is_new = true;
    change.fields = {{"name", "New & <old>", false}};
    const std::vector<std::string_view> order{"path", "name"};
    curateur::gamelist::Rendering rendering(xml, order);
    rendering.add(change);
    const auto made = std::move(rendering).text();
    if (curateur::gamelist::read(made).size() != count + 1) {
        std::abort();
    }
    return 0;
}
