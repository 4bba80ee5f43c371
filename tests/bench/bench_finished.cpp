// A finished library: how long it takes, and how much memory, to find that nothing is to be done.
#include "bench/measured_run.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace {

using namespace curateur::test;

constexpr double k_most_s = 10, k_most_mib = 256; // for 100 000 entries

void print(const char* what, const Measured& run) {
    std::printf("%-14s %9zu requests %9.2f s %8.1f MiB   exit %d\n",
                what,
                run.requests,
                run.seconds,
                static_cast<double>(run.peak_kib) / 1024,
                run.exit);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    int roms = 100'000;
    std::string folder = "bench-finished";
    bool no_bound = false;
    CLI::App app("A library that is finished: no request, no write, and how long that takes");
    app.add_option("--roms", roms)->capture_default_str();
    app.add_option("--folder", folder, "Made, and removed at the end")->capture_default_str();
    app.add_flag("--no-bound", no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);
    SampleOptions sample;
    sample.count = roms;
    sample.specials = false;
    sample.rom_bytes = 1024;
    sample.filler_dumps = 0;
    sample.media = {"box-2D"};
    MeasuredRun bench(folder, sample, "", {"--maxthreads", "8"});
    const auto first = bench.run();
    print("first run", first);
    const auto since = std::filesystem::file_time_type::clock::now();
    const auto again = bench.run();
    print("finished", again);
    const auto written = bench.files_written_since(since);
    const auto unchanged = number_at_end(again.said, "unchanged");
    std::printf("%zu files written, %llu entries unchanged\n",
                written,
                static_cast<unsigned long long>(unchanged));
    const bool idle = again.exit == 0 && again.requests == 0 && written == 0 &&
                      unchanged == static_cast<std::uint64_t>(roms);
    const bool fits = no_bound || (again.seconds <= k_most_s &&
                                   static_cast<double>(again.peak_kib) / 1024 <= k_most_mib);
    std::printf("%s\n", !idle ? "NOT IDLE" : fits ? "ok" : "TOO SLOW OR TOO LARGE");
    return idle && fits ? 0 : 1;
}
