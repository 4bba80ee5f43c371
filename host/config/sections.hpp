// The sections of plugins, checked against what each plugin declares.
#pragma once

#include "config/load.hpp"
#include "config/rule.hpp"

#include <map>
#include <set>

namespace curateur::config {

// What is wrong, and what is only worth telling.
struct Findings {
    std::vector<Problem> problems, notes;
};

// What the host itself understands in the section of a plugin of this part.
struct HostOption {
    Part part;
    const char *key, *doc;
    Rule rule;
};

[[nodiscard]] const std::vector<HostOption>& host_options();

[[nodiscard]] Rule rule_of(const core::Option& option);

class Sections {
public:
    Sections(const std::vector<Declared>& plugins, Findings& findings);

    [[nodiscard]] bool has(Part part, const std::string& id) const;

    // A section of a file; later layers win key by key. line: of the id.
    void take(Part part, const std::string& id, const Tree& section, int line, const Layer& layer);

    // false: the variable is of no plugin.
    bool take_environment(const std::string& variable, const std::string& text, const Layer& layer);

    // The names of variables that there could be, for suggestions.
    [[nodiscard]] std::vector<std::string> variables() const;

    // With the plugins' own defaults. used: those whose required options must be there.
    [[nodiscard]] std::vector<PluginSettings>
    finish(const std::set<std::pair<Part, std::string>>& used,
           const std::filesystem::path& base,
           const std::string& file);

private:
    struct Draft {
        const Declared* plugin = nullptr;
        PluginSettings made;
        std::set<std::pair<std::string, std::string>> seen; // file and key
    };

    struct Key {
        std::string name;                     // "user_password"
        const core::Option* option = nullptr; // of the plugin
        const HostOption* host = nullptr;     // or of the host
        bool is_file = false;                 // the value stands in a file that is named
    };

    [[nodiscard]] std::optional<Key> key_of(const Declared& plugin, const std::string& text) const;
    void unknown(const Draft& draft, const std::string& key, int line, const Layer& layer);
    void
    store(Draft& draft, const Key& key, const Tree& node, const Place& place, const Layer& layer);
    void keep(Draft& draft, const Key& key, Value value);
    void fill_in(Draft& draft, const std::filesystem::path& base);

    std::vector<Draft> drafts_;
    Findings& findings_;
};

// The text that a file holds, for "..._file" and CURATEUR_..._FILE; without the line's end.
[[nodiscard]] Result<std::string> text_of_file(const std::filesystem::path& file);

} // namespace curateur::config
