// The report of a large library: how long it takes, how much memory, how large its pages are.
#include "store/library.hpp"
#include "support/child.hpp"

#include <sqlite3.h>

#include <CLI/CLI.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>

namespace {

using namespace curateur;
namespace fs = std::filesystem;

constexpr double k_most_s = 60, k_most_mib = 256;
constexpr std::uintmax_t k_most_index = 2'000'000;
constexpr std::uintmax_t k_bytes_a_game = 260; // of a system's page, and what every page has
constexpr std::uintmax_t k_bytes_a_page = 200'000;

// Kinds that every game has, and where ES-DE has them; and one that no source has, so that every
// game's record is looked into for the reason.
constexpr std::array<std::pair<const char*, const char*>, 8> k_kinds{
    {{"cover", "covers"},
     {"back_cover", "backcovers"},
     {"box_3d", "3dboxes"},
     {"screenshot", "screenshots"},
     {"title_screen", "titlescreens"},
     {"logo", "marquees"},
     {"fanart", "fanart"},
     {"physical_media", "physicalmedia"}}};
constexpr const char* k_missing = "manual";

struct Part {
    const char* system;
    const char* extension;
    int share; // of 6
};

constexpr std::array<Part, 3> k_parts{{{"nes", ".nes", 3}, {"snes", ".sfc", 2}, {"gb", ".gb", 1}}};

void must(const Status& status) {
    if (!status) {
        throw std::runtime_error(status.error().message);
    }
}

std::string stem_of(int game) {
    std::array<char, 64> text{};
    (void)std::snprintf(
        text.data(), text.size(), "Adventures of the Number %06d (USA, Europe)", game);
    return text.data();
}

core::Record record_of(const std::string& name, int game) {
    core::Record record;
    record.source = "screenscraper";
    record.source_id = std::to_string(game);
    record.fetched_unix_ms = 1'700'000'000'000;
    record.values.push_back({"name", name, "", "us", "", 0});
    record.values.push_back({"description", std::string(700, 'd'), "en", "", "", 0});
    for (const auto& [kind, folder] : k_kinds) {
        core::Media media;
        media.kind = kind;
        media.request.url = "https://example.org/" + std::to_string(game) + "/" + folder;
        media.format = "png";
        record.media.push_back(media);
    }
    for (int dump = 0; dump < 20; ++dump) {
        core::Dump one;
        one.evidence.name = name + " (Rev " + std::to_string(dump) + ").bin";
        one.evidence.crc32 = "0123abcd";
        record.dumps.push_back(one);
    }
    return record;
}

class Collection {
public:
    Collection(const fs::path& folder, int games) : home_(fs::absolute(folder) / "home") {
        fs::remove_all(home_);
        fs::create_directories(home_ / ".config/curateur");
        std::ofstream(home_ / ".config/curateur/config.yaml") << "media:\n  media_types: [" << [] {
            std::string kinds = k_missing;
            for (const auto& kind : k_kinds) {
                kinds += std::string(", ") + kind.first;
            }
            return kinds;
        }() << "]\n";
        {
            auto library = store::Library::open(state());
            if (!library) {
                throw std::runtime_error(library.error().message);
            }
            store::Library::Batch batch(*library);
            int next = 1;
            for (const auto& part : k_parts) {
                const int count = games * part.share / 6;
                add(*library, part, next, count);
                next += count;
            }
            must(batch.commit());
        }
        add_assets();
    }

    [[nodiscard]] const fs::path& home() const { return home_; }

    [[nodiscard]] fs::path state() const { return home_ / ".local/state/curateur/default"; }

private:
    void add(store::Library& library, const Part& part, int first, int count) const {
        const auto roms = home_ / "ROMs" / part.system;
        const auto media = home_ / "ES-DE/downloaded_media" / part.system;
        const auto lists = home_ / "ES-DE/gamelists" / part.system;
        fs::create_directories(roms);
        fs::create_directories(lists);
        std::ofstream list(lists / "gamelist.xml");
        list << "<?xml version=\"1.0\"?>\n<gameList>\n";
        for (int game = first; game < first + count; ++game) {
            const auto stem = stem_of(game);
            const auto key = stem + part.extension;
            std::ofstream(roms / key) << game;
            const auto name = "Adventures of the Number " + std::to_string(game);
            list << "<game><path>./" << key << "</path><name>" << name << "</name><desc>"
                 << std::string(700, 'd') << "</desc><developer>Somebody</developer></game>\n";
            const auto entry = library.entry(part.system, key);
            must(library.put_record(record_of(name, game)));
            store::Lookup lookup;
            lookup.state = game % 50 == 0 ? store::LookupState::absent : store::LookupState::have;
            lookup.source_id = game % 50 == 0 ? "" : std::to_string(game);
            lookup.matched_by = game % 50 == 0 ? "" : "hash";
            lookup.reason = game % 50 == 0 ? "the service does not know it" : "";
            must(library.put_lookup(*entry, "screenscraper", lookup));
        }
        list << "</gameList>\n";
        for (const auto& [kind, folder] : k_kinds) {
            fs::create_directories(media / folder);
            const auto original = media / folder / (stem_of(first) + ".png");
            std::ofstream(original) << "not looked at";
            for (int game = first + 1; game < first + count; ++game) {
                fs::create_hard_link(original, media / folder / (stem_of(game) + ".png"));
            }
        }
    }

    // As a run would have recorded them, in one statement a kind.
    void add_assets() const {
        sqlite3* raw = nullptr;
        sqlite3_open((state() / "library.db").c_str(), &raw);
        const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, sqlite3_close);
        std::string sql = "BEGIN;";
        for (const auto& [kind, folder] : k_kinds) {
            sql += "INSERT INTO asset(path, entry, kind, candidate, sha1, size, mtime_ns, format, "
                   "width, height, verdict, source, source_id, region, language, why, fetched, "
                   "reason, facts) SELECT '" +
                   (home_ / "ES-DE/downloaded_media/").string() + "' || system || '/" + folder +
                   "/' || substr(key, 1, instr(key, ')')) || '.png', id, '" + kind +
                   "', '', '', 13, 0, 'png', 600, 800, 'good', 'screenscraper', id, 'us', '', "
                   "'region us', 0, '', 'width=600' FROM entry;";
        }
        sql += "COMMIT;";
        char* error = nullptr;
        if (sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &error) != SQLITE_OK) {
            throw std::runtime_error(error);
        }
    }

    fs::path home_;
};

bool measure(const fs::path& folder, int games, bool no_bound) {
    const Collection collection(folder, games);
    const auto began = std::chrono::steady_clock::now();
    test::Child child({CURATEUR_PROGRAM, "report", "--json"},
                      {{"HOME", collection.home().string()}, {"LANG", "C.UTF-8"}},
                      folder,
                      fs::absolute(folder) / "run");
    const auto outcome = child.wait();
    const auto seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    const auto mib = static_cast<double>(child.peak_kib()) / 1024;
    std::printf("%s%s  %.2f s %.1f MiB   exit %d\n",
                outcome.out.c_str(),
                outcome.err.c_str(),
                seconds,
                mib,
                outcome.exit);
    bool is_small = true;
    for (const auto& page : fs::directory_iterator(collection.state() / "report")) {
        const auto size = page.file_size();
        const bool is_index = page.path().filename() == "index.html";
        const auto most =
            is_index ? k_most_index
                     : k_bytes_a_page + k_bytes_a_game * static_cast<std::uintmax_t>(games) / 2;
        is_small = is_small && size <= most;
        std::printf(
            "  %-20s %12ju bytes (at most %ju)\n", page.path().filename().c_str(), size, most);
    }
    const bool is_whole =
        outcome.exit == 0 &&
        outcome.out.find("\"total\":" + std::to_string(games)) != std::string::npos;
    const bool fits = no_bound || (seconds <= k_most_s && mib <= k_most_mib);
    std::printf("  %s (at most %.0f s and %.0f MiB)\n",
                !is_whole            ? "NOT WHOLE"
                : !fits || !is_small ? "TOO SLOW OR TOO LARGE"
                                     : "ok",
                k_most_s,
                k_most_mib);
    return is_whole && is_small && fits;
}

} // namespace

int main(int argc, char** argv) {
    int games = 60'000;
    std::string folder = "bench-report";
    bool no_bound = false, keep = false;
    CLI::App app("The report of a library with 9 kinds of media, one of which nobody has");
    app.add_option("--games", games, "A multiple of 6")->capture_default_str();
    app.add_option("--folder", folder, "Made, and removed at the end")->capture_default_str();
    app.add_flag("--keep", keep, "Not removed: to look at it");
    app.add_flag("--no-bound", no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);
    fs::create_directories(folder);
    const bool good = measure(folder, games, no_bound);
    if (!keep) {
        fs::remove_all(folder);
    }
    return good ? 0 : 1;
}
