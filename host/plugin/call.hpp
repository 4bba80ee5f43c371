// One call into a plugin: what it logs, why it fails, and the belt around it. Private to the box.
#pragma once

#include "plugin/component.hpp"

#include <curateur/support/result.hpp>

#include <atomic>
#include <functional>

namespace curateur::plugin {

// level: CUR_LOG_*. Any thread.
using Log = std::function<void(
    std::uint32_t level, const std::string& component, const std::string& message)>;

// Why a call did not return CUR_OK.
struct Refusal {
    cur_status status = CUR_INTERNAL;
    std::int64_t retry_after_ms = -1, retry_at_unix_ms = -1; // -1: not said
    std::uint64_t offset = CUR_SIZE_UNKNOWN;                 // byte of the document at fault
    std::string message, detail;
};

// A status the host does not know counts as the first of its band.
[[nodiscard]] cur_status known_status(cur_status status);

// "" when it is not UTF-8.
[[nodiscard]] std::string text_of(cur_str text);

class Call {
public:
    Call(const std::string& component, const Log& log);
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    // Runs body, which returns a cur_status. nullopt: CUR_OK. Whatever it throws is caught.
    template <class F>
    std::optional<Refusal> run(F&& body) {
        cur_status status = CUR_INTERNAL;
        try {
            status = body(&raw_);
        } catch (...) {
            refusal_.message = "threw an exception across the boundary";
        }
        return outcome(status);
    }

    [[nodiscard]] const cur_call* raw() const { return &raw_; }

private:
    std::optional<Refusal> outcome(cur_status status);

    const std::string& component_;
    const Log& log_;
    Refusal refusal_;
    cur_call raw_{};
};

// What create() reads its settings from; borrowed for that call.
class SettingsView {
public:
    explicit SettingsView(const Settings& settings);

    [[nodiscard]] const cur_settings* raw() const { return &raw_; }

private:
    cur_settings raw_{};
};

// The instance of a component; destroyed by the component.
class Instance {
public:
    [[nodiscard]] static Result<Instance>
    create(const Component& component, const Settings& settings, const Log& log);

    Instance(Instance&& other) noexcept
        : component_(other.component_), raw_(std::exchange(other.raw_, nullptr)) {}

    Instance& operator=(Instance&&) = delete;
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    ~Instance();

    [[nodiscard]] cur_instance* raw() const { return raw_; }

private:
    Instance(const Component& component, cur_instance* raw) : component_(&component), raw_(raw) {}

    const Component* component_;
    cur_instance* raw_;
};

// What the host is to every plugin.
[[nodiscard]] const cur_host* host();

// While it lives, the last warning or error that a plugin logs through host() on this thread goes
// into a text: what init() has to say.
class HostLog {
public:
    explicit HostLog(std::string& into);
    HostLog(const HostLog&) = delete;
    HostLog& operator=(const HostLog&) = delete;
    ~HostLog();
};

} // namespace curateur::plugin
