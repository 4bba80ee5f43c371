// What a run is given: the settings, the plugins that were chosen, the systems that were selected.
// Made by the program before the run, unchanged while it lasts; any thread may read it.
#pragma once

#include "config/config.hpp"
#include "config/overrides.hpp"
#include "net/origins.hpp"
#include "net/secrets.hpp"
#include "pipeline/log.hpp"
#include "platform/clock.hpp"
#include "plugin/component.hpp"
#include "plugin/crashes.hpp"
#include "report/events.hpp"
#include "systems/systems.hpp"

#include <functional>
#include <memory>
#include <stop_token>

namespace curateur::pipeline {

struct SourceSetup {
    const plugin::Component* component = nullptr;
    core::Settings settings; // secrets are stand-in tokens
    std::shared_ptr<net::SecretVault> vault;
    net::OriginList origins;
    std::string account;      // where and as whom it is asked: those who share it share its limits
    bool is_loopback = false; // nothing of it leaves this machine
    std::map<std::string, std::string> platforms; // the user's: system or platform to native id
};

struct OutputSetup {
    const plugin::Component* component = nullptr;
    core::Settings settings;
    std::string metadata_dir, media_dir; // templates; empty: what the output declares
};

struct ValidatorSetup {
    const plugin::Component* component = nullptr;
    core::Settings settings;
};

// Where things are, resolved.
struct Places {
    std::filesystem::path roms, media, gamelists;
    std::filesystem::path state;    // of this library
    std::filesystem::path accounts; // what accounts have used, of all libraries
};

struct Setup {
    const config::Config& config;
    Places places;
    std::vector<systems::System> systems; // in order
    std::vector<SourceSetup> sources;     // those asked, in the user's order
    std::vector<OutputSetup> outputs;
    std::vector<ValidatorSetup> validators;
    bool offline = false; // only writes what the store knows
    std::string version;
    report::Reporter& reporter;
    const Log& log;
    const platform::Clock& clock;
    std::stop_token stop;
    std::function<int()> signal;        // the one that requested stop; 0: none did
    plugin::Crashes* crashes = nullptr; // whose fault it was; set by run() itself
    config::Overrides overrides = {};   // what the user decided about single games
};

} // namespace curateur::pipeline
