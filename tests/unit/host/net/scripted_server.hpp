// A server on loopback that says, byte for byte, what a test wrote down: what no library for
// servers would send.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace curateur::test {

// Each connection gets the next answer, whatever it asks, and is closed; more are refused.
class ScriptedServer {
public:
    explicit ScriptedServer(std::vector<std::string> answers)
        : answers_(std::move(answers))
        , listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const raw = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listening_, raw, length) != 0 || ::listen(listening_, 16) != 0 ||
            ::getsockname(listening_, raw, &length) != 0) {
            throw std::runtime_error("no port for the scripted server");
        }
        port_ = ::ntohs(address.sin_port);
        thread_ = std::jthread([this] { serve(); });
    }

    ~ScriptedServer() {
        ::shutdown(listening_, SHUT_RDWR); // ends accept()
        thread_.join();
        ::close(listening_);
    }

    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(port_) + "/x";
    }

    // The heads of the requests so far.
    [[nodiscard]] std::vector<std::string> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    void serve() {
        for (const auto& answer : answers_) {
            const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection < 0) {
                return;
            }
            std::string head;
            for (char byte = 0; head.find("\r\n\r\n") == std::string::npos &&
                                ::recv(connection, &byte, 1, 0) == 1;) {
                head += byte;
            }
            {
                const std::lock_guard lock(mutex_);
                requests_.push_back(std::move(head));
            }
            static_cast<void>(::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL));
            ::close(connection);
        }
    }

    std::vector<std::string> answers_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    int listening_;
    int port_ = 0;
    std::jthread thread_;
};

} // namespace curateur::test
