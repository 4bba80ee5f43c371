#include "config/sections.hpp"

#include "config/schema.hpp"
#include "config/words.hpp"
#include "core/text.hpp"
#include "platform/file.hpp"

#include <algorithm>
#include <limits>

namespace curateur::config {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_file_suffix = "_file";

std::string path_of(const Declared& plugin, const std::string& key) {
    return section_of(plugin.part) + "." + plugin.id + (key.empty() ? "" : "." + key);
}

Type type_of(std::uint32_t type) {
    switch (type) {
    case CUR_OPT_INT:
        return Type::integer;
    case CUR_OPT_NUMBER:
        return Type::number;
    case CUR_OPT_BOOL:
        return Type::boolean;
    case CUR_OPT_ENUM:
        return Type::choice;
    case CUR_OPT_STRING_LIST:
        return Type::list;
    case CUR_OPT_PATH:
        return Type::path;
    case CUR_OPT_URL:
        return Type::url;
    case CUR_OPT_MAP:
        return Type::map;
    default:
        return Type::text;
    }
}

bool has_flag(const core::Option& option, std::uint32_t flag) {
    return (option.flags & flag) != 0;
}

Rule rule_for(Type type, Words words) {
    Rule rule;
    rule.type = type;
    rule.words = words;
    return rule;
}

} // namespace

std::string section_of(Part part) {
    switch (part) {
    case Part::source:
        return "sources";
    case Part::output:
        return "outputs";
    case Part::validator:
        return "validators";
    }
    return "";
}

Rule rule_of(const core::Option& option) {
    Rule rule;
    rule.type = type_of(option.type);
    rule.choices = option.choices;
    rule.min = option.min;
    rule.max = option.max;
    rule.is_secret = has_flag(option, CUR_OPT_SECRET);
    return rule;
}

const std::vector<HostOption>& host_options() {
    static const std::vector<HostOption> all{
        {Part::source,
         "platforms",
         "What the source calls a system or a platform, where it is not what the source itself "
         "says: {snes-hacks: \"4\"}",
         rule_for(Type::map, Words::any)},
        {Part::output,
         "metadata_dir",
         "Where its documents are, for each system; {gamelists}, {roms}, {media}, {rom_dir} (this "
         "system's ROMs) and {system} are filled in",
         rule_for(Type::text, Words::place)},
        {Part::output,
         "media_dir",
         "Where its media are, in the same way",
         rule_for(Type::text, Words::place)}};
    return all;
}

Result<std::string> text_of_file(const fs::path& file) {
    constexpr std::uint64_t k_longest = std::uint64_t{64} << 10U; // a value, not a document
    CURATEUR_TRY(auto text, platform::read_file(file, k_longest));
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    return text;
}

Sections::Sections(const std::vector<Declared>& plugins, Findings& findings) : findings_(findings) {
    for (const auto& plugin : plugins) {
        if (has(plugin.part, plugin.id)) {
            continue;
        }
        Draft draft;
        draft.plugin = &plugin;
        draft.made.part = plugin.part;
        draft.made.id = plugin.id;
        drafts_.push_back(std::move(draft));
    }
}

bool Sections::has(Part part, const std::string& id) const {
    return std::any_of(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
        return draft.made.part == part && draft.made.id == id;
    });
}

std::optional<Sections::Key> Sections::key_of(const Declared& plugin,
                                              const std::string& text) const {
    const auto option_of = [&](const std::string& name) -> const core::Option* {
        const auto found = std::find_if(plugin.options.begin(),
                                        plugin.options.end(),
                                        [&](const auto& one) { return one.key == name; });
        return found == plugin.options.end() ? nullptr : &*found;
    };
    for (const auto& host : host_options()) {
        if (host.part == plugin.part && text == host.key) {
            return Key{text, nullptr, &host, false};
        }
    }
    if (const auto* const option = option_of(text)) {
        return Key{text, option, nullptr, false};
    }
    if (text.ends_with(k_file_suffix)) {
        const auto name = text.substr(0, text.size() - k_file_suffix.size());
        const auto* const option = option_of(name);
        if (option != nullptr && has_flag(*option, CUR_OPT_SECRET)) {
            return Key{name, option, nullptr, true};
        }
    }
    return std::nullopt;
}

void Sections::unknown(const Draft& draft, const std::string& key, int line, const Layer& layer) {
    std::vector<std::string> known;
    for (const auto& option : draft.plugin->options) {
        known.push_back(option.key);
        if (has_flag(option, CUR_OPT_SECRET)) {
            known.push_back(option.key + std::string(k_file_suffix));
        }
    }
    for (const auto& host : host_options()) {
        if (host.part == draft.made.part) {
            known.emplace_back(host.key);
        }
    }
    findings_.problems.push_back(
        {{layer.name, line},
         path_of(*draft.plugin, key),
         "there is no such option" + (known.empty() ? ", nor any other" : suggestion(key, known))});
}

void Sections::take(
    Part part, const std::string& id, const Tree& section, int line, const Layer& layer) {
    const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
        return draft.made.part == part && draft.made.id == id;
    });
    if (found == drafts_.end()) {
        std::vector<std::string> known;
        for (const auto& draft : drafts_) {
            if (draft.made.part == part) {
                known.push_back(draft.made.id);
            }
        }
        // A plugin may be away for a while; a slip of the pen never comes right.
        const auto near = core::nearest(id, known);
        const Problem problem{{layer.name, line},
                              section_of(part) + "." + id,
                              near.empty() ? "it is not installed; this section is not used"
                                           : "it is not installed" + did_you_mean(near)};
        (near.empty() ? findings_.notes : findings_.problems).push_back(problem);
        return;
    }
    if (section.kind == Tree::Kind::null) {
        return;
    }
    if (section.kind != Tree::Kind::map) {
        findings_.problems.push_back({{layer.name, line},
                                      path_of(*found->plugin, ""),
                                      "is not a section; put its options below it, indented"});
        return;
    }
    for (std::size_t i = 0; i < section.keys.size(); ++i) {
        if (const auto key = key_of(*found->plugin, section.keys[i])) {
            store(*found, *key, section.items[i], {layer.name, section.key_lines[i]}, layer);
        } else {
            unknown(*found, section.keys[i], section.key_lines[i], layer);
        }
    }
}

void Sections::store(
    Draft& draft, const Key& key, const Tree& node, const Place& place, const Layer& layer) {
    const auto path = path_of(*draft.plugin, key.name);
    const auto wrong = [&](std::string what) {
        findings_.problems.push_back({place, path, std::move(what)});
    };
    if (!draft.seen.emplace(place.file, key.name).second) {
        return wrong("is set a second time; keep one of them");
    }
    if (key.option != nullptr && has_flag(*key.option, CUR_OPT_ORIGIN) && !layer.is_trusted) {
        return wrong("says where secrets are sent, which a file that only lies in the working "
                     "directory may not; name the file with --config");
    }
    if (key.option != nullptr && has_flag(*key.option, CUR_OPT_DEPRECATED)) {
        findings_.notes.push_back(
            {place, path, "will go: " + (key.option->doc.empty() ? "remove it" : key.option->doc)});
    }
    auto rule = key.host != nullptr ? key.host->rule : rule_of(*key.option);
    Context context{place.file, layer.base, nullptr};
    auto at = node;
    at.line = place.line;
    if (key.is_file) {
        const auto file = check(rule_for(Type::existing_file, Words::any),
                                path + std::string(k_file_suffix),
                                at,
                                context,
                                findings_.problems);
        if (!file) {
            return;
        }
        auto text = text_of_file(file->text());
        if (!text) {
            return wrong(text.error().message);
        }
        at.text = *std::move(text);
    } else if (rule.is_secret && layer.is_readable_by_others && node.kind == Tree::Kind::scalar &&
               !node.text.empty()) {
        const Problem note{{layer.name},
                           "",
                           "holds a password and can be read by other users; run: chmod 600 " +
                               layer.name};
        findings_.notes.push_back(note);
    }
    if (auto value = check(rule, path, at, context, findings_.problems)) {
        keep(draft, key, *std::move(value));
    }
}

void Sections::keep(Draft& draft, const Key& key, Value value) {
    if (key.host == nullptr) {
        if (key.option->type == CUR_OPT_MAP) {
            auto& pairs = draft.made.settings.maps[key.name];
            pairs.clear();
            for (auto& [name, texts] : value.pairs) {
                pairs.emplace_back(name, texts.front());
            }
        } else {
            draft.made.settings.values[key.name] = std::move(value.texts);
        }
    } else if (key.name == "platforms") {
        for (auto& [name, texts] : value.pairs) {
            draft.made.platforms.insert_or_assign(name, texts.front());
        }
    } else {
        (key.name == "media_dir" ? draft.made.media_dir : draft.made.metadata_dir) = value.text();
    }
}

bool Sections::take_environment(const std::string& variable,
                                const std::string& text,
                                const Layer& layer) {
    for (auto& draft : drafts_) {
        const auto prefix = environment_name(path_of(*draft.plugin, ""));
        const auto alias = environment_name(draft.made.id);
        std::string key;
        if (variable.starts_with(prefix + "__")) {
            key = variable.substr(prefix.size() + 2);
        } else if (draft.made.part == Part::source && variable.starts_with(alias + "__")) {
            key = variable.substr(alias.size() + 2);
        } else {
            continue;
        }
        std::transform(key.begin(), key.end(), key.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        auto found = key_of(*draft.plugin, key);
        if (!found && key.ends_with(k_file_suffix)) {
            found = key_of(*draft.plugin, key.substr(0, key.size() - k_file_suffix.size()));
            if (found) {
                found->is_file = true;
            }
        }
        if (!found) {
            return false;
        }
        auto rule = found->is_file           ? rule_for(Type::text, Words::any)
                    : found->host != nullptr ? found->host->rule
                                             : rule_of(*found->option);
        store(draft, *found, node_of(rule, items_of(rule, text)), {variable}, layer);
        return true;
    }
    return false;
}

std::vector<std::string> Sections::variables() const {
    std::vector<std::string> names;
    for (const auto& draft : drafts_) {
        for (const auto& option : draft.plugin->options) {
            names.push_back(environment_name(path_of(*draft.plugin, option.key)));
        }
    }
    return names;
}

void Sections::fill_in(Draft& draft, const fs::path& base) {
    for (const auto& option : draft.plugin->options) {
        const auto rule = rule_of(option);
        auto& settings = draft.made.settings;
        if (rule.is_secret) {
            draft.made.secrets.push_back(option.key);
        }
        if (!option.fallback || settings.values.count(option.key) != 0 ||
            settings.maps.count(option.key) != 0) {
            continue;
        }
        // Only lists and maps are YAML; a text is taken as it is, whatever it holds.
        auto node = node_of(rule, {*option.fallback});
        if (rule.type == Type::list || rule.type == Type::map) {
            if (auto yaml = parse_yaml(*option.fallback, "")) {
                node = std::move(yaml->root);
            }
        }
        Findings own;
        const Context context{"the plugin's own default", base, nullptr};
        if (auto value =
                check(rule, path_of(*draft.plugin, option.key), node, context, own.problems)) {
            keep(draft, {option.key, &option, nullptr, false}, *std::move(value));
        }
        findings_.notes.insert(findings_.notes.end(), own.problems.begin(), own.problems.end());
    }
}

std::vector<PluginSettings> Sections::finish(const std::set<std::pair<Part, std::string>>& used,
                                             const fs::path& base,
                                             const std::string& file) {
    std::vector<PluginSettings> all;
    for (auto& draft : drafts_) {
        fill_in(draft, base);
        const auto& settings = draft.made.settings;
        for (const auto& option : draft.plugin->options) {
            const auto path = path_of(*draft.plugin, option.key);
            if (has_flag(option, CUR_OPT_REQUIRED) &&
                used.count({draft.made.part, draft.made.id}) != 0 &&
                settings.values.count(option.key) == 0 && settings.maps.count(option.key) == 0) {
                findings_.problems.push_back(
                    {{file},
                     path,
                     "is required; set it in the configuration or by " + environment_name(path) +
                         (option.doc.empty() ? "" : " (" + option.doc + ")")});
            }
        }
        all.push_back(std::move(draft.made));
    }
    return all;
}

} // namespace curateur::config
