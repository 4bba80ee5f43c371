// What is being called, kept where it outlives the process: a plugin or a scanner that crashes or
// hangs ends curateur, and the next start reads here whose fault it was (crashes.hpp).
#pragma once

#include "platform/clock.hpp"

#include <curateur/support/result.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::plugin {

// One call. entry: what it was about, "" when it was about no entry.
struct Crumb {
    std::string component, call, entry;
    std::int64_t started_unix_ms = 0;
    std::int64_t ms = 0; // how long it has taken so far; of a crumb left behind: 0
};

// A small file, mapped: a call costs no system call. Any thread; up to k_slots calls at once are
// named, more are not. One process a file: the caller holds the library's lock.
class Crumbs {
public:
    static constexpr std::size_t k_slots = 64;

    // Makes the file if need be; what is in it and is not ours is taken for nothing.
    // clock: outlives it. Errc::io, Errc::no_space.
    [[nodiscard]] static Result<std::unique_ptr<Crumbs>> open(const std::filesystem::path& file,
                                                              const platform::Clock& clock);

    Crumbs(const Crumbs&) = delete;
    Crumbs& operator=(const Crumbs&) = delete;
    ~Crumbs();

    // The calls that were in progress when the process before this one ended.
    [[nodiscard]] const std::vector<Crumb>& left_behind() const { return left_behind_; }

    // They have been written down elsewhere and are taken away. Before the first call.
    void forget_left_behind();

    // The call in progress that began first; now: the clock's steady_ms().
    [[nodiscard]] std::optional<Crumb> longest_call(std::int64_t now_steady_ms) const;

    // A call by this thread, for as long as it lives.
    class Scope {
    public:
        // crumbs: may be nullptr. What does not fit is cut.
        Scope(Crumbs* crumbs, std::string_view component, std::string_view call);
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        ~Scope();

    private:
        Crumbs* crumbs_;
        std::size_t slot_;
    };

    // What the calls of this thread are about, for as long as it lives: "snes/Game.sfc". The text
    // is borrowed. The innermost counts.
    class About {
    public:
        explicit About(std::string_view entry);
        About(const About&) = delete;
        About& operator=(const About&) = delete;
        ~About();

        [[nodiscard]] static std::string_view current();

    private:
        std::string_view outer_;
    };

    // An entry's name as a crumb holds it: the end of one that is too long.
    [[nodiscard]] static std::string_view fitting(std::string_view entry);

private:
    struct File;
    struct Slot;

    Crumbs(File* file, const platform::Clock& clock);
    std::size_t take();
    void set(std::size_t slot, std::string_view component, std::string_view call);
    void clear(std::size_t slot);

    File* file_; // mapped
    const platform::Clock& clock_;
    std::vector<Crumb> left_behind_;
    std::array<bool, k_slots> old_{}; // holds a call of the process before
    std::array<std::atomic<bool>, k_slots> taken_{};
    mutable std::array<std::mutex, k_slots> guards_; // of the slot's text
};

} // namespace curateur::plugin
