#include "cli/guess_system.hpp"

#include "core/text.hpp"
#include "registry/registry.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace curateur::cli {
namespace fs = std::filesystem;

namespace {

struct Meant {
    std::string_view extension, system;
};

// Suffixes that several systems list, and that mean one of them all the same: the others can run
// its games, too.
constexpr std::array k_meant{Meant{".smc", "snes"},         Meant{".swc", "snes"},
                             Meant{".fig", "snes"},         Meant{".mgd", "snes"},
                             Meant{".md", "megadrive"},     Meant{".gen", "megadrive"},
                             Meant{".smd", "megadrive"},    Meant{".32x", "sega32x"},
                             Meant{".sms", "mastersystem"}, Meant{".gg", "gamegear"},
                             Meant{".pce", "pcengine"},     Meant{".sgx", "supergrafx"},
                             Meant{".z64", "n64"},          Meant{".v64", "n64"},
                             Meant{".ndd", "n64dd"},        Meant{".a52", "atari5200"},
                             Meant{".lnx", "atarilynx"},    Meant{".j64", "atarijaguar"},
                             Meant{".ws", "wonderswan"},    Meant{".wsc", "wonderswancolor"},
                             Meant{".gdi", "dreamcast"},    Meant{".cia", "n3ds"},
                             Meant{".unf", "nes"},          Meant{".unif", "nes"},
                             Meant{".d64", "c64"},          Meant{".adf", "amiga"}};

bool lists(const systems::System& system, const std::string& extension) {
    return std::any_of(system.extensions.begin(), system.extensions.end(), [&](const auto& one) {
        return lower(one) == extension;
    });
}

} // namespace

Result<SystemGuesser> SystemGuesser::create(const std::string& named) {
    SystemGuesser made;
    made.systems_ = systems::built_in({});
    made.named_ = named;
    if (!named.empty() && made.find(named) == nullptr) {
        std::vector<std::string> known;
        for (const auto& system : made.systems_) {
            known.push_back(system.name);
        }
        const auto near = core::nearest(named, known);
        return Error{Errc::invalid,
                     "there is no system \"" + named + "\"" +
                         (near.empty() ? "; \"curateur systems\" shows those there are"
                                       : "; did you mean \"" + near + "\"?")};
    }
    return made;
}

const systems::System* SystemGuesser::find(std::string_view name) const {
    const auto found = std::find_if(
        systems_.begin(), systems_.end(), [&](const auto& one) { return one.name == name; });
    return found == systems_.end() ? nullptr : &*found;
}

Guess SystemGuesser::of(const fs::path& path) const {
    auto guess = of_folder(path.parent_path());
    if (guess.system == nullptr) {
        guess.system = by_extension(lower(path.extension().string()));
        guess.how = guess.system == nullptr ? "" : "its suffix";
    }
    return guess;
}

Guess SystemGuesser::of_folder(const fs::path& folder) const {
    for (auto at = folder; at.has_relative_path(); at = at.parent_path()) {
        const auto* const system = find(lower(at.filename().string()));
        if (system != nullptr && (named_.empty() || system->name == named_)) {
            return {system, at, named_.empty() ? "its folder" : "--system"};
        }
    }
    return named_.empty() ? Guess{nullptr, folder, ""} : Guess{find(named_), folder, "--system"};
}

bool SystemGuesser::is_known(const std::string& extension) const {
    const auto plain = lower(extension);
    return plain.size() > 1 && std::any_of(systems_.begin(), systems_.end(), [&](const auto& one) {
               return lists(one, plain);
           });
}

std::vector<std::string> SystemGuesser::extensions() const {
    std::set<std::string> all;
    for (const auto& system : systems_) {
        all.insert(system.extensions.begin(), system.extensions.end());
    }
    all.erase("."); // a file without a suffix can be anything
    return {all.begin(), all.end()};
}

const systems::System* SystemGuesser::by_extension(const std::string& extension) const {
    const auto* const meant = std::find_if(k_meant.begin(), k_meant.end(), [&](const Meant& one) {
        return one.extension == extension;
    });
    if (meant != k_meant.end()) {
        return find(meant->system);
    }
    const systems::System* first = nullptr;
    std::set<std::string> platforms;
    for (const auto& system : systems_) {
        if (extension.size() < 2 || !lists(system, extension)) {
            continue;
        }
        if ("." + system.name == extension) {
            return &system;
        }
        first = first == nullptr ? &system : first;
        platforms.insert(registry::platform_of(system.name, system.platforms));
    }
    return platforms.size() == 1 ? first : nullptr;
}

} // namespace curateur::cli
