// Which systems a run is about, and where their ROMs, gamelists and media are.
#pragma once

#include "config/config.hpp"
#include "pipeline/setup.hpp"

namespace curateur::pipeline {

struct Selection {
    std::vector<systems::System> systems; // in order; the folders may not exist
    Places places;
    std::vector<std::string> warnings;
};

// es_systems.xml if one is configured, else the frontend's custom systems over those compiled in;
// paths from the configuration, else from the frontend's own settings, else the usual ones.
// Errc::invalid when no system is left, with the names that come near.
[[nodiscard]] Result<Selection> select_systems(const config::Config& config);

} // namespace curateur::pipeline
