#include "simulator/delivery.hpp"

#include "simulator/sockets.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <mutex>

namespace curateur::simulator {
namespace {

constexpr std::size_t k_least_compressed = 256;              // the short messages come as they are
constexpr std::size_t k_piece = std::size_t{64} * 1024;      // bytes handed over at once
constexpr auto k_slice = std::chrono::milliseconds(20);      // of a slow body
constexpr auto k_look_again = std::chrono::milliseconds(50); // whether the client is still there

std::string gzip(const std::string& bytes) {
    z_stream stream{};
    ::deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(::deflateBound(&stream, bytes.size()), '\0');
    std::string in = bytes; // zlib's input is not const
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

Ends ends_of(const httplib::Request& request) {
    return {std::atoi(request.get_header_value("LOCAL_PORT").c_str()),
            std::atoi(request.get_header_value("REMOTE_PORT").c_str())};
}

// One answer on its way.
class Delivery {
public:
    Delivery(Reply reply,
             std::shared_ptr<Ticket> ticket,
             const httplib::Request& request,
             std::stop_token stop)
        : reply_(std::move(reply))
        , ticket_(std::move(ticket))
        , ends_(ends_of(request))
        , stop_(std::move(stop)) {
        const auto size = reply_.body.size();
        const auto fault = reply_.fault;
        const bool ends_early =
            fault == Fault::truncated || fault == Fault::reset_midway || fault == Fault::stall;
        const bool says_where = reply_.break_at != 0 && reply_.break_at < size;
        end_ = !ends_early ? size : says_where ? reply_.break_at : size / 2;
    }

    // One piece of the body from an offset; false when the connection is to end.
    bool send(std::size_t offset, httplib::DataSink& sink) {
        if (reply_.fault == Fault::endless) {
            static const std::string k_more(k_piece * 16, ' ');
            return sleep_for(k_slice, stop_) && sink.write(k_more.data(), k_more.size());
        }
        auto length = std::min(end_ - std::min(end_, offset), k_piece);
        if (reply_.bytes_per_second != 0) {
            const auto most = static_cast<std::size_t>(
                reply_.bytes_per_second * static_cast<std::uint64_t>(k_slice.count()) / 1000);
            length = std::min(length, std::max(most, std::size_t{1}));
            if (!sleep_for(k_slice, stop_)) {
                return false;
            }
        }
        const bool is_last = offset + length >= end_;
        const bool is_whole = end_ == reply_.body.size();
        const bool stalls = reply_.fault == Fault::stall && !is_whole;
        if (is_last && !stalls) {
            ticket_->finish(is_whole);
        }
        if (length != 0 && !sink.write(reply_.body.data() + offset, length)) {
            return false;
        }
        if (is_last && reply_.fault == Fault::reset_midway) {
            reset_connection(ends_);
        } else if (is_last && stalls) {
            while (is_connected(ends_) && sleep_for(k_look_again, stop_)) {
            }
            ticket_->finish(false);
        }
        if (is_last && is_whole && reply_.chunked) {
            sink.done();
        }
        return !is_last || is_whole;
    }

    [[nodiscard]] std::size_t size() const { return reply_.body.size(); }

private:
    Reply reply_;
    std::shared_ptr<Ticket> ticket_;
    Ends ends_;
    std::stop_token stop_;
    std::size_t end_;
};

std::string now_in_http() {
    std::array<char, 40> text{};
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text.data();
}

void set_headers(httplib::Response& response) {
    response.set_header("Server", "nginx");
    response.set_header("Date", now_in_http());
    response.set_header("Cache-Control", "no-cache, must-revalidate");
    response.set_header("Expires", "0");
    response.set_header("Pragma", "no-cache");
    response.set_header("Access-Control-Allow-Origin", "*");
    response.set_header("Set-Cookie", "SESSID=simulator; path=/");
}

} // namespace

bool sleep_for(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

void deliver(Reply reply,
             std::shared_ptr<Ticket> ticket,
             const httplib::Request& request,
             httplib::Response& response,
             const std::stop_token& stop) {
    if (reply.latency_ms > 0) {
        sleep_for(std::chrono::milliseconds(reply.latency_ms), stop);
    }
    if (reply.fault == Fault::reset || reply.fault == Fault::hang) {
        const auto ends = ends_of(request);
        while (reply.fault == Fault::hang && is_connected(ends) && sleep_for(k_look_again, stop)) {
        }
        ticket->finish(false);
        reset_connection(ends); // what the library writes now goes nowhere
        return;
    }
    set_headers(response);
    for (const auto& [name, value] : reply.headers) {
        response.set_header(name, value);
    }
    const bool likes_gzip =
        request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    if (reply.chunked && likes_gzip && reply.body.size() >= k_least_compressed) {
        reply.body = gzip(reply.body);
        response.set_header("Content-Encoding", "gzip");
        response.set_header("Vary", "Accept-Encoding");
    }
    ticket->entry.bytes = reply.body.size();
    response.status = reply.status;
    const auto type = reply.content_type;
    const bool is_endless = reply.fault == Fault::endless;
    const bool is_chunked = reply.chunked || is_endless;
    if (reply.body.empty() &&
        !is_endless) { // the library sends no body of no length through a provider
        ticket->finish(true);
        response.set_content("", type);
        return;
    }
    auto delivery = std::make_shared<Delivery>(std::move(reply), std::move(ticket), request, stop);
    if (is_chunked) {
        response.set_chunked_content_provider(
            type, [delivery](std::size_t offset, httplib::DataSink& sink) {
                return delivery->send(offset, sink);
            });
    } else {
        response.set_content_provider(
            delivery->size(),
            type,
            [delivery](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                return delivery->send(offset, sink);
            });
    }
}

} // namespace curateur::simulator
