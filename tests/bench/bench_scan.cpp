// Scanning a library in which nothing changed: against find, which lists the same tree and looks at
// the same files.
#include "store/library.hpp"
#include "support/child.hpp"
#include "support/opened_files.hpp"
#include "walk/walk.hpp"

#include <CLI/CLI.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace {

using namespace curateur;
namespace fs = std::filesystem;

constexpr int k_folders = 200;
constexpr double k_most_alone = 0.9, k_most_of_two = 0.6; // of find's time
constexpr double k_most_mib = 128;
constexpr const char* k_system = "nes";

fs::path folder_of(const fs::path& root, int number) {
    return root / ("Folder " + std::to_string(number));
}

void make_tree(const fs::path& root, int files) {
    for (int i = 0; i < files; ++i) {
        const auto folder = folder_of(root, i % k_folders);
        fs::create_directories(folder);
        const auto file = folder / ("Game " + std::to_string(i) + " (USA).nes");
        std::ofstream(file).close();
        fs::resize_file(file,
                        static_cast<std::uintmax_t>(i % 4096)); // with holes: no byte is written
    }
}

walk::Found scan(const fs::path& root, unsigned threads) {
    auto found = walk::walk(root, {{".nes", ".unf", ".zip", ".7z"}, false, threads}, {});
    if (!found) {
        throw std::runtime_error(found.error().message);
    }
    return *std::move(found);
}

// As after a run: of every file, what it was like when it was identified.
store::KnownEntries remember(const fs::path& state, const walk::Found& found) {
    auto library = store::Library::open(state);
    if (!library) {
        throw std::runtime_error(library.error().message);
    }
    store::Library::Batch batch(*library);
    for (const auto& entry : found.entries) {
        const auto id = library->entry(k_system, entry.key);
        if (!id || !library->put_evidence(*id, {entry.size, entry.mtime_ns, entry.inode}, {})) {
            throw std::runtime_error("the library cannot be filled");
        }
    }
    if (!batch.commit()) {
        throw std::runtime_error("the library cannot be filled");
    }
    return *library->load_system(k_system);
}

std::size_t changed_since(const store::KnownEntries& known, const walk::Found& found) {
    std::size_t changed = 0;
    for (const auto& entry : found.entries) {
        const auto* const one = known.find(entry.key);
        const bool same = one != nullptr && one->stat &&
                          store::same_file(*one->stat, {entry.size, entry.mtime_ns}, false);
        changed += same ? 0U : 1U;
    }
    return changed;
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double cpu_seconds(int whose) {
    struct rusage usage {};

    ::getrusage(whose, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Times {
    std::vector<double> wall, cpu;

    template <class Work>
    void add(int whose, const Work& work) {
        const auto cpu_before = cpu_seconds(whose);
        const auto began = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        wall.push_back(took.count());
        cpu.push_back(cpu_seconds(whose) - cpu_before);
    }
};

struct AllTimes {
    Times find, alone, of_two;
};

void print(const char* what, const Times& times, const Times& find, double most) {
    const auto wall = median(times.wall);
    std::printf("  %-12s %7.1f ms  %.2f x find (at most %.2f)   cpu %7.1f ms  %.2f x find\n",
                what,
                wall * 1e3,
                wall / median(find.wall),
                most,
                median(times.cpu) * 1e3,
                median(times.cpu) / median(find.cpu));
}

// Interleaved, so that what else the machine does falls on all of them.
AllTimes measure(const fs::path& folder, const store::KnownEntries& known, int rounds) {
    const auto root = folder / "roms";
    AllTimes times;
    std::size_t changed = 0;
    const auto rescan = [&](unsigned threads) {
        changed += changed_since(known, scan(root, threads));
    };
    for (int i = 0; i < rounds; ++i) {
        times.find.add(RUSAGE_CHILDREN, [&] {
            test::Child find(
                {"/usr/bin/find", root.string(), "-type", "f", "-fprintf", "/dev/null", "%s %T@"},
                {{"LANG", "C.UTF-8"}},
                folder,
                folder / "find");
            if (find.wait().exit != 0) {
                throw std::runtime_error("find fails");
            }
        });
        times.alone.add(RUSAGE_SELF, [&] { rescan(1); });
        times.of_two.add(RUSAGE_SELF, [&] { rescan(2); });
    }
    if (changed != 0) {
        throw std::runtime_error("a file counts as changed that did not");
    }
    return times;
}

std::size_t
roms_opened(const fs::path& root, const walk::Found& found, const store::KnownEntries& known) {
    std::vector<fs::path> folders;
    folders.reserve(k_folders);
    for (int i = 0; i < k_folders; ++i) {
        folders.push_back(folder_of(root, i));
    }
    test::OpenedFiles opened(folders, root / found.entries.front().key);
    static_cast<void>(changed_since(known, scan(root, 2)));
    return opened.count();
}

double peak_mib() {
    struct rusage usage {};

    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

int run(const fs::path& folder, int files, int rounds, bool no_bound) {
    const auto root = folder / "roms";
    make_tree(root, files);
    const auto found = scan(root, 1);
    const auto known = remember(folder / "state", found);
    const auto times = measure(folder, known, rounds);
    const auto opened = roms_opened(root, found, known);
    const auto mib = peak_mib();
    std::printf("%zu files in %d folders, medians of %d rounds, warm\n",
                found.entries.size(),
                k_folders,
                rounds);
    print("find", times.find, times.find, 1);
    print("one thread", times.alone, times.find, k_most_alone);
    print("two threads", times.of_two, times.find, k_most_of_two);
    std::printf("  %zu ROMs opened, %.1f MiB (at most %.0f)\n", opened, mib, k_most_mib);
    const auto find = median(times.find.wall);
    const bool fits = median(times.alone.wall) <= k_most_alone * find &&
                      median(times.of_two.wall) <= k_most_of_two * find && mib <= k_most_mib;
    std::printf("%s\n", opened != 0 ? "OPENS ROMS" : fits || no_bound ? "ok" : "OVER THE BOUND");
    return opened == 0 && (fits || no_bound) ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    int files = 100'000;
    int rounds = 15;
    std::string folder = "bench-scan";
    bool no_bound = false;
    CLI::App app("A library in which nothing changed, scanned, against find over the same tree");
    app.add_option("--files", files)->capture_default_str();
    app.add_option("--rounds", rounds)->capture_default_str();
    app.add_option("--folder", folder, "Made, and removed at the end")->capture_default_str();
    app.add_flag("--no-bound", no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);
    const auto place = fs::absolute(folder);
    fs::remove_all(place);
    const auto result = run(place, files, rounds, no_bound);
    fs::remove_all(place);
    return result;
}
