#include "support/sample_library.hpp"

#include "simulator/answer.hpp"
#include "simulator/bodies.hpp"
#include "simulator/dice.hpp"
#include "simulator/digests.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace curateur::test {
namespace {

using simulator::Dice;
using simulator::in_quotes;

struct SampleSystem {
    std::string_view name;
    int id; // of the service
    std::string_view extension;
};

constexpr std::array<SampleSystem, 3> k_systems = {
    {{"nes", 3, ".nes"}, {"snes", 4, ".sfc"}, {"psx", 57, ".iso"}}};

constexpr std::array<std::string_view, 20> k_first = {
    "Zebra",   "Comet", "Amber",   "Velvet",  "Copper", "Hollow", "Midnight",
    "Silver",  "Paper", "Thunder", "Crystal", "Lunar",  "Orchid", "Rusty",
    "Scarlet", "Tidal", "Winter",  "Golden",  "Iron",   "Misty"};
constexpr std::array<std::string_view, 20> k_second = {
    "Run",     "Quest",   "Garden", "Harbour", "Rally",     "Castle",  "Tower",
    "Legend",  "Patrol",  "Voyage", "Island",  "Detective", "Arena",   "Circus",
    "Express", "Kingdom", "Racer",  "Saga",    "Temple",    "Workshop"};

std::string bytes(Dice& dice, std::size_t count) {
    std::string out;
    out.reserve(count + 8);
    while (out.size() < count) {
        for (auto bits = dice.next(), left = std::uint64_t{8}; left != 0; bits >>= 8U, --left) {
            out += static_cast<char>(bits & 0xFFU);
        }
    }
    out.resize(count);
    return out;
}

// "Zebra Run", then "Zebra Run 2" when the words are used up.
std::string title_of(std::size_t number) {
    const auto pair = number % (k_first.size() * k_second.size());
    const auto round = number / (k_first.size() * k_second.size());
    // Steps of 7 and 3 visit all, and neighbours do not look alike.
    auto title = std::string(k_first[pair * 7 % k_first.size()]) + " " +
                 std::string(k_second[(pair / k_first.size() + pair * 3) % k_second.size()]);
    return round == 0 ? title : title + " " + std::to_string(round + 1);
}

// Everything while it is being written.
class Writer {
public:
    Writer(std::filesystem::path directory, const SampleOptions& options)
        : directory_(std::move(directory))
        , options_(options)
        , dice_(options.seed, "sample library") {}

    Status ordinary(const SampleSystem& system, int index) {
        const auto name = next_title();
        const bool is_european = index % 4 == 3;
        const auto file =
            name + (is_european ? " (Europe)" : " (USA)") + std::string(system.extension);
        const auto id = next_id();
        const auto image = rom();
        CURATEUR_CHECK(put(system, file, image, Kind::ordinary, id, name));
        game(id, system.id, name, {dump(file, image, is_european ? "eu" : "us")});
        return ok();
    }

    Status specials(const SampleSystem& system) {
        if (system.name == "nes") {
            CURATEUR_CHECK(
                headered(system, "NES\x1A" + std::string("\2\1\0\0\0\0\0\0\0\0\0\0", 12)));
            CURATEUR_CHECK(zipped(system));
            CURATEUR_CHECK(unknown(system));
            return failing(system);
        }
        if (system.name == "snes") {
            CURATEUR_CHECK(headered(system, std::string(512, '\0')));
            CURATEUR_CHECK(not_a_game(system));
            CURATEUR_CHECK(other_dump(system));
            return other_platform(system);
        }
        CURATEUR_CHECK(playlist(system));
        return folder(system);
    }

    Result<SampleLibrary> finish() {
        std::string media;
        for (const auto& code : options_.media) {
            media += (media.empty() ? "" : ", ") + in_quotes(code);
        }
        std::string text = "{\n\"seed\": " + std::to_string(options_.seed);
        text += media.empty() ? "" : ",\n\"media\": [" + media + "]";
        text += options_.filler_dumps < 0
                    ? ""
                    : ",\n\"filler_dumps\": " + std::to_string(options_.filler_dumps);
        text += ",\n\"games\": [\n" + games_ + "\n]\n}\n";
        library_.roms = directory_ / "roms";
        library_.catalogue = directory_ / "catalogue.json";
        CURATEUR_CHECK(write(library_.catalogue, text));
        std::sort(
            library_.entries.begin(), library_.entries.end(), [](const auto& a, const auto& b) {
                return std::tie(a.system, a.key) < std::tie(b.system, b.key);
            });
        return std::move(library_);
    }

private:
    // A cartridge with a header, and the digests of both its forms.
    Status headered(const SampleSystem& system, const std::string& header) {
        const auto name = next_title();
        const auto file =
            name + " (Europe)" + (system.name == "snes" ? ".smc" : std::string(system.extension));
        const auto id = next_id();
        auto image = rom();
        image.resize(image.size() / 8192 * 8192 + 8192, '\0'); // whole banks behind the header
        CURATEUR_CHECK(put(system, file, header + image, Kind::headered, id, name));
        game(id, system.id, name, {dump(file, image, "eu"), dump(file, header + image, "eu")});
        return ok();
    }

    Status zipped(const SampleSystem& system) {
        const auto name = next_title();
        const auto id = next_id();
        const auto image = rom();
        const auto member = name + " (Japan)" + std::string(system.extension);
        CURATEUR_CHECK(put(system,
                           name + " (Japan).zip",
                           simulator::zip_body({{member, image}}),
                           Kind::zipped,
                           id,
                           name));
        game(id, system.id, name, {dump(member, image, "jp")});
        return ok();
    }

    Status unknown(const SampleSystem& system) {
        return put(system, "Homebrew Nobody Knows.nes", rom(), Kind::unknown, 0, "");
    }

    Status failing(const SampleSystem& system) {
        const auto name = next_title();
        const auto id = next_id();
        const auto file = name + " (USA) (Rev 1)" + std::string(system.extension);
        const auto image = rom();
        CURATEUR_CHECK(put(system, file, image, Kind::failing, id, name));
        game(id, system.id, name, {dump(file, image, "us")}, "\"faults\": " + options_.failing);
        return ok();
    }

    Status not_a_game(const SampleSystem& system) {
        const auto id = next_id();
        const auto image = rom();
        CURATEUR_CHECK(
            put(system, "Sound Test (PD).sfc", image, Kind::not_a_game, id, "Sound Test"));
        game(id,
             system.id,
             "Sound Test",
             {dump("Sound Test (PD).sfc", image, "wor")},
             R"("notgame": true)");
        return ok();
    }

    Status other_dump(const SampleSystem& system) {
        const auto name = next_title();
        const auto id = next_id();
        const auto file = name + " (USA)" + std::string(system.extension);
        CURATEUR_CHECK(put(system, file, rom(), Kind::other_dump, id, name));
        game(id, system.id, name, {dump(file, rom(), "us")});
        return ok();
    }

    Status other_platform(const SampleSystem& system) {
        const auto name = next_title();
        const auto id = next_id();
        const auto image = rom();
        CURATEUR_CHECK(put(system, name + " (USA).sfc", image, Kind::other_platform, id, name));
        game(id, 1, name, {dump(name + " (USA).md", image, "us")}); // Mega Drive
        return ok();
    }

    Status playlist(const SampleSystem& system) {
        const auto name = next_title();
        const auto id = next_id();
        const auto list = name + " (USA).m3u";
        std::string members;
        std::vector<std::string> dumps;
        for (int disc = 1; disc <= 2; ++disc) {
            const auto file = name + " (USA) (Disc " + std::to_string(disc) + ").iso";
            const auto image = rom();
            CURATEUR_CHECK(put(system, file, image, Kind::disc, id, name));
            members += file + "\n";
            dumps.push_back(dump(file, image, "us", disc));
        }
        CURATEUR_CHECK(put(system, list, members, Kind::playlist, id, name));
        game(id, system.id, name, dumps);
        return ok();
    }

    Status folder(const SampleSystem& system) {
        const auto name = next_title();
        const auto id = next_id();
        const auto stem = name + " (Europe)";
        const auto image = rom();
        const auto inside = directory_ / "roms" / system.name / (stem + ".cue");
        CURATEUR_CHECK(write(inside / (stem + ".bin"), image));
        CURATEUR_CHECK(write(inside / (stem + ".cue"),
                             "FILE \"" + stem +
                                 ".bin\" BINARY\n  TRACK 01 MODE2/2352\n    INDEX 01 00:00:00\n"));
        list(system, stem + ".cue", Kind::folder, id, name);
        game(id, system.id, name, {dump(stem + ".bin", image, "eu")});
        return ok();
    }

    // Whole kilobytes: half a one more would look like a copier's header.
    std::string rom() {
        const auto size =
            options_.rom_bytes - options_.rom_bytes / 8 + dice_.below(options_.rom_bytes / 4 + 1);
        return bytes(dice_, std::max<std::size_t>(size / 1024, 1) * 1024);
    }

    std::string next_title() { return title_of(titles_++); }

    std::uint64_t next_id() { return 1000 + ++ids_; }

    void list(const SampleSystem& system,
              const std::string& key,
              Kind kind,
              std::uint64_t id,
              const std::string& title) {
        library_.entries.push_back({std::string(system.name), key, kind, id, title});
    }

    Status put(const SampleSystem& system,
               const std::string& key,
               const std::string& content,
               Kind kind,
               std::uint64_t id,
               const std::string& title) {
        list(system, key, kind, id, title);
        return write(directory_ / "roms" / system.name / key, content);
    }

    static Status write(const std::filesystem::path& file, const std::string& content) {
        std::error_code failed;
        std::filesystem::create_directories(file.parent_path(), failed);
        std::ofstream stream(file, std::ios::binary | std::ios::trunc);
        stream << content;
        if (!stream.flush()) {
            return Error{Errc::io, file.string() + ": cannot be written"};
        }
        return ok();
    }

    static std::string
    dump(const std::string& name, const std::string& image, const char* region, int disc = 0) {
        const auto digests = simulator::digests_of(image);
        auto text = "{\"name\": " + in_quotes(name) +
                    ", \"size\": " + std::to_string(image.size()) + ", \"crc\": \"" + digests.crc +
                    "\", \"md5\": \"" + digests.md5 + "\", \"sha1\": \"" + digests.sha1 +
                    "\", \"regions\": [\"" + region + "\"]";
        if (disc != 0) {
            text += ", \"disc\": " + std::to_string(disc) + ", \"discs\": 2, \"type\": \"iso\"";
        }
        return text + "}";
    }

    void game(std::uint64_t id,
              int system,
              const std::string& name,
              const std::vector<std::string>& dumps,
              const std::string& more = "") {
        games_ += games_.empty() ? "" : ",\n";
        games_ += "{\"id\": " + std::to_string(id) + ", \"system\": " + std::to_string(system) +
                  ", \"name\": " + in_quotes(name) + ", ";
        games_ += more.empty() ? "" : more + ", ";
        games_ += "\"roms\": [";
        for (std::size_t i = 0; i < dumps.size(); ++i) {
            games_ += (i == 0 ? "" : ", ") + dumps[i];
        }
        games_ += "]}";
    }

    std::filesystem::path directory_;
    const SampleOptions& options_;
    Dice dice_;
    SampleLibrary library_;
    std::string games_;
    std::size_t titles_ = 0;
    std::uint64_t ids_ = 0;
};

} // namespace

Result<SampleLibrary> write_sample_library(const std::filesystem::path& directory,
                                           const SampleOptions& options) {
    Writer writer(directory, options);
    std::vector<const SampleSystem*> systems;
    for (const auto& name : options.systems) {
        const auto found = std::find_if(k_systems.begin(),
                                        k_systems.end(),
                                        [&](const SampleSystem& it) { return it.name == name; });
        if (found == k_systems.end()) {
            return Error{Errc::invalid,
                         "there are no sample ROMs for \"" + name +
                             "\"; there are for nes, snes, psx"};
        }
        systems.push_back(&*found);
    }
    if (systems.empty()) {
        return Error{Errc::invalid, "a sample library needs a system: nes, snes or psx"};
    }
    for (int i = 0; i < options.count; ++i) {
        CURATEUR_CHECK(writer.ordinary(*systems[static_cast<std::size_t>(i) % systems.size()], i));
    }
    for (const SampleSystem* const system : systems) {
        if (options.specials) {
            CURATEUR_CHECK(writer.specials(*system));
        }
    }
    return writer.finish();
}

} // namespace curateur::test
