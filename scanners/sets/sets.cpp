#include "sets/sets.hpp"

#include "registry/registry.hpp"
#include "sets_table.hpp"

#include <string>
#include <unordered_map>

namespace curateur::sets {
namespace {

using Table = std::unordered_map<std::string_view, std::string_view>; // name → kind

const Table& table() {
    static const Table made = [] {
        Table all;
        auto rest = k_sets;
        static_cast<void>(registry::next_line(rest)); // the headings
        while (!rest.empty()) {
            const auto cells = registry::cells_of(registry::next_line(rest));
            all.emplace(cells[0], cells[1]);
        }
        return all;
    }();
    return made;
}

std::string_view kind_of(const std::string& name) {
    const auto found = table().find(name);
    return found == table().end() ? "" : found->second;
}

} // namespace

std::string_view why_no_game(std::string_view tag, std::string_view file_name) {
    std::string name(file_name);
    for (char& c : name) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (name.starts_with("[bios]")) { // No-Intro
        return "a BIOS, by its name";
    }
    if (tag == "arcade" || tag == "neogeo") {
        const auto kind = kind_of(name.substr(0, name.rfind('.')));
        return kind == "bios"     ? "a BIOS set, which games need and which is none"
               : kind == "device" ? "a device set, which games need and which is none"
                                  : "";
    }
    return kind_of(name) == "firmware" ? "a console's firmware, by its name" : "";
}

} // namespace curateur::sets
