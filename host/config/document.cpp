#include "config/document.hpp"

#include "config/schema.hpp"
#include "config/sections.hpp"
#include "config/words.hpp"
#include "registry/registry.hpp"

#include <algorithm>

namespace curateur::config {

namespace {

constexpr std::string_view k_head = R"(# Configuration

<!-- Made from the table of settings. To change this page change the table (host/config/table*.cpp) or this
     text (host/config/document.cpp), then run: build/dev/tests/unit/host/cli/configuration_page > docs/configuration.md -->

curateur runs without a configuration file if the defaults suit you and a source needs no account. Else it reads
one, in [YAML](https://yaml.org):

```yaml
paths:
  roms: ~/ROMs
scraping:
  systems: [nes, snes]
  preferred_regions: [eu, wor, us]
  preferred_language: [de, en]
media:
  media_types: [cover, screenshot, video]
```

## Where settings come from

The first of these that has a setting decides; lists are replaced as a whole.

1. The command line. No secret can be given there: others can read it.
2. The environment: `CURATEUR_` and the key in capitals, `__` for each dot and `_` for each hyphen, as in
   `CURATEUR_SCRAPING__SCRAPE_MODE=force`. Lists are written `a,b` (paths `a:b`), maps `{a: b}`. With `_FILE` at the
   end it names a file that holds the value. An empty variable counts as not set.
3. The configuration file: the one after `--config`; else `config.yaml` in the working directory; else
   `$XDG_CONFIG_HOME/curateur/config.yaml`, which is `~/.config/curateur/config.yaml` for most.
4. The installed `share/curateur/defaults.yaml`, which says which source and which output are used.
5. The defaults below.

`config.yaml` in the working directory is read only if it belongs to you. As it may have come with a download, it
cannot say where plugins lie (`plugins.path`) nor where a source sends its secrets; a file named with `--config` can.
A file that holds a password should be readable by you alone: `chmod 600 config.yaml`.

Relative paths are taken from the folder of the file they stand in, those of the command line and the environment
from the working directory; `~` is your home.

Mistakes are told all at once, each with its file and line: unknown keys, keys that stand twice, values that do not
fit. What an older version of the program understood and this one does not do yet is accepted, and a note says so.

## Settings

The value in the second column is the default.
)";

constexpr std::string_view k_plugins = R"(
## Plugins

Each plugin has a section of its own, below `sources:`, `outputs:` or `validators:`; a source's may also stand at the
top level. Its options are checked against what it declares; `curateur plugins info ID` shows them for any plugin
that is installed. An option that is secret can be put into a file of its own, which `<option>_file` names. The
plugin gets a stand-in for it; the secret itself is put in when a request leaves for one of the plugin's addresses.
)";

constexpr std::string_view k_words = R"(
## Words

The words that lists may hold.

)";

constexpr std::string_view k_sample = R"(
## Every setting in one file

)";

bool has_flag(const core::Option& option, std::uint32_t flag) {
    return (option.flags & flag) != 0;
}

// In a cell of a table a bar would end the cell.
std::string cell(std::string_view text) {
    std::string made;
    for (const char c : text) {
        made += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return made;
}

// In running text a star would begin an emphasis.
std::string prose(std::string_view text) {
    std::string made;
    for (const char c : cell(text)) {
        made += c == '*' ? std::string("\\*") : std::string(1, c);
    }
    return made;
}

std::string code(std::string_view text) {
    return "`" + cell(text) + "`";
}

std::string words_of(Words words) {
    switch (words) {
    case Words::language:
        return "languages";
    case Words::region:
        return "regions";
    case Words::platform:
        return "a platform's id";
    case Words::media:
        return "kinds of media";
    case Words::source:
        return "ids of sources";
    case Words::output:
        return "ids of outputs";
    default:
        return "";
    }
}

std::string kind_of(const Setting& setting) {
    const auto rule = rule_of(setting);
    const auto words = words_of(setting.words);
    if (setting.type == Type::choice) {
        std::string text;
        for (const auto& choice : rule.choices) {
            text += (text.empty() ? "" : ", ") + code(choice);
        }
        return text;
    }
    if (setting.type == Type::list) {
        return "a list" + (words.empty() ? "" : " of " + words) +
               (setting.words == Words::language ? ", or one" : "");
    }
    return words.empty() ? expected(rule) : words;
}

// A key as a user writes it.
std::string shown(const Setting& setting) {
    std::string key(setting.key);
    if (const auto star = key.find('*'); star != std::string::npos) {
        key.replace(star, 1, "NAME");
    }
    return key;
}

std::string row_of(const Setting& setting) {
    auto text = "| " + code(shown(setting)) + " | " +
                (setting.fallback.empty() ? "" : code(setting.fallback)) + " | " +
                cell(kind_of(setting)) + " | " + prose(setting.doc) + ".";
    if (!setting.also.empty()) {
        text += " Also read as " + code(setting.also) + ".";
    }
    text += " | ";
    if (!setting.flag.empty()) {
        text += code(std::string(setting.flag) +
                     (setting.operand.empty() ? "" : " " + std::string(setting.operand)));
    }
    // The environment cannot spell every system's name.
    if (setting.key.find('*') == std::string_view::npos) {
        text += (setting.flag.empty() ? "" : "<br>") + code(environment_name(setting.key));
    }
    return text + " |\n";
}

std::string section_of(const Setting& setting) {
    return std::string(setting.key.substr(0, setting.key.find('.')));
}

std::string tables() {
    std::string text, section;
    for (const auto& setting : settings()) {
        if (setting.state == State::flag_only) {
            continue;
        }
        if (section_of(setting) != section) {
            section = section_of(setting);
            text += "\n### " + section +
                    "\n\n| key | default | value | meaning | option, environment "
                    "|\n|---|---|---|---|---|\n";
        }
        text += row_of(setting);
    }
    text += "\n### For one run\n\nThese can only be given on the command line.\n\n"
            "| option | meaning |\n|---|---|\n";
    for (const auto& setting : settings()) {
        if (setting.state == State::flag_only) {
            text += "| " +
                    code(std::string(setting.flag) +
                         (setting.operand.empty()
                              ? ""
                              : (setting.flag.empty() ? "" : " ") + std::string(setting.operand))) +
                    " | " + cell(setting.doc) + ". |\n";
        }
    }
    return text;
}

std::string plugin_table(const Declared& plugin) {
    const auto section = config::section_of(plugin.part) + "." + plugin.id;
    auto text = "\n### " + section + "\n\n| option | value | meaning |\n|---|---|---|\n";
    for (const auto& option : options_of(plugin)) {
        std::string facts;
        for (const auto& fact : option.facts) {
            facts += (facts.empty() ? "" : "; ") + fact;
        }
        text += "| " + code(option.key) + " | " + cell(facts) + " | " +
                (option.doc.empty() ? "" : cell(option.doc) + ".") + " |\n";
    }
    if (!plugin.options.empty()) {
        text += "\nIn the environment: " +
                code(environment_name(section + "." + plugin.options.front().key)) +
                ", and so on.\n";
    }
    return text;
}

std::string vocabularies() {
    std::string media = "* kinds of media:", regions = "* regions:", fields = "* fields:",
                platforms = "* platforms:";
    const auto add = [](std::string& text, std::string_view word, const std::string& more) {
        text += (text.ends_with(':') ? " " : ", ") + code(word) + more;
    };
    for (const auto& kind : registry::media_kinds()) {
        auto more = kind.type == "image" ? std::string() : " (" + std::string(kind.type) + ")";
        for (const auto& variant : kind.variants) {
            more += (variant == kind.variants.front() ? ": " : " ") + code(variant);
        }
        add(media, kind.name, more);
    }
    for (const auto& region : registry::regions()) {
        add(regions, region.code, " " + std::string(region.name));
    }
    for (const auto& field : registry::fields()) {
        add(fields, field.name, "");
    }
    for (const auto& platform : registry::platforms()) {
        add(platforms, platform.id, "");
    }
    return media + "\n" + regions + "\n" +
           "* languages: the codes of BCP 47, such as `en`, `de`, `ja`, `pt-BR`, `zh-Hant`\n" +
           fields + "\n" + platforms + "\n";
}

// "  # doc", over as many lines as it takes.
std::string comment(std::string_view doc, std::size_t indent) {
    constexpr std::size_t k_width = 100;
    std::string text, line;
    const auto flush = [&] {
        text += std::string(indent, ' ') + "#" + line + "\n";
        line.clear();
    };
    for (const auto& word : split(doc, ' ')) {
        if (indent + line.size() + word.size() + 2 > k_width) {
            flush();
        }
        line += " " + word;
    }
    flush();
    return text;
}

} // namespace

std::vector<OptionText> options_of(const Declared& plugin) {
    std::vector<OptionText> all;
    for (const auto& option : plugin.options) {
        const auto rule = rule_of(option);
        OptionText text{
            option.key, {rule.type == Type::url ? "an address" : expected(rule)}, option.doc};
        if (has_flag(option, CUR_OPT_REQUIRED)) {
            text.facts.emplace_back("required");
        }
        if (has_flag(option, CUR_OPT_SECRET)) {
            text.facts.emplace_back(has_flag(option, CUR_OPT_REVEAL)
                                        ? "secret, but the plugin sees it"
                                        : "secret: the plugin sees a stand-in");
        } else if (option.fallback) {
            text.facts.push_back("default " + *option.fallback);
        }
        if (has_flag(option, CUR_OPT_ORIGIN)) {
            text.facts.emplace_back("the plugin may send to it");
        }
        if (has_flag(option, CUR_OPT_DEPRECATED)) {
            text.facts.emplace_back("will go");
        }
        all.push_back(std::move(text));
    }
    for (const auto& option : host_options()) {
        if (option.part == plugin.part) {
            all.push_back({option.key, {expected(option.rule)}, option.doc});
        }
    }
    return all;
}

std::string sample_file() {
    std::string text;
    std::vector<std::string> before;
    for (const auto& setting : settings()) {
        if (setting.state == State::flag_only || setting.state == State::meaningless) {
            continue;
        }
        const auto path = split(setting.key, '.');
        const bool is_pattern = setting.key.find('*') != std::string_view::npos;
        const auto off = [&](bool is_off) {
            return std::string(is_off ? "#" : "");
        };
        for (std::size_t level = 0; level + 1 < path.size(); ++level) {
            const bool is_open = level < before.size() &&
                                 std::equal(path.begin(),
                                            path.begin() + static_cast<std::ptrdiff_t>(level) + 1,
                                            before.begin());
            if (!is_open) {
                text += (level == 0 && !text.empty() ? "\n" : "") + std::string(2 * level, ' ') +
                        off(is_pattern && level > 0) +
                        (path[level] == "*" ? std::string("snes-hacks") : path[level]) + ":\n";
            }
        }
        const auto indent = 2 * (path.size() - 1);
        const bool is_off =
            setting.fallback.empty() || is_pattern || setting.state == State::trusted;
        text += comment(setting.doc, indent) + std::string(indent, ' ') + off(is_off) +
                path.back() + ":" +
                (setting.fallback.empty() ? "" : " " + std::string(setting.fallback)) + "\n";
        before.assign(path.begin(), path.end() - 1);
    }
    return text;
}

std::string configuration_page(const std::vector<Declared>& plugins) {
    std::string text(k_head);
    text += tables();
    text += k_plugins;
    for (const auto part : {Part::source, Part::output, Part::validator}) {
        for (const auto& plugin : plugins) {
            if (plugin.part == part && !options_of(plugin).empty()) {
                text += plugin_table(plugin);
            }
        }
    }
    text += k_words;
    text += vocabularies();
    text += k_sample;
    text += "```yaml\n" + sample_file() + "```\n";
    return text;
}

} // namespace curateur::config
