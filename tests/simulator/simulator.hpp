// A ScreenScraper on loopback: the service behind two ports, one for the API and one for media.
#pragma once

#include "simulator/service.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace curateur::simulator {

struct Ports {
    int api = 0, media = 0; // 0: any that is free
};

class Simulator {
public:
    // Listens when it returns.
    [[nodiscard]] static Result<std::unique_ptr<Simulator>>
    start(ServiceOptions options, Ports ports = {}, const std::filesystem::path& log_file = {});

    // Ends every connection and waits for the threads.
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    [[nodiscard]] Ports ports() const;
    [[nodiscard]] std::string base_url() const;  // "http://127.0.0.1:5000/api2"
    [[nodiscard]] std::string media_url() const; // of the other port

    [[nodiscard]] Service& service() { return *service_; }

private:
    struct Door;

    Simulator() = default;

    std::unique_ptr<Service> service_;
    std::unique_ptr<Door> api_, media_;
};

} // namespace curateur::simulator
