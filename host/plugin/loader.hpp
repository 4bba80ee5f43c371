// Finds and loads plugins. Never unloads one.
#pragma once

#include "plugin/component.hpp"
#include "plugin/crashes.hpp"

#include <curateur/support/result.hpp>

#include <deque>
#include <optional>

namespace curateur::plugin {

struct Refused {
    std::filesystem::path library;
    std::string why; // "is not a shared library"
};

// Load from one thread; afterwards any thread may read.
class Loader {
public:
    // crashes: keeps a crumb while a library is loaded, because loading runs its code; a file that
    // ended curateur twice is refused. May be nullptr; outlives it.
    explicit Loader(Crashes* crashes = nullptr) : crashes_(crashes) {}

    // Looks at every *.so of the directories, in this order; one that is missing is left out. Of
    // two components with the same kind and id the first is used.
    void load_from(const std::vector<std::filesystem::path>& directories);

    void load(const std::filesystem::path& library);

    [[nodiscard]] const std::deque<Component>& components() const { return components_; }

    [[nodiscard]] const std::vector<Refused>& refused() const { return refused_; }

    // Component skipped, duplicate id: told once, nothing is lost.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

    // Errc::not_found says what there is, and repeats why a library was refused.
    [[nodiscard]] Result<const Component*> find(Kind kind, std::string_view id) const;

private:
    // All three: why it was refused.
    std::optional<std::string> open(const std::filesystem::path& library);
    std::optional<std::string> link(const std::filesystem::path& library);
    std::optional<std::string> add(const cur_plugin& plugin, const std::filesystem::path& library);
    void
    add(const cur_plugin& plugin, const cur_component& raw, const std::filesystem::path& library);

    Crashes* crashes_;
    std::deque<Component> components_;        // addresses stay
    std::vector<std::filesystem::path> seen_; // canonical
    std::vector<Refused> refused_;
    std::vector<std::string> notes_;
};

} // namespace curateur::plugin
