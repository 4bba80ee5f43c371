// simulator-load URL [connections [seconds]]: how many requests a second the simulator answers.
// Each connection asks again as soon as it has an answer.
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    const std::string url = argc > 1 ? argv[1] : "";
    const auto slash = url.find('/', url.find("://") + 3);
    if (url.rfind("http://", 0) != 0 || slash == std::string::npos) {
        std::fputs(
            "usage: simulator-load http://127.0.0.1:PORT/api2/PAGE?… [connections [seconds]]\n",
            stderr);
        return 2;
    }
    const int connections = argc > 2 ? std::atoi(argv[2]) : 8;
    const int seconds = argc > 3 ? std::atoi(argv[3]) : 5;
    std::atomic<long> answers = 0;
    std::atomic<long> failures = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    {
        std::vector<std::jthread> threads;
        threads.reserve(static_cast<std::size_t>(std::max(connections, 0)));
        for (int i = 0; i < connections; ++i) {
            threads.emplace_back([&] {
                httplib::Client client(url.substr(0, slash));
                client.set_keep_alive(true);
                client.set_tcp_nodelay(true);
                while (std::chrono::steady_clock::now() < end) {
                    const auto answer = client.Get(url.substr(slash));
                    ++(answer && answer->status == 200 ? answers : failures);
                }
            });
        }
    }
    std::printf("%ld answers a second, %ld failures\n", answers / seconds, failures.load());
    return failures == 0 ? 0 : 1;
}
