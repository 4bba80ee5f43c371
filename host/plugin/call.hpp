// One call into a plugin: what it logs, why it fails, and the belt around it. Private to the box.
#pragma once

#include "plugin/component.hpp"
#include "plugin/crashes.hpp"

#include <curateur/support/result.hpp>

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

// For as long as the text lives.
[[nodiscard]] inline cur_str borrowed(std::string_view text) {
    return {text.data(), text.size()};
}

// "" when it is not UTF-8.
[[nodiscard]] std::string text_of(cur_str text);

// Who is called, and what is kept of it. Borrowed by the calls.
struct Callee {
    std::string id;   // what its log lines bear
    std::string name; // full_name()
    Crashes* crashes; // may be nullptr
};

class Call {
public:
    // name: "parse", for the crumb.
    Call(const Callee& callee, const char* name, const Log& log);
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    // Runs body, which returns a cur_status. nullopt: CUR_OK. Whatever it throws is caught. A crumb
    // stands while it runs; it does not run at all when it is quarantined (crashes.hpp).
    template <class F>
    std::optional<Refusal> run(F&& body) {
        if (auto refusal = quarantined()) {
            return refusal;
        }
        cur_status status = CUR_INTERNAL;
        try {
            const Crumbs::Scope crumb(crumbs(), callee_.name, name_);
            status = body(&raw_);
        } catch (...) {
            refusal_.message = "threw an exception across the boundary";
        }
        return outcome(status);
    }

    [[nodiscard]] const cur_call* raw() const { return &raw_; }

private:
    [[nodiscard]] std::optional<Refusal> quarantined() const;
    [[nodiscard]] Crumbs* crumbs() const;
    std::optional<Refusal> outcome(cur_status status);

    const Callee& callee_;
    const char* name_;
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
    // crashes: may be nullptr; outlives it.
    [[nodiscard]] static Result<Instance>
    create(const Component& component, const Settings& settings, const Log& log, Crashes* crashes);

    Instance(Instance&& other) noexcept
        : component_(other.component_)
        , callee_(std::move(other.callee_))
        , raw_(std::exchange(other.raw_, nullptr)) {}

    Instance& operator=(Instance&&) = delete;
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    ~Instance();

    [[nodiscard]] cur_instance* raw() const { return raw_; }

    [[nodiscard]] const Callee& callee() const { return *callee_; }

private:
    Instance(const Component& component, std::unique_ptr<Callee> callee, cur_instance* raw)
        : component_(&component), callee_(std::move(callee)), raw_(raw) {}

    const Component* component_;
    std::unique_ptr<Callee> callee_;
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
