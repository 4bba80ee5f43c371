// The one table of the program's settings. It feeds parsing, checking, --help and
// docs/configuration.md.
#pragma once

#include "config/config.hpp"
#include "config/rule.hpp"

#include <span>
#include <string_view>

namespace curateur::config {

enum class State {
    usual,
    flag_only,   // for one run: a file or the environment may not set it
    trusted,     // not by a file that was only found in the working directory
    meaningless, // accepted for the sake of old files; any value gets a note
};

struct Setting {
    std::string_view key;       // "scraping.scrape_mode"; "*" stands for a name of the user's
    std::string_view also = {}; // another key for the same setting, as older files have it
    Type type = Type::text;
    std::string_view doc = {};      // one sentence, or a few; without the full stop
    std::string_view fallback = {}; // as it would stand in YAML; "": none
    std::string_view choices = {};  // "one|two"
    double min = 1, max = 0;        // min > max: unbounded
    bool above_min = false;         // min itself is not allowed
    std::string_view word = {};     // may stand instead of a number, and counts as 0
    bool may_be_null = false;
    Words words = Words::any;
    State state = State::usual;
    std::string_view note = {};    // of the meaningless
    std::string_view flag = {};    // "--systems"
    std::string_view operand = {}; // of the flag: "A,B"; "": the flag alone means true
    bool adds = false;             // stronger layers come before weaker ones, all count
    void (*set)(Config&, const Value&) = nullptr; // nullptr: nothing to keep
};

// In the order of the documentation.
[[nodiscard]] std::span<const Setting> settings();

// The setting of a key, or of one of its other names; nullptr: there is none.
[[nodiscard]] const Setting* find_setting(std::string_view key);

// Some setting's key begins with it: "runtime.rate_limit_override".
[[nodiscard]] bool is_section(std::string_view path);

// The names that may stand below a section ("" for the top), once each.
[[nodiscard]] std::vector<std::string> names_below(std::string_view section);

// The key that a name stands for in another section, or "": for "this belongs to ...".
[[nodiscard]] std::string elsewhere(std::string_view name);

[[nodiscard]] Rule rule_of(const Setting& setting);

// "CURATEUR_SCRAPING__SCRAPE_MODE".
[[nodiscard]] std::string environment_name(std::string_view key);

} // namespace curateur::config
