// Which systems there are, and where their ROMs lie: ES-DE's own files, read as ES-DE reads them.
#pragma once

#include <curateur/support/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::systems {

struct System {
    std::string name, full_name; // "nes"; "Nintendo Entertainment System"
    std::filesystem::path path;  // absolute; may not exist
    std::vector<std::string>
        extensions; // with the dot, exact: ".nes", ".NES"; "." is "no extension"
    std::vector<std::string> platforms; // ES-DE's platform tags
    bool operator==(const System&) const = default;
};

struct Systems {
    std::vector<System> systems;       // in the file's order, names unique
    std::vector<std::string> warnings; // "es_systems.xml:12: ..."
    bool load_exclusive = false;       // a custom file that stands alone
};

// The text of an es_systems.xml. file: its name, for messages. Unlike ES-DE a <command> is not
// needed. Errc::malformed with the line when it is not XML or has no <systemList>.
[[nodiscard]] Result<Systems> parse(std::string_view xml,
                                    const std::string& file,
                                    const std::filesystem::path& rom_root,
                                    const std::filesystem::path& home);

// The systems that ES-DE 3.1.1 knows on Linux, below rom_root.
[[nodiscard]] std::vector<System> built_in(const std::filesystem::path& rom_root);

// custom over base: a custom system replaces the whole entry of its name, others are appended in
// front.
[[nodiscard]] std::vector<System> overlay(Systems custom, std::vector<System> base);

// What es_settings.xml says; empty where it says nothing.
struct Settings {
    std::string rom_directory, media_directory;
};

[[nodiscard]] Settings parse_settings(std::string_view xml);

// ES-DE's application data: $ESDE_APPDATA_DIR, else the first of ~/ES-DE, ~/.emulationstation that
// exists, else ~/ES-DE.
[[nodiscard]] std::filesystem::path application_data(const std::optional<std::string>& environment,
                                                     const std::filesystem::path& home);

} // namespace curateur::systems
