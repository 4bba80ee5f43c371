// A library, scraped and then finished: how much memory both take, and how long it takes to find
// that nothing is to be done.
#include "bench/measured_run.hpp"
#include "support/opened_files.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace {

using namespace curateur::test;
namespace fs = std::filesystem;

constexpr double k_most_s = 10, k_most_mib = 256;

// Eight kinds, and where ES-DE has them.
constexpr std::array<const char*, 8> k_folders{"covers",
                                               "backcovers",
                                               "3dboxes",
                                               "screenshots",
                                               "titlescreens",
                                               "marquees",
                                               "fanart",
                                               "physicalmedia"};
constexpr const char* k_kinds =
    "cover, back_cover, box_3d, screenshot, title_screen, logo, fanart, physical_media";

void print(const char* what, const Measured& run) {
    std::printf("  %-10s %9zu requests %9.2f s %8.1f MiB   exit %d\n",
                what,
                run.requests,
                run.seconds,
                static_cast<double>(run.peak_kib) / 1024,
                run.exit);
    std::fflush(stdout);
}

// All kinds of media for every ROM, as somebody else would have put them. One file a folder, the
// others are links to it. Gives back those files.
std::vector<fs::path> place_media(const fs::path& home) {
    std::vector<fs::path> originals;
    for (const auto& system : fs::directory_iterator(home / "ROMs")) {
        for (const auto* const folder : k_folders) {
            const auto to = home / "ES-DE/downloaded_media" / system.path().filename() / folder;
            fs::create_directories(to);
            fs::path original;
            for (const auto& rom : fs::directory_iterator(system)) {
                auto file = to / rom.path().filename();
                file.replace_extension(".png");
                if (original.empty()) {
                    std::ofstream(file) << "not looked at";
                    originals.push_back(original = file);
                } else {
                    fs::create_hard_link(original, file);
                }
            }
        }
    }
    return originals;
}

// False: something was done, or it took too long or too much.
bool measure(const fs::path& folder, int roms, bool with_media, bool no_bound) {
    std::printf("%d entries%s\n", roms, with_media ? ", 8 kinds of media" : "");
    SampleOptions sample;
    sample.count = roms;
    sample.specials = false;
    sample.rom_bytes = 1024;
    sample.filler_dumps = 0;
    sample.media = {"box-2D"};
    MeasuredRun bench(folder, sample, with_media ? k_kinds : "", {"--maxthreads", "8"});
    const auto media = with_media ? place_media(bench.home()) : std::vector<fs::path>();
    const auto first = bench.run();
    print("first run", first);
    const auto watched = media.empty() ? nullptr : std::make_unique<OpenedFiles>(media, media[0]);
    const auto since = fs::file_time_type::clock::now();
    const auto again = bench.run();
    print("finished", again);
    const auto media_opened = watched != nullptr ? watched->count() : 0;
    const auto written = bench.files_written_since(since);
    const auto unchanged = number_at_end(again.said, "unchanged");
    std::printf("  %zu files written, %zu media files opened, %llu entries unchanged\n",
                written,
                media_opened,
                static_cast<unsigned long long>(unchanged));
    const bool idle = again.exit == 0 && again.requests == 0 && written == 0 && media_opened == 0 &&
                      unchanged == static_cast<std::uint64_t>(roms);
    const auto mib = static_cast<double>(std::max(first.peak_kib, again.peak_kib)) / 1024;
    const bool fits = no_bound || (again.seconds <= k_most_s && mib <= k_most_mib);
    std::printf("  %s (at most %.0f s when finished, and %.0f MiB)\n",
                !idle  ? "NOT IDLE"
                : fits ? "ok"
                       : "TOO SLOW OR TOO LARGE",
                k_most_s,
                k_most_mib);
    return idle && fits;
}

} // namespace

int main(int argc, char** argv) {
    int roms = 100'000;
    int roms_with_media = 60'000;
    std::string folder = "bench-finished";
    bool no_bound = false;
    CLI::App app("A library that is finished: no request, no write, and how long that takes");
    app.add_option("--roms", roms, "Of the first library; 0: without it")->capture_default_str();
    app.add_option("--roms-with-media", roms_with_media, "Of the second")->capture_default_str();
    app.add_option("--folder", folder, "Made, and removed at the end")->capture_default_str();
    app.add_flag("--no-bound", no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);
    const bool plain = roms == 0 || measure(folder, roms, false, no_bound);
    const bool full = roms_with_media == 0 || measure(folder, roms_with_media, true, no_bound);
    return plain && full ? 0 : 1;
}
