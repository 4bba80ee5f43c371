// A metadata source, called: what it plans and what it makes of an answer, copied and checked.
#pragma once

#include "core/model.hpp"
#include "plugin/call.hpp"

namespace curateur::plugin {

// An HTTP answer handed to the plugin; credentials are already taken out of it.
struct Answer {
    std::string tag; // of the request
    std::uint32_t status = 0;
    bool from_cache = false;
    std::string_view body;
    std::int64_t received_unix_ms = 0;
    std::vector<core::Param> headers; // names in lower case
};

// What a call pushed; empty but for the refusal when it did not return CUR_OK.
struct Pushed {
    std::optional<Refusal> refusal;
    std::vector<core::Record> records;
    std::vector<core::Request> requests; // first ones, or follow-ups
    std::vector<core::Account> accounts;
};

// Not for two threads at once.
class SourceInstance {
public:
    static constexpr std::size_t k_most_requests = 16;                   // abi_source.h
    static constexpr std::size_t k_longest_text = std::size_t{1} << 20U; // the same
    static constexpr std::size_t k_longest_tag = 4096;                   // the same

    // crashes: keeps a crumb of each call; outlives it.
    [[nodiscard]] static Result<SourceInstance> create(const Component& component,
                                                       const Settings& settings,
                                                       Log log,
                                                       Crashes* crashes = nullptr);

    [[nodiscard]] Pushed plan(const core::Query& query);
    [[nodiscard]] Pushed parse(const core::Query& query, const Answer& answer);

    // nullopt: the download is the medium.
    [[nodiscard]] std::optional<Refusal> media_answer(const Answer& answer);

private:
    SourceInstance(const Component& component, Instance instance, Log log)
        : component_(&component), instance_(std::move(instance)), log_(std::move(log)) {}

    const Component* component_;
    Instance instance_;
    Log log_;
};

} // namespace curateur::plugin
