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

std::string rendered(std::string_view xml, const curateur::Change& change) {
    const std::vector<std::string_view> order{"path", "name"};
    curateur::gamelist::Rendering rendering(xml, order);
    rendering.add(change);
    return std::move(rendering).text();
}

// The last entry gets a name and loses its description; the others stay as they are.
void change_last(std::string_view xml, const curateur::gamelist::Games& games) {
    const auto old = games[games.size() - 1];
    if (old.native_path.empty()) {
        return;
    }
    curateur::Change change;
    change.native_key = old.native_path;
    change.is_directory = old.is_folder;
    change.fields = {{"name", "New & <old>", false}, {"desc", "", true}};
    const auto made = rendered(xml, change);
    const auto now = curateur::gamelist::read(made);
    if (now.size() != games.size()) {
        std::abort();
    }
    bool is_named = false;
    for (const auto& field : now[now.size() - 1].fields) {
        is_named = is_named || (field.name == "name" && field.value == "New & <old>");
        if (field.name == "desc") {
            std::abort();
        }
    }
    if (!is_named) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    curateur::gamelist::Games games;
    try {
        games = curateur::gamelist::read(xml);
    } catch (const curateur::Failure&) {
        return 0;
    }
    const auto count = games.size();
    const bool is_blank = xml.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!is_blank && entries_for_tinyxml2(xml) != count) {
        std::abort();
    }
    curateur::Change change;
    change.key = "new";
    change.native_key = "./new";
    change.is_new = true;
    change.fields = {{"name", "New & <old>", false}};
    const auto made = rendered(xml, change);
    if (curateur::gamelist::read(made).size() != count + 1) {
        std::abort();
    }
    if (count > 0) {
        change_last(xml, games);
    }
    return 0;
}
