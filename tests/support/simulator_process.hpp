// The real simulator as a child of the test, on ports that are free; gone with the test.
#pragma once

#include <curateur/support/json.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace curateur::test {

// One line of the log.
struct LoggedRequest {
    std::string page, port, account, outcome, matched_by, fault, range;
    int status = 0, in_flight = 0;
    std::uint64_t game = 0, bytes = 0;
    bool developer_ok = false, user_ok = false, complete = false;
    double at_ms = 0, took_ms = 0;
    std::string line; // whole
};

class SimulatorProcess {
public:
    // Started and listening when it returns; throws std::runtime_error with what went wrong.
    // arguments: as of curateur-simulator, without ports and log.
    SimulatorProcess(const std::filesystem::path& program,
                     const std::filesystem::path& log,
                     std::vector<std::string> arguments)
        : log_(log) {
        arguments.insert(arguments.begin(), program.string());
        arguments.insert(arguments.end(), {"--log", log.string(), "--until-eof"});
        std::array<int, 2> input{};
        std::array<int, 2> output{};
        if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe for the simulator");
        }
        input_ = input[1];
        output_ = output[0];
        start(std::move(arguments), input[0], output[1]);
        ::close(input[0]);
        ::close(output[1]);
        const auto line = read_line();
        const auto said = json::parse(line);
        if (!said || !said->root()["api"]) {
            stop();
            throw std::runtime_error("the simulator did not start: " + line);
        }
        base_url_ = said->root()["api"].text();
        media_url_ = said->root()["media"].text();
    }

    SimulatorProcess(const SimulatorProcess&) = delete;
    SimulatorProcess& operator=(const SimulatorProcess&) = delete;

    ~SimulatorProcess() { stop(); }

    [[nodiscard]] const std::string& base_url() const { return base_url_; }

    [[nodiscard]] const std::string& media_url() const { return media_url_; }

    // "http://127.0.0.1:5000", where /control/… is.
    [[nodiscard]] std::string origin() const { return base_url_.substr(0, base_url_.rfind('/')); }

    // What was asked until now; a request is in it before its answer's last byte was sent.
    [[nodiscard]] std::vector<LoggedRequest> requests() const {
        std::vector<LoggedRequest> all;
        std::ifstream file(log_);
        for (std::string line; std::getline(file, line);) {
            if (const auto read = json::parse(line)) {
                all.push_back(request_of(read->root(), line));
            }
        }
        return all;
    }

    // Those of one page, or of one outcome.
    [[nodiscard]] std::size_t count(std::string_view page_or_outcome) const {
        std::size_t found = 0;
        for (const LoggedRequest& one : requests()) {
            found += one.page == page_or_outcome || one.outcome == page_or_outcome ? 1U : 0U;
        }
        return found;
    }

    // The most that an account had in flight at once.
    [[nodiscard]] int most_in_flight() const {
        int most = 0;
        for (const LoggedRequest& one : requests()) {
            most = std::max(most, one.in_flight);
        }
        return most;
    }

    // Ends it; its summary, one line of JSON. Empty the second time.
    std::string stop() {
        if (child_ <= 0) {
            return {};
        }
        ::close(input_); // the end of its standard input is its end
        auto summary = read_line();
        ::close(output_);
        int status = 0;
        ::waitpid(std::exchange(child_, -1), &status, 0);
        return summary;
    }

private:
    void start(std::vector<std::string> arguments, int input, int output) {
        std::vector<char*> pointers;
        pointers.reserve(arguments.size() + 1);
        for (auto& argument : arguments) {
            pointers.push_back(argument.data());
        }
        pointers.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
        const int failed =
            ::posix_spawn(&child_, pointers[0], &actions, nullptr, pointers.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        if (failed != 0) {
            throw std::runtime_error("the simulator cannot be run: " + arguments[0]);
        }
    }

    [[nodiscard]] std::string read_line() const {
        std::string line;
        char byte = 0;
        while (::read(output_, &byte, 1) == 1 && byte != '\n') {
            line += byte;
        }
        return line;
    }

    static LoggedRequest request_of(json::View it, const std::string& line) {
        LoggedRequest one;
        one.page = it["page"].text();
        one.port = it["port"].text();
        one.account = it["account"].text();
        one.outcome = it["outcome"].text();
        one.matched_by = it["matched_by"].text();
        one.fault = it["fault"].text();
        one.range = it["range"].text();
        one.status = static_cast<int>(it["status"].natural().value_or(0));
        one.in_flight = static_cast<int>(it["in_flight"].natural().value_or(0));
        one.game = it["game"].natural().value_or(0);
        one.bytes = it["bytes"].natural().value_or(0);
        one.developer_ok = it["developer_ok"].text() == "true";
        one.user_ok = it["user_ok"].text() == "true";
        one.complete = it["complete"].text() == "true";
        one.at_ms = std::stod(it["at_ms"].text());
        one.took_ms = std::stod(it["took_ms"].text());
        one.line = line;
        return one;
    }

    std::filesystem::path log_;
    pid_t child_ = -1;
    int input_ = -1, output_ = -1;
    std::string base_url_, media_url_;
};

} // namespace curateur::test
