#include "config/load.hpp"

#include "config/schema.hpp"
#include "config/sections.hpp"
#include "config/words.hpp"
#include "core/text.hpp"
#include "platform/file.hpp"
#include "platform/paths.hpp"

#include <algorithm>
#include <sstream>

namespace curateur::config {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_file_suffix = "_FILE";

const std::vector<Declared> k_no_plugins;

// Applies one layer after the other to a Config, and remembers all that is wrong.
class Reader {
public:
    // plugins: nullptr while they are not loaded; their sections are then left alone.
    Reader(const Layers& layers, const std::vector<Declared>* plugins, Need need)
        : layers_(layers)
        , plugins_(plugins)
        , need_(need)
        , sections_(plugins == nullptr ? k_no_plugins : *plugins, findings_) {
        findings_.problems = layers.problems;
        findings_.notes = layers.notes;
    }

    Config read() {
        defaults();
        for (const auto& layer : layers_.layers) {
            if (layer.root.kind == Tree::Kind::map) {
                walk(layer, layer.root, "");
            }
            for (const auto& text : layer.texts) {
                if (layer.is_environment) {
                    variable(layer, text.key, text.texts.front());
                } else if (const auto* const setting = find_setting(text.key)) {
                    apply(layer,
                          *setting,
                          text.key,
                          node_of(rule_of(*setting), text.texts),
                          {text.flag});
                }
            }
        }
        listed_roms();
        limits();
        keep_kinds();
        config_.file = layers_.file;
        config_.overrides_file = layers_.overrides_file;
        return config_;
    }

    std::vector<PluginSettings> plugins() {
        std::set<std::pair<Part, std::string>> used;
        if (need_ == Need::run) {
            for (const auto& id : config_.scraping.sources) {
                used.emplace(Part::source, id);
            }
            for (const auto& id : config_.scraping.outputs) {
                used.emplace(Part::output, id);
            }
            for (const auto& plugin : *plugins_) {
                if (plugin.part == Part::validator) {
                    used.emplace(Part::validator, plugin.id);
                }
            }
        }
        return sections_.finish(used, layers_.working_directory, layers_.file.string());
    }

    [[nodiscard]] const Findings& findings() const { return findings_; }

private:
    void wrong(const Place& place, const std::string& key, std::string what) {
        findings_.problems.push_back({place, key, std::move(what)});
    }

    void defaults() {
        Layer layer;
        layer.name = "the compiled default";
        layer.base = layers_.working_directory;
        for (const auto& setting : settings()) {
            if (setting.fallback.empty()) {
                continue;
            }
            if (const auto yaml = parse_yaml(setting.fallback, layer.name)) {
                apply(layer, setting, std::string(setting.key), yaml->root, {layer.name});
            }
        }
    }

    void walk(const Layer& layer, const Tree& node, const std::string& path) {
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const auto& name = node.keys[i];
            const auto& item = node.items[i];
            const auto key = path.empty() ? name : path + "." + name;
            const Place place{layer.name, node.key_lines[i]};
            if (const auto* const setting = find_setting(key)) {
                apply(layer, *setting, key, item, place);
            } else if (path.empty() && plugin_section(layer, name, item, place)) {
                continue;
            } else if (!is_section(key)) {
                unknown(place, path, name);
            } else if (item.kind == Tree::Kind::map) {
                walk(layer, item, key);
            } else if (item.kind != Tree::Kind::null) {
                wrong(place, key, "is not a section; put its settings below it, indented");
            }
        }
    }

    // "sources:" and its like, or a source by its own name at the top.
    bool plugin_section(const Layer& layer,
                        const std::string& name,
                        const Tree& item,
                        const Place& place) {
        for (const auto part : {Part::source, Part::output, Part::validator}) {
            if (name != section_of(part)) {
                continue;
            }
            if (item.kind != Tree::Kind::map && item.kind != Tree::Kind::null) {
                wrong(place, name, "is not a section; put the names of plugins below it, indented");
            }
            for (std::size_t i = 0; plugins_ != nullptr && i < item.keys.size(); ++i) {
                sections_.take(part, item.keys[i], item.items[i], item.key_lines[i], layer);
            }
            return true;
        }
        if (plugins_ == nullptr) {
            return !is_section(name);
        }
        if (!sections_.has(Part::source, name)) {
            return false;
        }
        sections_.take(Part::source, name, item, place.line, layer);
        return true;
    }

    void unknown(const Place& place, const std::string& path, const std::string& name) {
        auto known = names_below(path);
        if (path.empty()) {
            for (const auto part : {Part::source, Part::output, Part::validator}) {
                known.push_back(section_of(part));
            }
            for (const auto& plugin : *plugins_) {
                if (plugin.part == Part::source) {
                    known.push_back(plugin.id);
                }
            }
        }
        auto what =
            std::string(path.empty() ? "there is no such section" : "there is no such setting");
        const auto near = core::nearest(name, known);
        const auto other = elsewhere(name);
        if (!near.empty()) {
            what += did_you_mean(near);
        } else if (!other.empty()) {
            what += "; did you mean " + other + "?";
        } else {
            what += "; there are " + listed(known);
        }
        wrong(place, path.empty() ? name : path + "." + name, what);
    }

    void variable(const Layer& layer, const std::string& name, const std::string& text) {
        const auto of = [](const std::string& wanted) -> const Setting* {
            for (const auto& setting : settings()) {
                if (environment_name(setting.key) == wanted && setting.state != State::flag_only) {
                    return &setting;
                }
            }
            return nullptr;
        };
        if (const auto* const setting = of(name)) {
            const auto rule = rule_of(*setting);
            apply(layer,
                  *setting,
                  std::string(setting->key),
                  node_of(rule, items_of(rule, text)),
                  {name});
        } else if (const auto* const by_file =
                       name.ends_with(k_file_suffix)
                           ? of(name.substr(0, name.size() - k_file_suffix.size()))
                           : nullptr) {
            const auto content = text_of_file(platform::absolute_from(text, layer.base));
            if (!content) {
                return wrong({name}, "", content.error().message);
            }
            const auto rule = rule_of(*by_file);
            apply(layer,
                  *by_file,
                  std::string(by_file->key),
                  node_of(rule, items_of(rule, *content)),
                  {name});
        } else if (plugins_ != nullptr && !sections_.take_environment(name, text, layer)) {
            auto known = sections_.variables();
            for (const auto& one : settings()) {
                known.push_back(environment_name(one.key));
            }
            const auto near = core::nearest(name, known);
            wrong({name},
                  "",
                  "there is no such setting; " +
                      (near.empty() ? "unset this variable" : "did you mean " + near + "?"));
        }
    }

    void apply(const Layer& layer,
               const Setting& setting,
               const std::string& key,
               const Tree& node,
               const Place& place) {
        const bool is_flag = place.line == 0 && !layer.is_environment;
        if (setting.state == State::flag_only && !is_flag) {
            return wrong(place,
                         key,
                         "holds for one run only; give it on the command line" +
                             (setting.flag.empty() ? "" : ": " + std::string(setting.flag)));
        }
        if (setting.state == State::trusted && !layer.is_trusted) {
            return wrong(place,
                         key,
                         "says which programs run, which a file that only lies in the working "
                         "directory may not; name the file with --config");
        }
        auto& first = seen_[{place.file, std::string(setting.key)}];
        if (first != 0) {
            return wrong(place,
                         key,
                         "is the same as " +
                             std::string(setting.key == key ? setting.also : setting.key) +
                             " in line " + std::to_string(first) + "; keep one of them");
        }
        // One wildcard's rows are many settings.
        first = setting.key.find('*') == std::string_view::npos ? place.line : 0;
        const Context context{layer.name.empty() ? place.file : layer.name,
                              layer.base,
                              need_ == Need::run ? plugins_ : nullptr};
        auto at = node;
        if (place.line > 0 && at.kind != Tree::Kind::list && at.kind != Tree::Kind::map) {
            at.line = place.line;
        }
        auto value = check(rule_of(setting), key, at, context, findings_.problems);
        if (!value) {
            return;
        }
        if (const auto star = setting.key.find('*'); star != std::string_view::npos) {
            value->name = key.substr(star);
            value->name = value->name.substr(0, value->name.rfind('.'));
        }
        if (setting.state == State::meaningless) { // nothing is left aside in silence
            findings_.notes.push_back({place, key, std::string(setting.note)});
        }
        if (setting.adds) {
            auto& all = added_[std::string(setting.key)];
            all.insert(all.begin(), value->texts.begin(), value->texts.end());
            value->texts = all;
        }
        if (setting.set != nullptr) {
            setting.set(config_, *value);
        } else if (setting.key == "scraping.roms_from") {
            roms_from_ = value->text();
        }
    }

    void listed_roms() {
        // It may be a pipe, and is read once: when all is known.
        if (roms_from_.empty() || plugins_ == nullptr) {
            return;
        }
        constexpr std::uint64_t k_longest = std::uint64_t{64} << 20U; // half a million paths
        const auto text = platform::read_file(roms_from_, k_longest);
        if (!text) {
            return wrong({"--roms-from"}, "", text.error().message);
        }
        auto& roms = config_.scraping.roms_only;
        const auto before = roms.size();
        std::istringstream lines(*text);
        for (std::string line; std::getline(lines, line);) {
            if (line.ends_with('\r')) {
                line.pop_back();
            }
            if (!line.empty()) {
                roms.push_back(platform::absolute_from(line, layers_.working_directory));
            }
        }
        // An empty selection would mean all.
        if (roms.size() == before) {
            wrong({"--roms-from"}, "", roms_from_ + " names no ROM");
        }
    }

    void limits() {
        auto& api = config_.api;
        if (!api.rate_override.enabled) {
            return;
        }
        const auto lower = [](auto& limit, const auto& other) {
            limit = limit && other ? std::min(*limit, *other) : limit ? limit : other;
        };
        lower(api.requests_per_minute, api.rate_override.requests_per_minute);
        lower(api.max_workers, api.rate_override.max_workers);
        lower(api.daily_quota, api.rate_override.daily_quota);
    }

    // The kinds that one run is about say nothing of those that the user wants to keep.
    void keep_kinds() {
        for (const auto& layer : layers_.layers) {
            for (const auto& text : layer.texts) {
                if (!layer.is_environment && text.key == "media.media_types") {
                    config_.media.clean_kinds = false;
                }
            }
        }
    }

    const Layers& layers_;
    const std::vector<Declared>* plugins_;
    Need need_;
    Findings findings_;
    Sections sections_;
    Config config_;
    std::map<std::pair<std::string, std::string>, int> seen_; // file and key to the line
    std::map<std::string, std::vector<std::string>> added_;
    std::string roms_from_;
};

} // namespace

const PluginSettings* Loaded::find(Part part, const std::string& id) const {
    const auto found = std::find_if(plugins.begin(), plugins.end(), [&](const auto& one) {
        return one.part == part && one.id == id;
    });
    return found == plugins.end() ? nullptr : &*found;
}

std::vector<fs::path> plugin_dirs(const Layers& layers) {
    return Reader(layers, nullptr, Need::look).read().plugin_dirs;
}

Result<Loaded> load(const Layers& layers, const std::vector<Declared>& plugins, Need need) {
    Reader reader(layers, &plugins, need);
    Loaded loaded;
    loaded.config = reader.read();
    loaded.plugins = reader.plugins();
    const auto problems = texts_of(reader.findings().problems);
    if (!problems.empty()) {
        std::string all;
        for (const auto& problem : problems) {
            all += (all.empty() ? "" : "\n") + problem;
        }
        return Error{Errc::invalid, all};
    }
    loaded.notes = texts_of(reader.findings().notes);
    return loaded;
}

} // namespace curateur::config
