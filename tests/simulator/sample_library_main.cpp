// curateur-sample-library DIR: made-up ROMs, and the catalogue for curateur-simulator.
#include "support/sample_library.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    std::string directory;
    curateur::test::SampleOptions options;
    bool plain = false;
    CLI::App app("Writes made-up ROMs to DIR/roms and what the simulator knows of them to "
                 "DIR/catalogue.json");
    app.add_option("DIR", directory)->required();
    app.add_option("--count", options.count, "Ordinary ROMs")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_option("--systems", options.systems, "Of nes, snes, psx")->delimiter(',');
    app.add_option("--media", options.media, "Codes each game has, such as box-2D,ss,video")
        ->delimiter(',');
    app.add_option("--filler-dumps", options.filler_dumps, "Dumps in each answer beside ours");
    app.add_option("--failing", options.failing, "The fault of the ROM that fails (JSON)")
        ->capture_default_str();
    app.add_option("--rom-bytes", options.rom_bytes, "Size of each, more or less")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--seed", options.seed)->capture_default_str();
    app.add_flag("--plain", plain, "Only ordinary ROMs");
    CLI11_PARSE(app, argc, argv);
    options.specials = !plain;
    const auto written = curateur::test::write_sample_library(directory, options);
    if (!written) {
        std::fprintf(stderr, "curateur-sample-library: %s\n", written.error().message.c_str());
        return 1;
    }
    std::printf("%zu ROMs in %s, known by %s\n",
                written->entries.size(),
                written->roms.c_str(),
                written->catalogue.c_str());
    return 0;
}
