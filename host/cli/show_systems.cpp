#include "cli/show_systems.hpp"

#include "cli/options.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <filesystem>

namespace curateur::cli {

namespace {

// ".nes .zip": an extension in another case too is the same to a reader.
std::string extensions_of(const systems::System& system) {
    std::vector<std::string> seen;
    std::string text;
    for (const auto& extension : system.extensions) {
        const auto plain = lower(extension);
        if (std::find(seen.begin(), seen.end(), plain) == seen.end()) {
            seen.push_back(plain);
            text +=
                (text.empty() ? "" : " ") + (extension == "." ? std::string("(none)") : extension);
        }
    }
    return text;
}

} // namespace

std::string list_of_systems(const std::vector<systems::System>& systems) {
    constexpr std::size_t k_indent = 4;
    std::string text, absent, absent_path;
    std::size_t there = 0;
    for (const auto& system : systems) {
        std::error_code error;
        if (!std::filesystem::is_directory(system.path, error)) {
            if (absent.empty()) {
                absent_path = system.path.string();
            }
            absent += (absent.empty() ? "" : " ") + system.name;
            continue;
        }
        ++there;
        text += system.name + ": " + system.full_name + "\n" + std::string(k_indent, ' ') +
                system.path.string() + "\n" + wrapped(extensions_of(system), k_indent);
    }
    if (there == 0) {
        text += "No system has a folder.\n";
    }
    if (!absent.empty()) {
        text += "\nWithout a folder, such as " + absent_path + ":\n" + wrapped(absent, k_indent);
    }
    return text;
}

} // namespace curateur::cli
