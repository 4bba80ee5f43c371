// What it costs to know that a picture or a video is whole, beside decoding it, and what is found.
#include "film.hpp"
#include "pipeline/workers.hpp"
#include "plugin/loader.hpp"
#include "plugin/validator_instance.hpp"
#include "simulator/bodies.hpp"
#include "structure.hpp"
#include "support/temp_folder.hpp"

#include <CLI/CLI.hpp>
#include <png.h>
#include <stb/stb_image.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <latch>
#include <random>
// After <cstdio>: it needs FILE.
#include <jpeglib.h>

namespace {

using namespace curateur;

constexpr double k_most = 0.02; // of the time of decoding
constexpr unsigned k_width = 1000, k_height = 1400;

// Box art: gradients with shapes, and the grain of a scan.
std::vector<unsigned char> box_art() {
    std::mt19937 dice(1);
    std::vector<unsigned char> pixels;
    for (unsigned y = 0; y < k_height; ++y) {
        for (unsigned x = 0; x < k_width; ++x) {
            const double across = x / double{k_width};
            const double down = y / double{k_height};
            const bool is_shape = std::hypot(across - 0.5, down - 0.4) < 0.25;
            const double base[] = {across * 200 + 20,
                                   down * 180 + (is_shape ? 60 : 10),
                                   (std::sin(across * 12) * std::cos(down * 9) + 1) * 100};
            for (const double value : base) {
                const double grain = static_cast<double>(dice() % 7) - 3;
                pixels.push_back(static_cast<unsigned char>(std::clamp(value + grain, 0.0, 255.0)));
            }
        }
    }
    return pixels;
}

std::string as_png(const std::vector<unsigned char>& pixels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = k_width;
    image.height = k_height;
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    std::string bytes(size, '\0');
    png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr);
    bytes.resize(size);
    return bytes;
}

std::string as_jpeg(std::vector<unsigned char> pixels) {
    jpeg_compress_struct packer{};
    jpeg_error_mgr errors{};
    packer.err = ::jpeg_std_error(&errors);
    jpeg_create_compress(&packer);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    ::jpeg_mem_dest(&packer, &out, &size);
    packer.image_width = k_width;
    packer.image_height = k_height;
    packer.input_components = 3;
    packer.in_color_space = JCS_RGB;
    ::jpeg_set_defaults(&packer);
    ::jpeg_set_quality(&packer, 85, TRUE);
    ::jpeg_start_compress(&packer, TRUE);
    while (packer.next_scanline < packer.image_height) {
        auto* line = pixels.data() + std::size_t{packer.next_scanline} * k_width * 3;
        ::jpeg_write_scanlines(&packer, &line, 1);
    }
    ::jpeg_finish_compress(&packer);
    ::jpeg_destroy_compress(&packer);
    std::string bytes(reinterpret_cast<const char*>(out), size);
    std::free(out);
    return bytes;
}

Stream::Read reading(std::string_view bytes) {
    return [bytes](std::uint64_t offset, std::uint8_t* into, std::size_t capacity) {
        const auto from = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes.size()));
        const auto count = std::min(capacity, bytes.size() - from);
        std::memcpy(into, bytes.data() + from, count);
        return count;
    };
}

bool is_whole(std::string_view bytes) {
    if (bytes.substr(0, 12).find("ftyp") == 4) {
        return video::mp4_film(reading(bytes), bytes.size()).fault.empty();
    }
    Stream in(reading(bytes), bytes.size());
    return image::structure_of(image::format_of(bytes.substr(0, 32)), in).fault.empty();
}

bool decodes(std::string_view bytes) {
    int width = 0;
    int height = 0;
    int channels = 0;
    auto* const pixels = ::stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                                 static_cast<int>(bytes.size()),
                                                 &width,
                                                 &height,
                                                 &channels,
                                                 0);
    ::stbi_image_free(pixels);
    return pixels != nullptr;
}

template <class Work>
double ms_of(Work&& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
        .count();
}

template <class Work>
double median_ms(int rounds, Work&& work) {
    std::vector<double> all;
    all.reserve(static_cast<std::size_t>(rounds));
    for (int i = 0; i < rounds; ++i) {
        all.push_back(ms_of(work));
    }
    std::nth_element(all.begin(), all.begin() + rounds / 2, all.end());
    return all[static_cast<std::size_t>(rounds / 2)];
}

// Of so many cuts (the last bytes all) and, if it is asked for, flipped bytes: how many go
// unnoticed.
std::size_t unnoticed(const std::string& bytes, int damages, bool flips) {
    std::mt19937 dice(2);
    std::size_t missed = 0;
    for (int i = 0; i < damages; ++i) {
        const auto last = static_cast<std::size_t>(i) + 1;
        missed += is_whole(std::string_view(bytes).substr(0, bytes.size() - last)) ? 1U : 0U;
        missed += is_whole(std::string_view(bytes).substr(0, dice() % bytes.size())) ? 1U : 0U;
        if (flips) {
            auto copy = bytes;
            const auto at = dice() % copy.size();
            copy[at] =
                static_cast<char>(static_cast<unsigned char>(copy[at]) ^ (1U + dice() % 255));
            missed += is_whole(copy) ? 1U : 0U;
        }
    }
    return missed;
}

struct Case {
    const char* name;
    std::string bytes;
    bool flips;
    std::function<void(const std::string&)> decode;
};

plugin::ValidatorInstance instance(const plugin::Loader& loader) {
    return *plugin::ValidatorInstance::create(
        **loader.find(plugin::Kind::validator, "image"), {}, {});
}

// The same strict checks by one worker, then by one a core: how many times faster (says something
// only on a machine that does nothing else), and how many were being made at once.
struct Spread {
    double faster = 0;
    int at_once = 0;
};

Spread spread(const plugin::Loader& loader, const std::filesystem::path& file, unsigned cores) {
    constexpr unsigned k_checks = 12;
    Spread found;
    const auto by = [&](unsigned threads) {
        std::atomic<int> inside{0};
        std::atomic<int> most{0};
        pipeline::Workers workers(threads);
        std::latch left(k_checks);
        const auto ms = ms_of([&] {
            for (unsigned i = 0; i < k_checks; ++i) {
                workers.submit([&](const std::stop_token&) {
                    const int now = ++inside;
                    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                    }
                    static_cast<void>(instance(loader).check({"cover", "png", file, true}));
                    --inside;
                    left.count_down();
                });
            }
            left.wait();
        });
        found.at_once = most;
        return ms;
    };
    const auto alone = by(1);
    found.faster = alone / by(cores);
    return found;
}

} // namespace

int main(int argc, char** argv) {
    int rounds = 15;
    int damages = 1000;
    bool no_bound = false;
    CLI::App app("What it costs to know that media are whole, and what is found");
    app.add_option("--rounds", rounds)->capture_default_str();
    app.add_option("--damages", damages, "Cuts, and flipped bytes, that are tried")
        ->capture_default_str();
    app.add_flag("--no-bound", no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);

    const auto art = box_art();
    constexpr int k_frames = 300;
    const simulator::Picture frame{640, 480, 3};
    const auto once = [](const std::string& bytes) {
        static_cast<void>(decodes(bytes));
    };
    std::vector<Case> cases{{"png", as_png(art), true, once}, {"jpeg", as_jpeg(art), false, once}};
    cases.push_back({"mp4", simulator::mp4_body(frame, k_frames), false, [&](const std::string&) {
                         const auto picture = simulator::jpeg_body(frame);
                         for (int i = 0; i < k_frames; ++i) {
                             static_cast<void>(decodes(picture));
                         }
                     }});
    plugin::Loader loader;
    loader.load_from({PLUGIN_DIR});
    const test::TempFolder folder;
    auto validator = instance(loader);
    bool fits = true;
    std::printf("%-5s %10s %12s %12s %8s %12s %10s\n",
                "",
                "bytes",
                "decode ms",
                "normal ms",
                "ratio",
                "by file ms",
                "unnoticed");
    for (const auto& one : cases) {
        const auto decoding = median_ms(rounds, [&] { one.decode(one.bytes); });
        const auto walking = median_ms(rounds * 5, [&] { static_cast<void>(is_whole(one.bytes)); });
        const auto file = folder.write(one.name, one.bytes);
        const auto by_file = median_ms(rounds * 5, [&] {
            static_cast<void>(validator.check({"cover", "", file, false}));
        });
        const auto missed = unnoticed(one.bytes, damages, one.flips);
        std::printf("%-5s %10zu %12.3f %12.4f %8.4f %12.4f %10zu\n",
                    one.name,
                    one.bytes.size(),
                    decoding,
                    walking,
                    walking / decoding,
                    by_file,
                    missed);
        fits = fits && is_whole(one.bytes) && missed == 0 &&
               (no_bound || walking <= k_most * decoding);
    }
    const auto cores = std::max(std::thread::hardware_concurrency(), 1U);
    const auto strict = spread(loader, folder.path() / "png", cores);
    std::printf(
        "strict, %u workers: %.2f x one, %d at once\n", cores, strict.faster, strict.at_once);
    fits = fits && strict.at_once == static_cast<int>(cores);
    std::printf("%s\n", fits ? "ok" : "TOO SLOW, OR SOMETHING WENT UNNOTICED");
    return fits ? 0 : 1;
}
