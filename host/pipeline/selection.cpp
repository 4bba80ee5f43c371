#include "pipeline/selection.hpp"

#include "core/text.hpp"
#include "platform/file.hpp"
#include "platform/paths.hpp"

#include <algorithm>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t k_longest_xml = std::uint64_t{16} << 20U; // ES-DE's own is 250 kB

fs::path or_else(const fs::path& set, const std::string& of_frontend, const fs::path& fallback) {
    if (!set.empty()) {
        return set;
    }
    return of_frontend.empty() ? fallback : platform::absolute_from(of_frontend, platform::home());
}

Places places_of(const config::Config& config, const fs::path& frontend) {
    systems::Settings theirs;
    if (const auto text =
            platform::read_file(frontend / "settings" / "es_settings.xml", k_longest_xml)) {
        theirs = systems::parse_settings(*text);
    }
    Places places;
    places.roms = or_else(config.paths.roms, theirs.rom_directory, platform::home() / "ROMs");
    places.media =
        or_else(config.paths.media, theirs.media_directory, frontend / "downloaded_media");
    places.gamelists = or_else(config.paths.gamelists, "", frontend / "gamelists");
    places.state = platform::state_home() / "curateur" / config.paths.library;
    places.accounts = platform::state_home() / "curateur" / "accounts";
    return places;
}

Result<systems::Systems> parse_file(const fs::path& file, const fs::path& roms) {
    CURATEUR_TRY(const auto text, platform::read_file(file, k_longest_xml));
    return systems::parse(text, file.string(), roms, platform::home());
}

// Exactly the configured file's systems, or ES-DE's.
Status find_all(Selection& selection, const config::Config& config, const fs::path& frontend) {
    if (!config.paths.es_systems.empty()) {
        CURATEUR_TRY(auto own, parse_file(config.paths.es_systems, selection.places.roms));
        selection.warnings = std::move(own.warnings);
        selection.systems = std::move(own.systems);
        return ok();
    }
    selection.systems = systems::built_in(selection.places.roms);
    const auto custom_file = frontend / "custom_systems" / "es_systems.xml";
    std::error_code ignored;
    if (!fs::exists(custom_file, ignored)) {
        return ok();
    }
    auto custom = parse_file(custom_file, selection.places.roms);
    if (!custom) {
        selection.warnings.push_back(custom.error().message + "; its systems are left out");
        return ok();
    }
    selection.warnings = custom->warnings;
    selection.systems = systems::overlay(*std::move(custom), std::move(selection.systems));
    return ok();
}

Status keep_wanted(Selection& selection, const std::vector<std::string>& wanted) {
    if (wanted.empty()) {
        return ok();
    }
    std::vector<std::string> names;
    for (const auto& system : selection.systems) {
        names.push_back(system.name);
    }
    std::vector<systems::System> kept;
    for (const auto& name : wanted) {
        const auto found =
            std::find_if(selection.systems.begin(), selection.systems.end(), [&](const auto& one) {
                return core::same_letters(one.name, name);
            });
        if (found == selection.systems.end()) {
            const auto near = core::nearest(name, names);
            selection.warnings.push_back("there is no system \"" + name + "\"" +
                                         (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
        } else if (std::none_of(kept.begin(), kept.end(), [&](const auto& one) {
                       return one.name == found->name;
                   })) {
            kept.push_back(*found);
        }
    }
    selection.systems = std::move(kept);
    if (selection.systems.empty()) {
        return Error{Errc::invalid, selection.warnings.back()};
    }
    return ok();
}

} // namespace

Result<Selection> select_systems(const config::Config& config) {
    const auto frontend =
        systems::application_data(platform::environment("ESDE_APPDATA_DIR"), platform::home());
    Selection selection;
    selection.places = places_of(config, frontend);
    CURATEUR_CHECK(find_all(selection, config, frontend));
    CURATEUR_CHECK(keep_wanted(selection, config.scraping.systems));
    if (selection.systems.empty()) {
        return Error{Errc::invalid,
                     config.paths.es_systems.string() +
                         ": has no system that can be used; see the warnings"};
    }
    return selection;
}

} // namespace curateur::pipeline
