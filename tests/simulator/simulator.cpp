#include "simulator/simulator.hpp"

#include "simulator/delivery.hpp"
#include "simulator/sockets.hpp"

#include <sys/socket.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <limits>
#include <thread>

namespace curateur::simulator {
namespace {

// A thread for every connection: one that sleeps through its latency holds up nobody else.
class Threads : public httplib::TaskQueue {
public:
    void enqueue(std::function<void()> job) override {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
        if (jobs_.size() > idle_) {
            threads_.emplace_back([this] { work(); });
        } else {
            wake_.notify_one();
        }
    }

    void shutdown() override {
        {
            const std::lock_guard lock(mutex_);
            is_over_ = true;
        }
        wake_.notify_all();
        threads_.clear(); // no more are added: the library has left its loop
    }

private:
    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            ++idle_;
            wake_.wait(lock, [&] { return is_over_ || !jobs_.empty(); });
            --idle_;
            if (jobs_.empty()) {
                return;
            }
            auto job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    std::size_t idle_ = 0;
    bool is_over_ = false;
    std::vector<std::jthread> threads_;
};

constexpr std::string_view k_prefix = "/api2/";

void set_text(httplib::Response& response, const std::string& text, int status = 200) {
    response.status = status;
    response.set_content(text, "application/json");
}

// The body of a POST, given to what takes it; the answer is {} or the error.
template <class Take>
void take_json(const httplib::Request& request, httplib::Response& response, Take take) {
    const auto document = parse_json(request.body.empty() ? std::string("{}") : request.body);
    auto taken = document ? take(*document) : Status(document.error());
    if (taken) {
        set_text(response, "{}\n");
    } else {
        set_text(response, "{\"error\": \"" + escaped(taken.error().message) + "\"}\n", 400);
    }
}

} // namespace

struct Simulator::Door {
    Door(Service& served, bool is_media) : service(served), is_media_port(is_media) {
        server.new_task_queue = [] {
            return new Threads;
        };
        server.set_tcp_nodelay(true);
        server.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
        server.set_keep_alive_timeout(60);
        // Not the library's SO_REUSEPORT: a port that is taken is an error.
        server.set_socket_options([](socket_t socket) {
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
        // Before the library's routes, which are regular expressions.
        server.set_pre_routing_handler(
            [this](const httplib::Request& request, httplib::Response& response) {
                if (request.method != "GET" || request.path.rfind(k_prefix, 0) != 0) {
                    return httplib::Server::HandlerResponse::Unhandled;
                }
                answer(request, response);
                return httplib::Server::HandlerResponse::Handled;
            });
        add_control();
    }

    ~Door() {
        stopping.request_stop();
        server.stop();
        // The library waits for its connections; one may still have come in.
        while (listener.joinable() && !is_over) {
            close_connections(port);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    Status open(int wanted) {
        const std::string host = "127.0.0.1";
        if (wanted == 0) {
            port = server.bind_to_any_port(host);
        } else {
            port = server.bind_to_port(host, wanted) ? wanted : -1;
        }
        if (port <= 0) {
            return Error{Errc::busy, "port " + std::to_string(wanted) + " cannot be listened on"};
        }
        widen_backlog(port);
        listener = std::jthread([this] {
            server.listen_after_bind();
            is_over = true;
        });
        while (!server.is_running()) {
            std::this_thread::yield();
        }
        return ok();
    }

    void answer(const httplib::Request& request, httplib::Response& response) {
        const Call call{request.path.substr(k_prefix.size()),
                        request.target,
                        {request.params.begin(), request.params.end()},
                        request.get_header_value("REMOTE_ADDR"),
                        is_media_port,
                        request.get_header_value("Range"),
                        request.get_header_value("If-Range")};
        // The library would cut parts out of whatever is answered. The object is its own variable.
        const_cast<httplib::Request&>(request).ranges.clear();
        std::unique_ptr<Ticket> ticket;
        auto reply = service.answer(call, ticket);
        deliver(std::move(reply), std::move(ticket), request, response, stopping.get_token());
    }

    void add_control() {
        using Request = httplib::Request;
        using Response = httplib::Response;
        server.Get("/control/log", [this](const Request&, Response& response) {
            set_text(response, service.log().lines());
        });
        server.Get("/control/summary", [this](const Request&, Response& response) {
            set_text(response, service.summary() + "\n");
        });
        server.Post("/control/reset", [this](const Request&, Response& response) {
            service.reset();
            set_text(response, "{}\n");
        });
        server.Post("/control/faults", [this](const Request& request, Response& response) {
            take_json(
                request, response, [&](const Json& json) { return service.add_faults(json); });
        });
        server.Delete("/control/faults", [this](const Request&, Response& response) {
            service.clear_faults();
            set_text(response, "{}\n");
        });
        server.Post("/control/state", [this](const Request& request, Response& response) {
            take_json(request, response, [&](const Json& json) { return service.change(json); });
        });
    }

    Service& service;
    bool is_media_port;
    int port = 0;
    httplib::Server server;
    std::stop_source stopping;
    std::atomic<bool> is_over = false;
    std::jthread listener;
};

Result<std::unique_ptr<Simulator>>
Simulator::start(ServiceOptions options, Ports ports, const std::filesystem::path& log_file) {
    std::unique_ptr<Simulator> it(new Simulator);
    it->service_ = std::make_unique<Service>(std::move(options));
    if (!log_file.empty()) {
        CURATEUR_CHECK(it->service_->log().open(log_file));
    }
    it->api_ = std::make_unique<Door>(*it->service_, false);
    it->media_ = std::make_unique<Door>(*it->service_, true);
    CURATEUR_CHECK(it->media_->open(ports.media));
    it->service_->set_media_base(it->media_url() + "/");
    CURATEUR_CHECK(it->api_->open(ports.api));
    return it;
}

Simulator::~Simulator() = default;

Ports Simulator::ports() const {
    return {api_->port, media_->port};
}

std::string Simulator::base_url() const {
    return "http://127.0.0.1:" + std::to_string(api_->port) + "/api2";
}

std::string Simulator::media_url() const {
    return "http://127.0.0.1:" + std::to_string(media_->port) + "/api2";
}

} // namespace curateur::simulator
