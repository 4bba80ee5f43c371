// A media validator, called.
#pragma once

#include "plugin/call.hpp"

#include <map>
#include <string_view>

namespace curateur::plugin {

struct Finding {
    std::uint32_t verdict = CUR_VERDICT_UNKNOWN; // CUR_VERDICT_*
    std::string reason;
    std::map<std::string, std::string> texts; // "format": "png"
    std::map<std::string, double> numbers;    // "width"
};

struct MediaFile {
    std::string kind, format; // as the source claims; format may be empty
    std::filesystem::path path;
    bool strict = false;
};

// Not for two threads at once.
class ValidatorInstance {
public:
    // crashes: keeps a crumb of each call; outlives it.
    [[nodiscard]] static Result<ValidatorInstance> create(const Component& component,
                                                          const Settings& settings,
                                                          Log log,
                                                          Crashes* crashes = nullptr);

    // Errc::io when the file cannot be read, Errc::fault when the plugin fails.
    [[nodiscard]] Result<Finding> check(const MediaFile& file);

private:
    ValidatorInstance(const Component& component, Instance instance, Log log)
        : component_(&component), instance_(std::move(instance)), log_(std::move(log)) {}

    const Component* component_;
    Instance instance_;
    Log log_;
};

} // namespace curateur::plugin
