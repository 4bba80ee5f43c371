// A program run as a child of the test, with exactly the environment it is given; its streams go to
// files, so it never waits for a reader.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace curateur::test {

inline std::string read_whole(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

using Environment = std::map<std::string, std::string>;

// How a program ended. exit: its status; 128 + N when signal N ended it.
struct Outcome {
    int exit = -1;
    std::string out, err;
};

class Child {
public:
    // streams: a folder for its output, of this child alone. Throws std::runtime_error when the
    // program cannot be started.
    Child(std::vector<std::string> arguments,
          const Environment& environment,
          const std::filesystem::path& working_directory,
          std::filesystem::path streams)
        : streams_(std::move(streams)) {
        std::filesystem::create_directories(streams_);
        std::vector<std::string> variables;
        variables.reserve(environment.size());
        for (const auto& [name, value] : environment) {
            variables.push_back(name + "=" + value);
        }
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addchdir_np(&actions, working_directory.c_str());
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        constexpr int k_write = O_WRONLY | O_CREAT | O_TRUNC;
        const auto out = streams_ / "out";
        const auto err = streams_ / "err";
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), k_write, 0600);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), k_write, 0600);
        auto argv = pointers_to(arguments);
        auto envp = pointers_to(variables);
        const int failed =
            ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data());
        ::posix_spawn_file_actions_destroy(&actions);
        if (failed != 0) {
            throw std::runtime_error(arguments[0] + " cannot be run");
        }
        ended_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    }

    Child(Child&& other) noexcept
        : streams_(std::move(other.streams_))
        , pid_(std::exchange(other.pid_, -1))
        , ended_(std::exchange(other.ended_, -1)) {}

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child& operator=(Child&&) = delete;

    ~Child() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            static_cast<void>(wait());
        }
    }

    // Sent only while it has not been waited for, so never to somebody else's process.
    void signal(int number) const { ::kill(pid_, number); }

    [[nodiscard]] pid_t pid() const { return pid_; }

    // False: it still runs after that long.
    [[nodiscard]] bool ends_within(std::chrono::milliseconds time) const {
        pollfd one{ended_, POLLIN, 0};
        return ::poll(&one, 1, static_cast<int>(time.count())) == 1;
    }

    // Blocks until it ends.
    Outcome wait() {
        int status = 0;

        struct rusage usage {};

        ::wait4(std::exchange(pid_, -1), &status, 0, &usage);
        peak_kib_ = static_cast<std::uint64_t>(usage.ru_maxrss);
        ::close(std::exchange(ended_, -1));
        Outcome outcome;
        outcome.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        outcome.out = out();
        outcome.err = read_whole(streams_ / "err");
        return outcome;
    }

    // The most memory it had in RAM; known when it has ended.
    [[nodiscard]] std::uint64_t peak_kib() const { return peak_kib_; }

    [[nodiscard]] std::string out() const { return read_whole(streams_ / "out"); } // until now

private:
    static std::vector<char*> pointers_to(std::vector<std::string>& texts) {
        std::vector<char*> pointers;
        pointers.reserve(texts.size() + 1);
        for (auto& text : texts) {
            pointers.push_back(text.data());
        }
        pointers.push_back(nullptr);
        return pointers;
    }

    std::filesystem::path streams_;
    pid_t pid_ = -1;
    std::uint64_t peak_kib_ = 0;
    int ended_ = -1; // readable when it has ended
};

} // namespace curateur::test
