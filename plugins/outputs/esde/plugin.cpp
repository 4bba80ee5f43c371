// ES-DE: gamelists/<system>/gamelist.xml and downloaded_media/<system>/<folder>/.
#include "gamelist-xml/gamelist.hpp"
#include "gamelist-xml/rendering.hpp"
#include "values.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

namespace {

using namespace curateur;
namespace fs = std::filesystem;

// In the order in which ES-DE writes them.
const std::vector<std::string_view> k_order{
    "path",        "name",          "sortname",     "collectionsortname",
    "desc",        "rating",        "releasedate",  "developer",
    "publisher",   "genre",         "players",      "favorite",
    "completed",   "kidgame",       "hidden",       "broken",
    "nogamecount", "nomultiscrape", "hidemetadata", "playcount",
    "controller",  "altemulator",   "folderlink",   "lastplayed",
    "playtime"};

constexpr std::array<const char*, 3> k_pictures{"png", "jpg", nullptr};
constexpr std::array<const char*, 6> k_videos{"mp4", "mkv", "avi", "wmv", "mov", nullptr};
constexpr std::array<const char*, 2> k_manuals{"pdf", nullptr};

struct Slot {
    const char *kind, *folder;
    const char* const* formats;
    bool by_default;
};

// miximages are composed by ES-DE itself; a user who wants a source's says so.
constexpr std::array<Slot, 11> k_slots{
    {{"cover", "covers", k_pictures.data(), true},
     {"back_cover", "backcovers", k_pictures.data(), true},
     {"box_3d", "3dboxes", k_pictures.data(), true},
     {"screenshot", "screenshots", k_pictures.data(), true},
     {"title_screen", "titlescreens", k_pictures.data(), true},
     {"logo", "marquees", k_pictures.data(), true},
     {"fanart", "fanart", k_pictures.data(), true},
     {"physical_media", "physicalmedia", k_pictures.data(), true},
     {"video", "videos", k_videos.data(), true},
     {"manual", "manuals", k_manuals.data(), true},
     {"mix", "miximages", k_pictures.data(), false}}};

// "./sub/x.nes", and absolute paths inside the system, as keys; "": ES-DE would not find it.
std::string key_of(std::string native, std::string_view rom_dir) {
    std::replace(native.begin(), native.end(), '\\', '/');
    auto path = fs::path(native);
    if (path.is_absolute()) {
        path = path.lexically_normal().lexically_relative(rom_dir);
    } else if (!native.starts_with("./")) {
        return {};
    }
    const auto key = path.lexically_normal().generic_string();
    return key.empty() || key == "." || key.starts_with("..") ? std::string() : key;
}

std::string joined(const std::vector<GameValue>& values, std::string_view field) {
    std::string text;
    for (const auto& value : values) {
        if (value.field == field) {
            text += (text.empty() ? "" : ", ") + std::string(value.text);
        }
    }
    return text;
}

std::string_view first_of(const std::vector<GameValue>& values, std::string_view field) {
    const auto found = std::find_if(
        values.begin(), values.end(), [&](const GameValue& one) { return one.field == field; });
    return found == values.end() ? std::string_view() : found->text;
}

class EsDe : public Output {
public:
    explicit EsDe(const Settings&) {}

    void documents(const Target& target, DocumentSink out) override {
        out.document("gamelist", (fs::path(target.metadata_dir) / "gamelist.xml").string());
    }

    void
    read(const Target& target, const Document& document, const Games&, NativeSink out) override {
        const auto games = gamelist::read(document.content);
        std::vector<std::string> keys;
        keys.reserve(games.size());
        // Of duplicates the last is the one that ES-DE goes by.
        std::map<std::pair<std::string_view, bool>, std::size_t> last;
        for (std::size_t i = 0; i < games.size(); ++i) {
            keys.push_back(key_of(games.native_path(i), target.rom_dir));
            last.insert_or_assign({keys[i], games.is_folder(i)}, i);
        }
        for (std::size_t i = 0; i < games.size(); ++i) {
            const auto game = games[i];
            const auto& key = keys[i];
            if (key.empty()) {
                out.note("the path \"" + game.native_path +
                             "\" does not begin with ./: ES-DE leaves this entry out",
                         game.line);
                continue;
            }
            if (last.at({key, game.is_folder}) != i) {
                out.note("\"" + game.native_path +
                             "\" comes again further down; the last one counts",
                         game.line);
                continue;
            }
            out.entry(key,
                      game.native_path,
                      game.is_folder,
                      game.is_utf8 ? 0U : cur_flags{CUR_ENTRY_OPAQUE});
            for (const auto& field : game.fields) {
                if (const auto value = esde::canonical(field.name, field.value)) {
                    out.field(field.name, *value);
                }
            }
        }
    }

    void express(const Target&, const Game& game, NativeSink out) override {
        const auto values = game.values();
        const auto text = [&](const char* field, const char* native) {
            set(out, native, gamelist::storable(first_of(values, field)));
        };
        text("name", "name");
        text("sort_name", "sortname");
        text("description", "desc");
        set(out, "rating", esde::rating_of(first_of(values, "rating")).value_or(""));
        set(out, "releasedate", esde::date_of(first_of(values, "release_date")).value_or(""));
        text("developer", "developer");
        text("publisher", "publisher");
        set(out, "genre", gamelist::storable(joined(values, "genre")));
        text("players", "players");
    }

    std::string render(const Target&, const Document& old, const Changes& changes) override {
        gamelist::Rendering made(old.content, k_order);
        for (std::size_t i = 0; i < changes.size(); ++i) {
            auto change = changes[i];
            std::string path;
            if (change.is_new) {
                change.native_key = path = "./" + std::string(change.key);
            }
            made.add(change);
        }
        return std::move(made).text();
    }

    std::string
    media_path(const Target& target, const Game& game, const GameAsset& asset) override {
        const auto slot = std::find_if(k_slots.begin(), k_slots.end(), [&](const Slot& one) {
            return asset.kind == one.kind;
        });
        if (slot == k_slots.end()) {
            throw Failure(CUR_UNSUPPORTED, "ES-DE has no place for " + std::string(asset.kind));
        }
        // A directory keeps its suffix, a file loses it.
        auto base = game.key();
        const auto dot = base.rfind('.');
        const auto name = base.rfind('/') == std::string_view::npos ? 0 : base.rfind('/') + 1;
        if (!game.is_directory() && dot != std::string_view::npos && dot > name) {
            base = base.substr(0, dot);
        }
        std::string path;
        path.reserve(target.media_dir.size() + base.size() + 32);
        path.append(target.media_dir).append("/").append(slot->folder).append("/");
        return path.append(base).append(".").append(asset.format);
    }

private:
    static void set(NativeSink& out, const char* native, const std::string& value) {
        if (const auto kept = esde::canonical(native, value)) {
            out.field(native, *kept);
        }
    }
};

const cur_component* component() {
    auto& it = output<EsDe>("esde", "0.1.0");
    it.name("ES-DE")
        .summary("EmulationStation Desktop Edition: gamelists and media")
        .homepage("https://es-de.org")
        .license("MIT");
    it.managed("name", "name").managed("description", "desc").managed("rating", "rating");
    it.managed("release_date", "releasedate")
        .managed("developer", "developer")
        .managed("publisher", "publisher");
    it.managed("genre", "genre", true).managed("players", "players").seed("sort_name", "sortname");
    it.seed("favorite", "favorite")
        .user("hidden", "hidden")
        .user("completed", "completed")
        .user("kid_game", "kidgame");
    it.user("broken", "broken")
        .user("no_game_count", "nogamecount")
        .user("no_multi_scrape", "nomultiscrape");
    it.user("hide_metadata", "hidemetadata")
        .user("play_count", "playcount")
        .user("last_played", "lastplayed");
    it.user("play_time", "playtime")
        .user("controller", "controller")
        .user("alt_emulator", "altemulator");
    it.user("collection_sort_name", "collectionsortname").user("folder_link", "folderlink");
    for (const auto& slot : k_slots) {
        it.slot(slot.kind, slot.formats, slot.folder, slot.by_default);
    }
    return it.processes({"es-de", "ES-DE", "emulationstation"}).finish();
}

} // namespace

CURATEUR_PLUGIN(component());
