#include "bench/measured_run.hpp"

#include "support/simulator_process.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <iterator>

namespace curateur::test {
namespace fs = std::filesystem;

MeasuredRun::MeasuredRun(const fs::path& folder,
                         const SampleOptions& sample,
                         const std::string& media_types,
                         const std::vector<std::string>& service)
    : folder_(fs::absolute(folder)) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "home" / ".config" / "curateur");
    const auto written = write_sample_library(folder_ / "sample", sample);
    if (!written) {
        throw std::runtime_error(written.error().message);
    }
    fs::rename(written->roms, folder_ / "home" / "ROMs");
    auto arguments = service;
    arguments.insert(arguments.end(), {"--catalogue", written->catalogue.string()});
    arguments.insert(arguments.end(), {"--per-day", "100000000", "--per-minute", "100000000"});
    service_ = std::make_unique<SimulatorProcess>(
        CURATEUR_SIMULATOR, folder_ / "requests.log", std::move(arguments));
    std::ofstream(folder_ / "home" / ".config" / "curateur" / "config.yaml")
        << "media:\n  media_types: [" << media_types << "]\n  image_min_dimension: 1\n"
        << "sources:\n  screenscraper:\n    user_id: player\n    user_password: player-password\n"
        << "    devid: developer\n    devpassword: developer-password\n    base_url: "
        << service_->base_url() << "\n";
}

MeasuredRun::~MeasuredRun() {
    service_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::size_t MeasuredRun::requests() const {
    std::ifstream log(folder_ / "requests.log");
    return static_cast<std::size_t>(
        std::count(std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>(), '\n'));
}

Measured MeasuredRun::run(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{
        CURATEUR_PROGRAM, "--source", "screenscraper", "--output", "esde", "--json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto before = requests();
    const auto began = std::chrono::steady_clock::now();
    Child child(std::move(all),
                {{"HOME", (folder_ / "home").string()}, {"LANG", "C.UTF-8"}},
                folder_,
                folder_ / ("run " + std::to_string(++runs_)));
    const auto outcome = child.wait();
    Measured measured;
    measured.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    measured.exit = outcome.exit;
    measured.peak_kib = child.peak_kib();
    measured.requests = requests() - before;
    measured.said = outcome.out;
    if (outcome.exit != 0) {
        std::fputs(outcome.err.substr(0, 2000).c_str(), stderr);
    }
    return measured;
}

std::size_t MeasuredRun::files_written_since(fs::file_time_type since) const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "home" / "ES-DE")) {
        count += entry.is_regular_file() && entry.last_write_time() >= since ? 1U : 0U;
    }
    return count;
}

std::uint64_t number_at_end(const std::string& events, const std::string& key) {
    const auto last = events.rfind("\"run_end\"");
    const auto at = last == std::string::npos ? last : events.find("\"" + key + "\":", last);
    return at == std::string::npos ? 0 : std::stoull(events.substr(at + key.size() + 3));
}

} // namespace curateur::test
