#include "config/overrides.hpp"

#include "config/words.hpp"
#include "config/yaml.hpp"
#include "core/text.hpp"
#include "platform/file.hpp"
#include "registry/registry.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <numeric>

namespace curateur::config {
namespace {

constexpr std::string_view k_keys[] = {"rom", "sha1", "pin", "ignore", "set", "lock"};

bool is_sha1(std::string_view text) {
    return text.size() == 40 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Items of the list become overrides; what is wrong is remembered.
class OverridesReader {
public:
    explicit OverridesReader(const std::string& file) : file_(file) {}

    void read(const Tree& root) {
        if (root.kind == Tree::Kind::null) {
            return;
        }
        if (root.kind != Tree::Kind::list) {
            wrong(root.line, "", "is not a list; begin each game with \"- rom: system/file\"");
            return;
        }
        for (const auto& item : root.items) {
            if (item.kind == Tree::Kind::map) {
                take(item);
            } else {
                wrong(
                    item.line, "", "is no game; write \"rom: system/file\" and what holds for it");
            }
        }
    }

    void wrong(int line, const std::string& key, std::string what) {
        problems_.push_back({{file_, line}, key, std::move(what)});
    }

    std::vector<Problem> problems_;
    Overrides made_;

private:
    void take(const Tree& item) {
        auto* const game = game_of(item);
        GameOverride unused;
        for (std::size_t i = 0; i < item.keys.size(); ++i) {
            take_key(
                game != nullptr ? *game : unused, item.keys[i], item.items[i], item.key_lines[i]);
        }
        if (item.keys.size() < 2 && game != nullptr) {
            wrong(item.line, "", "says nothing of the game; add pin, ignore, set or lock");
        }
    }

    GameOverride* game_of(const Tree& item) {
        const auto* const rom = item.find("rom");
        const auto* const sha1 = item.find("sha1");
        if ((rom == nullptr) == (sha1 == nullptr)) {
            wrong(item.line,
                  "",
                  "needs either rom: system/file or sha1: its digest, to say which game");
            return nullptr;
        }
        if (sha1 != nullptr) {
            const auto digest = lower(sha1->text);
            if (!is_sha1(digest)) {
                wrong(sha1->line, "sha1", "is no SHA-1; it has 40 digits, 0-9 and a-f");
                return nullptr;
            }
            return &made_.by_sha1[digest];
        }
        auto name = rom->text;
        name = name.starts_with("./") ? name.substr(2) : name;
        const auto slash = name.find('/');
        if (slash == std::string::npos || slash == 0 || slash + 1 == name.size()) {
            wrong(rom->line,
                  "rom",
                  "\"" + rom->text +
                      "\" has no system; write system/file, such as \"snes/Foo.sfc\"");
            return nullptr;
        }
        return &made_.by_rom[name];
    }

    void take_key(GameOverride& game, const std::string& key, const Tree& value, int line) {
        if (key == "pin") {
            take_pins(game, value, line);
        } else if (key == "ignore") {
            if (value.text == "true" || value.text == "false") {
                game.ignored = value.text == "true";
            } else {
                wrong(line, key, "is true or false");
            }
        } else if (key == "set") {
            take_values(game, value, line);
        } else if (key == "lock") {
            take_locks(game, value, line);
        } else if (key != "rom" && key != "sha1") {
            wrong(line,
                  key,
                  "is not known here" + suggestion(key, {std::begin(k_keys), std::end(k_keys)}));
        }
    }

    void take_pins(GameOverride& game, const Tree& value, int line) {
        if (value.kind != Tree::Kind::map) {
            wrong(line, "pin", "needs a source and its id of the game, such as {source: 1234}");
        }
        for (std::size_t i = 0; i < value.keys.size(); ++i) {
            const auto& id = value.items[i];
            if (id.kind != Tree::Kind::scalar || id.text.empty()) {
                wrong(value.key_lines[i],
                      "pin." + value.keys[i],
                      "needs the source's id of the game");
            } else {
                game.pins[value.keys[i]] = id.text;
            }
        }
    }

    void take_values(GameOverride& game, const Tree& value, int line) {
        if (value.kind != Tree::Kind::map) {
            wrong(line, "set", "needs fields and values, such as {name: Foo}");
        }
        for (std::size_t i = 0; i < value.keys.size(); ++i) {
            const auto& field = value.keys[i];
            const auto& text = value.items[i];
            const auto* const known = registry::find_field(field);
            const auto here = value.key_lines[i];
            if (known == nullptr) {
                wrong(here, "set." + field, "is no field" + suggestion(field, field_names()));
            } else if (text.kind == Tree::Kind::scalar) {
                game.values[field] = {text.text};
            } else if (text.kind == Tree::Kind::list && known->type == "list") {
                game.values[field] = texts_of_list(text);
            } else {
                wrong(here,
                      "set." + field,
                      known->type == "list" ? "needs a text or a list of texts" : "needs one text");
            }
        }
    }

    void take_locks(GameOverride& game, const Tree& value, int line) {
        auto words =
            value.kind == Tree::Kind::scalar ? std::vector{value.text} : texts_of_list(value);
        if (words.empty()) {
            wrong(line, "lock", "needs fields or kinds of media, such as [name, cover]");
        }
        for (auto& word : words) {
            const auto* const kind = registry::find_media(word);
            if (registry::find_field(word) == nullptr && kind == nullptr) {
                auto known = field_names();
                for (const auto& one : registry::media_kinds()) {
                    known.emplace_back(one.name);
                }
                wrong(line,
                      "lock",
                      "\"" + word + "\" is neither a field nor a kind of media" +
                          suggestion(word, known));
            } else if (!game.locks(word)) {
                game.locked.push_back(kind != nullptr ? std::string(kind->name) : word);
            }
        }
    }

    static std::vector<std::string> texts_of_list(const Tree& list) {
        std::vector<std::string> texts;
        for (const auto& item : list.items) {
            texts.push_back(item.text);
        }
        return texts;
    }

    static std::vector<std::string> field_names() {
        std::vector<std::string> names;
        for (const auto& field : registry::fields()) {
            names.emplace_back(field.name);
        }
        return names;
    }

    const std::string& file_;
};

void add(GameOverride& to, const GameOverride& more) {
    for (const auto& [source, id] : more.pins) {
        to.pins[source] = id;
    }
    to.ignored = to.ignored || more.ignored;
    for (const auto& [field, values] : more.values) {
        to.values[field] = values;
    }
    to.locked.insert(to.locked.end(), more.locked.begin(), more.locked.end());
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return out + '"';
}

// The item as block lines behind what is there, in the column of the items before it.
Result<std::string>
appended(std::string_view text, const std::string& file, const std::vector<std::string>& lines) {
    CURATEUR_TRY(const auto before, parse_overrides(text, file));
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size();
         at = std::min(text.find('\n', at), text.size() - 1) + 1) {
        const auto line = text.substr(at, text.find('\n', at) - at);
        const auto dash = line.find_first_not_of(' ');
        if (dash != std::string_view::npos && line[dash] == '-' && !line.starts_with("---")) {
            column = dash;
            break;
        }
    }
    const std::string indent(column, ' ');
    std::string made(text);
    made += made.empty() || made.ends_with('\n') ? "" : "\n";
    std::string item;
    for (const auto& line : lines) {
        item += (item.empty() ? "- " : "  ") + line + "\n";
        made += indent + (&line == &lines.front() ? "- " : "  ") + line + "\n";
    }
    // Whether that is sound, the parser says: all that was there, and the new item.
    const auto items_in = [&](std::string_view some) -> std::size_t {
        const auto yaml = parse_yaml(some, file);
        return yaml ? yaml->root.items.size() : 0;
    };
    const auto after = parse_overrides(made, file);
    if (!after || items_in(made) != items_in(text) + 1 ||
        after->by_rom.size() < before.by_rom.size()) {
        return Error{Errc::unsupported,
                     file +
                         ": nothing can be appended to it the way it is written; put these lines "
                         "into its list:\n" +
                         item};
    }
    return made;
}

} // namespace

bool GameOverride::locks(std::string_view name) const {
    return std::find(locked.begin(), locked.end(), name) != locked.end();
}

std::int64_t GameOverride::mark() const {
    std::string all;
    for (const auto& [field, texts] : values) {
        all += "\n" + field;
        for (const auto& text : texts) {
            all += "=" + text;
        }
    }
    for (const auto& name : locked) {
        all += "\n" + name;
    }
    return all.empty() ? 0 : core::mark_of(all);
}

GameOverride Overrides::find(std::string_view rom,
                             const std::vector<std::string_view>& sha1s) const {
    GameOverride found;
    for (const auto sha1 : sha1s) {
        if (const auto one = by_sha1.find(sha1); one != by_sha1.end()) {
            add(found, one->second);
        }
    }
    if (const auto one = by_rom.find(rom); one != by_rom.end()) {
        add(found, one->second);
    }
    return found;
}

Result<Overrides> parse_overrides(std::string_view text, const std::string& file) {
    CURATEUR_TRY(const auto yaml, parse_yaml(text, file));
    OverridesReader reader(file);
    reader.problems_ = yaml.problems;
    reader.read(yaml.root);
    if (reader.problems_.empty()) {
        return std::move(reader.made_);
    }
    const auto texts = texts_of(reader.problems_);
    return Error{Errc::invalid,
                 std::accumulate(std::next(texts.begin()),
                                 texts.end(),
                                 texts.front(),
                                 [](std::string all, const std::string& one) {
                                     return std::move(all) + "\n" + one;
                                 })};
}

Result<std::string> with_pin(std::string_view text,
                             const std::string& file,
                             const std::string& rom,
                             const std::string& source,
                             const std::string& id) {
    CURATEUR_TRY(const auto before, parse_overrides(text, file));
    const auto known = before.by_rom.find(rom);
    const bool was_ignored = known != before.by_rom.end() && known->second.ignored;
    std::vector<std::string> lines{"rom: " + in_quotes(rom),
                                   "pin: {" + in_quotes(source) + ": " + in_quotes(id) + "}"};
    if (was_ignored) {
        lines.emplace_back("ignore: false");
    }
    return appended(text, file, lines);
}

Result<std::string>
with_ignored(std::string_view text, const std::string& file, const std::string& rom) {
    return appended(text, file, {"rom: " + in_quotes(rom), "ignore: true"});
}

Result<Overrides> read_overrides(const std::filesystem::path& file) {
    const auto text = platform::read_file(file, k_yaml_bytes);
    if (!text) {
        return text.error().code == Errc::not_found ? Result<Overrides>(Overrides()) : text.error();
    }
    return parse_overrides(*text, file.string());
}

} // namespace curateur::config
