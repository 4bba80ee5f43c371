#include "pipeline/preferences.hpp"

#include "platform/digest.hpp"
#include "registry/registry.hpp"

namespace curateur::pipeline {

merge::Preferences preferences_of(const config::Config& config) {
    merge::Preferences preferences;
    preferences.languages = config.scraping.languages;
    preferences.regions = config.scraping.regions;
    preferences.rom_first = config.scraping.region_order == config::RegionOrder::rom_first;
    preferences.parent_of = [](std::string_view code) {
        const auto* const region = registry::find_region(code);
        return std::string(region != nullptr ? region->parent : std::string_view());
    };
    preferences.is_list = [](std::string_view name) {
        const auto* const field = registry::find_field(name);
        return field != nullptr && field->type == "list";
    };
    return preferences;
}

std::string regions_of(const Item& item, const std::vector<core::Record>& records) {
    for (const auto& record : records) {
        const auto* const dump = match::verified_dump(record, item.game.evidence);
        if (dump != nullptr && !dump->evidence.regions.empty()) {
            return dump->evidence.regions;
        }
    }
    std::string text;
    for (const auto& region : item.tags.regions) {
        text += (text.empty() ? "" : ",") + region;
    }
    return text;
}

std::string view_of(const Setup& setup, const OutputSetup& output) {
    const auto& scraping = setup.config.scraping;
    std::string text = output.component->id + " " + output.component->version + "\n";
    const auto add = [&text](const std::vector<std::string>& list) {
        for (const auto& one : list) {
            text += one + ",";
        }
        text += '\n';
    };
    add(scraping.languages);
    add(scraping.regions);
    add(scraping.sources);
    for (const auto& [field, sources] : scraping.priority) {
        text += field + ":";
        add(sources);
    }
    text += scraping.region_order == config::RegionOrder::rom_first ? "rom" : "user";
    return platform::sha256_of(text);
}

} // namespace curateur::pipeline
