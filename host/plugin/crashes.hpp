// Who ended curateur, and at what: remembered, told, and not asked a third time.
#pragma once

#include "plugin/crumbs.hpp"

#include <map>
#include <utility>

namespace curateur::plugin {

// A crumb left behind is a strike for (component, entry). Two strikes: the component is not called
// about that entry again; strikes at five entries, or two at no entry in particular (the component
// was being made): it is not called at all. A strike is forgotten after 30 days, and a component of
// another version begins anew, because its version is part of its name. Kept in a file of its own,
// crashes.tsv beside the crumbs; the user may delete it.
class Crashes {
public:
    static constexpr int k_most_strikes = 2;
    static constexpr std::size_t k_most_entries = 5;
    static constexpr std::int64_t k_forgotten_after_ms = std::int64_t{30} * 24 * 60 * 60 * 1000;
    static constexpr std::int64_t k_longest_call_ms = 60'000; // longer: the plugin hangs

    // directory: of the library's state, whose lock the caller holds. Counts what the process
    // before left behind. clock: outlives it. Errc::io, Errc::no_space: run without.
    [[nodiscard]] static Result<std::unique_ptr<Crashes>>
    open(const std::filesystem::path& directory, const platform::Clock& clock);

    Crashes(const Crashes&) = delete;
    Crashes& operator=(const Crashes&) = delete;

    // One sentence for each call that the process before was in when it ended.
    [[nodiscard]] const std::vector<std::string>& told() const { return told_; }

    [[nodiscard]] Crumbs& crumbs() { return *crumbs_; }

    // Why component must not be called at all; nullopt: it may be.
    [[nodiscard]] std::optional<std::string> switched_off(std::string_view component) const;

    // Why component must not be called about entry, or not at all; nullopt: it may be. Any thread.
    [[nodiscard]] std::optional<std::string> quarantined(std::string_view component,
                                                         std::string_view entry) const;

    // The longest call in progress when it takes longer than k_longest_call_ms. Ask now and then:
    // let the others finish, write, and end by _exit, which leaves the crumb where it is.
    [[nodiscard]] std::optional<Crumb> hanging() const;

private:
    struct Strikes {
        int count = 0;
        std::int64_t last_unix_ms = 0; // of the call that ended the process
    };

    using Key = std::pair<std::string, std::string>; // component, entry

    Crashes(std::filesystem::path file,
            std::unique_ptr<Crumbs> crumbs,
            const platform::Clock& clock)
        : file_(std::move(file)), crumbs_(std::move(crumbs)), clock_(clock) {}

    void read(std::string_view text);
    void strike(const Crumb& crumb);
    [[nodiscard]] std::string written() const;
    [[nodiscard]] std::size_t entries_of(std::string_view component) const;
    [[nodiscard]] std::string way_out() const;

    std::filesystem::path file_;
    std::unique_ptr<Crumbs> crumbs_;
    const platform::Clock& clock_;
    std::map<Key, Strikes, std::less<>> strikes_; // not changed after open()
    std::vector<std::string> told_;
};

} // namespace curateur::plugin
