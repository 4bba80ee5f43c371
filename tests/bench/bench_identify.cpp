// What identifying costs, by the path that a run takes: the reading pool and the ladder. Warm
// files; the baselines are measured in the same rounds, and the median of the rounds' ratios
// counts.
#include "pipeline/identify.hpp"
#include "pipeline/readers.hpp"
#include "support/child.hpp"
#include "support/made_archives.hpp"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <latch>
#include <random>

namespace {

namespace fs = std::filesystem;
using namespace curateur;

constexpr double k_crc_to_cat = 0.6, k_all_to_cat = 2.6; // small files
constexpr double k_all_to_md5sum = 1.1;                  // one large file
constexpr double k_zip_to_tail = 2.0;                    // archives, to reading their ends

struct Arguments {
    int files = 10'000, zips = 10'000, rounds = 5;
    std::uint64_t big_mib = 1024;
    unsigned readers = 2;
    std::string folder = "bench-identify";
    bool no_bound = false;
};

double seconds(const std::function<void()>& what) {
    const auto began = std::chrono::steady_clock::now();
    what();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double processor_seconds() { // of this process, so far
    std::timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

std::string noise(std::size_t size) {
    std::mt19937_64 random(1);
    std::string bytes;
    while (bytes.size() < size) {
        bytes += test::little(random(), 8);
    }
    return bytes;
}

void write(const fs::path& file, std::string_view first, std::string_view rest) {
    std::ofstream(file, std::ios::binary) << first << rest;
}

// Files of 32 KiB to 512 KiB, no two alike.
void write_small(const fs::path& folder, int count) {
    fs::create_directories(folder);
    const auto bytes = noise(std::size_t{512} << 10U);
    for (int i = 0; i < count; ++i) {
        const auto size = static_cast<std::size_t>(32 + i * 7919LL % 481) << 10U;
        write(folder / ("Game " + std::to_string(i) + ".rom"),
              test::little(static_cast<std::uint64_t>(i), 8),
              std::string_view(bytes).substr(8, size - 8));
    }
}

void write_big(const fs::path& folder, std::uint64_t mib) {
    fs::create_directories(folder);
    const auto bytes = noise(std::size_t{1} << 20U);
    std::ofstream file(folder / "Big.rom", std::ios::binary);
    for (std::uint64_t i = 0; i < mib; ++i) {
        file << bytes;
    }
}

void write_zips(const fs::path& folder, int count) {
    fs::create_directories(folder);
    const auto bytes = noise(std::size_t{320} << 10U);
    std::vector<std::string> made;
    for (std::size_t i = 0; i < 16; ++i) {
        const auto size = (std::size_t{80} + 16 * i) << 10U;
        made.push_back(test::zip_of({{"Game (Europe).rom", bytes.substr(0, size)}}));
    }
    for (int i = 0; i < count; ++i) {
        write(folder / ("Game " + std::to_string(i) + ".zip"),
              made[static_cast<std::size_t>(i) % made.size()],
              "");
    }
}

pipeline::Scan scanned(const fs::path& folder) {
    systems::System system;
    system.name = "msx";
    system.path = folder;
    system.extensions = {".rom", ".zip"};
    system.platforms = {"msx"};
    return pipeline::scan_system(system, {}, {});
}

struct Sum {
    std::atomic<std::uint64_t> bytes_read = 0, bytes_unpacked = 0;
    std::atomic<std::size_t> crc32s = 0, md5s = 0, failed = 0;
};

// All entries of a system through the pool.
void through_pool(const pipeline::Scan& scan,
                  unsigned readers,
                  const std::function<void(const pipeline::ScannedEntry&)>& job) {
    std::latch left(static_cast<std::ptrdiff_t>(scan.entries.size()));
    pipeline::Readers pool(readers);
    for (const auto& entry : scan.entries) {
        pool.submit(scan.storage,
                    [&](const std::stop_token&) {
                        job(entry);
                        left.count_down();
                    },
                    {});
    }
    left.wait();
}

double identify_all(const pipeline::Scan& scan,
                    unsigned readers,
                    const pipeline::IdentifyRules& rules,
                    Sum& sum) {
    return seconds([&] {
        through_pool(scan, readers, [&](const pipeline::ScannedEntry& entry) {
            const auto found = pipeline::identify_entry(scan, entry, rules, {});
            if (!found) {
                ++sum.failed;
                return;
            }
            sum.bytes_read += found->bytes_read;
            sum.bytes_unpacked += found->bytes_unpacked;
            sum.crc32s += found->evidence.front().crc32.empty() ? 0U : 1U;
            sum.md5s += found->evidence.front().md5.empty() ? 0U : 1U;
        });
    });
}

double run_shell(const std::string& command, const fs::path& folder) {
    return seconds([&] {
        test::Child child({"/bin/sh", "-c", command},
                          {{"PATH", "/usr/bin:/bin"}},
                          folder,
                          folder.parent_path() / "streams");
        if (child.wait().exit != 0) {
            throw std::runtime_error(command + " failed");
        }
    });
}

// What reading the ends of archives costs at least: by the same pool.
double read_tails(const pipeline::Scan& scan, unsigned readers, std::atomic<std::size_t>& failed) {
    return seconds([&] {
        through_pool(scan, readers, [&](const pipeline::ScannedEntry& entry) {
            std::array<char, std::size_t{64} << 10U> tail; // not zeroed: it is read into
            const int fd = ::open((scan.system.path / entry.key).c_str(), O_RDONLY | O_CLOEXEC);
            struct stat status {};
            const bool read =
                fd >= 0 && ::fstat(fd, &status) == 0 &&
                ::pread(fd,
                        tail.data(),
                        tail.size(),
                        std::max<off_t>(0, status.st_size - static_cast<off_t>(tail.size()))) > 0;
            failed += read ? 0U : 1U;
            ::close(fd);
        });
    });
}

class Bench {
public:
    explicit Bench(bool no_bound) : no_bound_(no_bound) {}

    void tell(const char* what,
              const std::vector<double>& ours,
              const std::vector<double>& theirs,
              double bound) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            ratios.push_back(ours[i] / theirs[i]);
        }
        const bool fits = median(ratios) <= bound;
        std::printf("%-38s %8.3f s %8.3f s %8.3f %8.2f   %s\n",
                    what,
                    median(ours),
                    median(theirs),
                    median(ratios),
                    bound,
                    fits ? "ok" : "TOO SLOW");
        std::fflush(stdout);
        ok_ = ok_ && (fits || no_bound_);
    }

    void expect(bool holds, const char* what) {
        if (!holds) {
            std::printf("not what was to be measured: %s\n", what);
        }
        ok_ = ok_ && holds;
    }

    [[nodiscard]] bool is_ok() const { return ok_; }

private:
    bool no_bound_, ok_ = true;
};

void measure_small(Bench& bench, const fs::path& folder, const Arguments& it) {
    write_small(folder, it.files);
    const auto scan = scanned(folder);
    Sum crc, all;
    std::vector<double> cat_s, crc_s, all_s;
    run_shell("cat *.rom > /dev/null", folder); // warms the cache, and the disk has written
    std::vector<double> processors;             // that worked for us while we made all digests
    for (int round = 0; round < it.rounds; ++round) {
        cat_s.push_back(run_shell("cat *.rom > /dev/null", folder));
        crc_s.push_back(identify_all(scan, it.readers, {0, false, CUR_HASH_CRC32}, crc));
        const auto used = processor_seconds();
        all_s.push_back(identify_all(scan, it.readers, {}, all));
        processors.push_back((processor_seconds() - used) / all_s.back());
    }
    const auto count = static_cast<std::size_t>(it.files) * static_cast<std::size_t>(it.rounds);
    bench.expect(crc.failed == 0 && crc.crc32s == count && crc.md5s == 0, "CRC-32 of each file");
    bench.expect(all.failed == 0 && all.crc32s == count && all.md5s == count, "all of each file");
    bench.tell("CRC-32 of small files : cat", crc_s, cat_s, k_crc_to_cat);
    bench.tell("all digests of small files : cat", all_s, cat_s, k_all_to_cat);
    std::printf("%.2f processors made all digests of small files%s\n",
                median(processors),
                median(processors) < 1.8 ? "; the bounds are for two: is the machine busy?" : "");
}

void measure_big(Bench& bench, const fs::path& folder, const Arguments& it) {
    write_big(folder, it.big_mib);
    const auto scan = scanned(folder);
    Sum all;
    std::vector<double> md5sum_s, all_s;
    run_shell("md5sum Big.rom", folder);
    for (int round = 0; round < it.rounds; ++round) {
        md5sum_s.push_back(run_shell("md5sum Big.rom", folder));
        all_s.push_back(identify_all(scan, it.readers, {0, true}, all));
    }
    bench.expect(all.failed == 0 && all.md5s == static_cast<std::size_t>(it.rounds),
                 "all digests of the large file");
    bench.tell("all digests of a large file : md5sum", all_s, md5sum_s, k_all_to_md5sum);
}

void measure_zips(Bench& bench, const fs::path& folder, const Arguments& it) {
    write_zips(folder, it.zips);
    const auto scan = scanned(folder);
    Sum sum;
    std::atomic<std::size_t> failed = 0;
    std::vector<double> tail_s, zip_s;
    read_tails(scan, it.readers, failed);
    for (int round = 0; round < it.rounds; ++round) {
        tail_s.push_back(read_tails(scan, it.readers, failed));
        zip_s.push_back(identify_all(scan, it.readers, {}, sum));
    }
    const auto count = static_cast<std::size_t>(it.zips) * static_cast<std::size_t>(it.rounds);
    bench.expect(failed == 0 && sum.failed == 0 && sum.crc32s == count, "CRC-32 of each member");
    bench.expect(sum.bytes_unpacked == 0, "no member unpacked");
    bench.tell("zips : open, read the last 64 KiB", zip_s, tail_s, k_zip_to_tail);
    std::printf("%.0f bytes read of each zip, %llu bytes unpacked in all\n",
                static_cast<double>(sum.bytes_read) /
                    static_cast<double>(std::max<std::size_t>(count, 1)),
                static_cast<unsigned long long>(sum.bytes_unpacked));
}

} // namespace

int main(int argc, char** argv) {
    Arguments it;
    CLI::App app(
        "Identifies warm files, and compares with cat, md5sum and reading the ends of zips");
    app.add_option("--files", it.files, "Of 32 to 512 KiB")->capture_default_str();
    app.add_option("--big-mib", it.big_mib)->capture_default_str();
    app.add_option("--zips", it.zips)->capture_default_str();
    app.add_option("--rounds", it.rounds)->capture_default_str();
    app.add_option("--readers", it.readers, "As runtime.readers; 0: auto")->capture_default_str();
    app.add_option("--folder", it.folder, "Made, and removed at the end")->capture_default_str();
    app.add_flag("--no-bound", it.no_bound, "Only measure");
    CLI11_PARSE(app, argc, argv);
    const auto folder = fs::absolute(it.folder);
    fs::remove_all(folder);
    std::printf("%-38s %10s %10s %8s %8s\n", "", "ours", "theirs", "ratio", "at most");
    Bench bench(it.no_bound);
    measure_small(bench, folder / "small", it);
    measure_big(bench, folder / "big", it);
    measure_zips(bench, folder / "zips", it);
    fs::remove_all(folder);
    return bench.is_ok() ? 0 : 1;
}
