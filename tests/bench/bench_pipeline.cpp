// How near a run comes to the bound that the account's limit and the service's latency impose.
#include "bench/measured_run.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>

namespace {

using namespace curateur::test;

constexpr double k_most_ratio = 1.05, k_most_start_s = 0.5; // 1.05 of the bound and half a second
constexpr double k_most_refused_ratio = 1 / 0.9;            // when the service refuses some
// Who is refused waits for seconds, whatever the service's latency: it is to be near the true one.
constexpr int k_latency_ms = 100, k_refused_latency_ms = 1'000;
constexpr int k_media = 5;              // of each game
constexpr double k_medium_share = 0.28; // of a found game's latency: 0.7 s and 2.5 s, in truth

struct Arguments {
    int roms = 400, latency_ms = 0;
    std::vector<int> in_flight{1, 4, 8};
    std::string folder = "bench-pipeline";
    bool no_bound = false, real_profile = false;
    double refused = 0; // of a hundred requests

    [[nodiscard]] std::vector<std::string> service(int threads) const {
        std::vector<std::string> all{"--latency-ms",
                                     std::to_string(latency_ms),
                                     "--maxthreads",
                                     std::to_string(threads),
                                     "--media-scale",
                                     "0.2"};
        if (real_profile) {
            all.insert(all.end(), {"--profile", "real"});
        }
        if (refused > 0) {
            const auto rules = folder + ".faults";
            std::ofstream(rules) << R"([{"chance": )" << refused / 100 << R"(, "say": "threads"}])";
            all.insert(all.end(), {"--faults", rules});
        }
        return all;
    }
};

// False: slower than allowed, or not what was to be measured.
bool measure(const Arguments& it, int in_flight) {
    SampleOptions sample;
    sample.count = it.roms;
    sample.specials = false;
    sample.rom_bytes = 4096;
    sample.filler_dumps = 20;
    sample.media = {"box-2D", "ss", "sstitle", "wheel", "fanart"};
    MeasuredRun bench(
        it.folder, sample, "cover, screenshot, title_screen, logo, fanart", it.service(in_flight));
    const auto run = bench.run();
    const auto expected = 1 + static_cast<std::size_t>(it.roms) * (1 + k_media); // the account, too
    const double latency = it.latency_ms / 1000.0;
    // Nothing may start beside the first request, which tells how many may be in flight.
    const double game = latency * (1 + k_media * (it.real_profile ? k_medium_share : 1));
    const double bound = latency + game * it.roms / in_flight;
    const double allowed =
        bound * (it.refused > 0 ? k_most_refused_ratio : k_most_ratio) + k_most_start_s;
    const bool fits = it.no_bound || run.seconds <= allowed;
    std::printf("%9d %9zu %8.2f s %8.2f s %8.2f s %8.3f   %s\n",
                in_flight,
                run.requests,
                bound,
                run.seconds,
                allowed,
                run.seconds / bound,
                fits ? "ok" : "TOO SLOW");
    std::fflush(stdout);
    const bool whole = run.exit == 0 &&
                       (it.refused > 0 ? run.requests >= expected : run.requests == expected) &&
                       number_at_end(run.said, "media_downloaded") ==
                           expected - 1 - static_cast<std::size_t>(it.roms);
    if (!whole) {
        std::printf("not the run that was to be measured: exit %d, %zu requests expected\n",
                    run.exit,
                    expected);
    }
    return fits && whole;
}

} // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app("One lookup and five media for each ROM, against a service of known latency");
    app.add_option("--roms", arguments.roms)->capture_default_str();
    app.add_option("--latency-ms",
                   arguments.latency_ms,
                   "100, or with --refused 1000, for who is refused waits for seconds")
        ->check(CLI::PositiveNumber);
    app.add_option(
           "--in-flight", arguments.in_flight, "Requests at once; several values, several runs")
        ->delimiter(',');
    app.add_option("--folder", arguments.folder, "Made, and removed at the end")
        ->capture_default_str();
    app.add_flag("--real-profile",
                 arguments.real_profile,
                 "Media take 28 % of the latency, as those of ScreenScraper do");
    app.add_option("--refused", arguments.refused, "Of a hundred requests, as too many at once");
    app.add_flag("--no-bound", arguments.no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);
    if (arguments.latency_ms == 0) {
        arguments.latency_ms = arguments.refused > 0 ? k_refused_latency_ms : k_latency_ms;
    }
    std::printf("%d ROMs, %d media each, %d ms a request\n\n",
                arguments.roms,
                k_media,
                arguments.latency_ms);
    std::printf("in flight  requests      bound   measured    allowed    ratio\n");
    bool ok = true;
    for (const int in_flight : arguments.in_flight) {
        ok = measure(arguments, in_flight) && ok;
    }
    return ok ? 0 : 1;
}
