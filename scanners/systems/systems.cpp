#include "systems/systems.hpp"

#include "registry/registry.hpp"
#include "systems_table.hpp"

#include <tinyxml2.h>

#include <algorithm>
#include <cstring>
#include <set>

namespace curateur::systems {
namespace fs = std::filesystem;

namespace {

using tinyxml2::XMLElement;

std::string text_of(const XMLElement& parent, const char* name) {
    const auto* const child = parent.FirstChildElement(name);
    const char* const text = child != nullptr ? child->GetText() : nullptr;
    std::string value = text != nullptr ? text : "";
    std::erase_if(value, [](char letter) { return letter == '\n' || letter == '\r'; });
    return value;
}

// Any run of blanks, line ends or commas parts two items.
std::vector<std::string> items_of(std::string_view list) {
    constexpr std::string_view k_separators = " \t\r\n,";
    std::vector<std::string> items;
    for (;;) {
        const auto from = list.find_first_not_of(k_separators);
        if (from == std::string_view::npos) {
            return items;
        }
        list.remove_prefix(from);
        const auto end = std::min(list.find_first_of(k_separators), list.size());
        const std::string item(list.substr(0, end));
        if (std::find(items.begin(), items.end(), item) == items.end()) {
            items.push_back(item);
        }
        list.remove_prefix(end);
    }
}

std::string list_text(const XMLElement& parent, const char* name) {
    const auto* const child = parent.FirstChildElement(name);
    const char* const text = child != nullptr ? child->GetText() : nullptr;
    return text != nullptr ? text : "";
}

fs::path expand(std::string text, const fs::path& rom_root, const fs::path& home) {
    if (const auto at = text.find("%ROMPATH%"); at != std::string::npos) {
        text.replace(at, std::strlen("%ROMPATH%"), rom_root.string() + "/");
    }
    for (auto at = text.find('~'); at != std::string::npos;
         at = text.find('~', at + home.string().size())) {
        text.replace(at, 1, home.string());
    }
    auto path = fs::path(text).lexically_normal();
    return path.has_filename() || path == path.root_path() ? path : path.parent_path();
}

struct Reader {
    const std::string& file;
    const fs::path& rom_root;
    const fs::path& home;
    Systems found;
    std::set<std::string> names;

    void warn(const XMLElement& at, const std::string& what) {
        found.warnings.push_back(file + ":" + std::to_string(at.GetLineNum()) + ": " + what);
    }

    void add(const XMLElement& element) {
        System system;
        system.name = text_of(element, "name");
        system.full_name = text_of(element, "fullname");
        system.extensions = items_of(list_text(element, "extension"));
        const auto path = text_of(element, "path");
        const char* const missing = system.name.empty()         ? "name"
                                    : path.empty()              ? "path"
                                    : system.extensions.empty() ? "extension"
                                                                : nullptr;
        if (missing != nullptr) {
            warn(element, "the system has no <" + std::string(missing) + ">: left out");
            return;
        }
        if (!names.insert(system.name).second) {
            warn(element, "the system \"" + system.name + "\" is there already: left out");
            return;
        }
        if (system.full_name.empty()) {
            system.full_name = system.name;
        }
        system.path = expand(path, rom_root, home);
        for (auto& platform : items_of(list_text(element, "platform"))) {
            std::transform(platform.begin(), platform.end(), platform.begin(), [](char letter) {
                return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a')
                                                      : letter;
            });
            system.platforms.push_back(platform);
        }
        found.systems.push_back(std::move(system));
    }
};

} // namespace

Result<Systems> parse(std::string_view xml,
                      const std::string& file,
                      const fs::path& rom_root,
                      const fs::path& home) {
    tinyxml2::XMLDocument document;
    if (document.Parse(xml.data(), xml.size()) != tinyxml2::XML_SUCCESS) {
        return Error{Errc::malformed,
                     file + ":" + std::to_string(document.ErrorLineNum()) +
                         ": is not well-formed XML (" +
                         tinyxml2::XMLDocument::ErrorIDToName(document.ErrorID()) + ")"};
    }
    const auto* const list = document.FirstChildElement("systemList");
    if (list == nullptr) {
        return Error{Errc::malformed, file + ": has no <systemList>; is it an es_systems.xml?"};
    }
    Reader reader{file, rom_root, home, {}, {}};
    reader.found.load_exclusive = document.FirstChildElement("loadExclusive") != nullptr;
    for (const auto* system = list->FirstChildElement("system"); system != nullptr;
         system = system->NextSiblingElement("system")) {
        reader.add(*system);
    }
    return std::move(reader.found);
}

std::vector<System> built_in(const fs::path& rom_root) {
    std::vector<System> all;
    auto table = k_systems;
    static_cast<void>(registry::next_line(table));
    while (!table.empty()) {
        const auto cells = registry::cells_of(registry::next_line(table));
        all.push_back({std::string(cells[0]),
                       std::string(cells[1]),
                       rom_root / cells[0],
                       items_of(cells[2]),
                       items_of(cells[3])});
    }
    return all;
}

std::vector<System> overlay(Systems custom, std::vector<System> base) {
    if (custom.load_exclusive) {
        return std::move(custom.systems);
    }
    std::vector<System> extra;
    for (auto& system : custom.systems) {
        const auto same = std::find_if(
            base.begin(), base.end(), [&](const System& one) { return one.name == system.name; });
        // A custom system whose folder is missing does not hide the one it was to replace.
        std::error_code ignored;
        if (same == base.end()) {
            extra.push_back(std::move(system));
        } else if (fs::is_directory(system.path, ignored)) {
            *same = std::move(system);
        }
    }
    extra.insert(
        extra.end(), std::make_move_iterator(base.begin()), std::make_move_iterator(base.end()));
    return extra;
}

Settings parse_settings(std::string_view xml) {
    tinyxml2::XMLDocument document;
    document.Parse(xml.data(), xml.size());
    Settings settings;
    for (const auto* one = document.FirstChildElement("string"); one != nullptr;
         one = one->NextSiblingElement("string")) {
        const char* const name = one->Attribute("name");
        const char* const value = one->Attribute("value");
        if (name == nullptr || value == nullptr) {
            continue;
        }
        if (std::string_view(name) == "ROMDirectory") {
            settings.rom_directory = value;
        } else if (std::string_view(name) == "MediaDirectory") {
            settings.media_directory = value;
        }
    }
    return settings;
}

fs::path application_data(const std::optional<std::string>& environment, const fs::path& home) {
    if (environment && !environment->empty()) {
        return environment->starts_with("~/") ? home / environment->substr(2)
                                              : fs::path(*environment);
    }
    std::error_code ignored;
    for (const char* const name : {"ES-DE", ".emulationstation"}) {
        if (fs::is_directory(home / name, ignored)) {
            return home / name;
        }
    }
    return home / "ES-DE";
}

} // namespace curateur::systems
