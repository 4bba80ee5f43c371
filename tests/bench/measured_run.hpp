// A collection of made-up ROMs, a service, and the real program, measured.
#pragma once

#include "support/child.hpp"
#include "support/sample_library.hpp"

#include <memory>

namespace curateur::test {

class SimulatorProcess;

struct Measured {
    int exit = 0;
    double seconds = 0;
    std::uint64_t peak_kib = 0; // of memory in RAM
    std::size_t requests = 0;   // that the service saw
    std::string said;           // its --json events
};

class MeasuredRun {
public:
    // folder: made, emptied first. Throws std::runtime_error when something cannot be made.
    MeasuredRun(const std::filesystem::path& folder,
                const SampleOptions& sample,
                const std::string& media_types,
                const std::vector<std::string>& service);
    MeasuredRun(const MeasuredRun&) = delete;
    MeasuredRun& operator=(const MeasuredRun&) = delete;
    ~MeasuredRun();

    [[nodiscard]] std::filesystem::path home() const { return folder_ / "home"; }

    [[nodiscard]] Measured run(const std::vector<std::string>& arguments = {});
    [[nodiscard]] std::size_t files_written_since(std::filesystem::file_time_type since) const;

private:
    [[nodiscard]] std::size_t requests() const;

    std::filesystem::path folder_;
    std::unique_ptr<SimulatorProcess> service_;
    int runs_ = 0;
};

// The number of a key in the last event.
[[nodiscard]] std::uint64_t number_at_end(const std::string& events, const std::string& key);

} // namespace curateur::test
