#include "net/transfer.hpp"

#include <algorithm>

namespace curateur::net {
namespace {

// Debian's libcurl looks through the whole certificate directory for each connection when this is
// set, which costs 27 ms; the bundle says the same.
constexpr const char* k_bundle = "/etc/ssl/certs/ca-certificates.crt";

// Bytes a second at which no medium ever arrives: the slowest modem had thirty times as many.
constexpr long k_next_to_nothing = 100;

void set_body(CURL* handle, const WireRequest& request) {
    if (request.method == "POST") {
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(
            handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
    }
}

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos
               ? ""
               : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

} // namespace

Running::Running(Lanes::Ticket name, Transfer what, WriterPool& writers)
    : ticket(name), transfer(std::move(what)), writers_(writers), handle_(curl_easy_init()) {
    if (transfer.file && transfer.request.method == "GET") {
        asked_ = transfer.file->rest();
    }
}

CURL* Running::prepare(const std::string& user_agent) {
    CURL* const handle = handle_.get();
    curl_easy_reset(handle);
    completion.headers.clear();
    const auto& request = transfer.request;
    headers_.reset();
    const auto more = asked_ ? range_headers(*asked_) : std::vector<std::string>();
    for (const auto* const lines : {&request.headers, &more}) {
        for (const auto& line : *lines) {
            headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
        }
    }
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_.get());
    set_body(handle, request);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, user_agent.c_str());
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, asked_ ? nullptr : ""); // ranges count bytes
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_CAINFO, k_bundle);
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(transfer.timeout_ms));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, k_next_to_nothing);
    curl_easy_setopt(
        handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>((transfer.stall_ms + 999) / 1000));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 20'000L);
    curl_easy_setopt(handle, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Running::on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Running::on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    return handle;
}

std::uint32_t Running::status() const {
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return static_cast<std::uint32_t>(status);
}

bool Running::is_redirect() const {
    const auto code = status();
    return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

// The answer's headers are there: where its body goes. False: it is not what was asked for.
bool Running::begin_body() {
    const auto code = status();
    body_ = Body::aside;
    if (!transfer.file || code / 100 != 2) {
        unfit_ = asked_ && code == 416;
        return true;
    }
    if (asked_ && code == 206 && is_rest(*asked_, completion.headers)) {
        should_ = parse_content_range(header_of(completion.headers, "content-range"))->last + 1;
        kept_ = asked_->from;
        completion.headers = asked_->headers;
        completion.body = asked_->head;
    } else if (asked_ && (code != 200 || !is_as_it_is(completion.headers))) {
        unfit_ = true;
        return false;
    } else {
        transfer.file->begin();
    }
    body_ = Body::file;
    return true;
}

std::size_t Running::on_body(char* bytes, std::size_t, std::size_t size, void* pointer) {
    auto& self = *static_cast<Running*>(pointer);
    const std::string_view part(bytes, size);
    if (self.is_redirect()) {
        return size;
    }
    if (self.body_ == Body::none && !self.begin_body()) {
        return 0;
    }
    if (self.kept_ + self.received + size > self.transfer.max_bytes) {
        self.too_big_ = true;
        return 0;
    }
    const auto& file = self.transfer.file;
    if (self.body_ == Body::file && !file->append(part)) {
        return CURL_WRITEFUNC_PAUSE;
    }
    self.received += size;
    auto& body = self.completion.body;
    body.append(file ? part.substr(0, k_head - std::min(k_head, body.size())) : part);
    if (self.body_ == Body::file) {
        self.writers_.post(self.ticket, [file] { file->write_pending(); });
    }
    return size;
}

std::size_t Running::on_header(char* bytes, std::size_t, std::size_t size, void* pointer) {
    auto& self = *static_cast<Running*>(pointer);
    const std::string_view line(bytes, size);
    if (line.substr(0, 5) == "HTTP/") { // another answer begins: what came was one in passing (1xx)
        self.completion.headers.clear();
        return size;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) {
        return size;
    }
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    self.completion.headers.push_back(
        {std::move(name), std::string(trimmed(line.substr(colon + 1))), false});
    return size;
}

// True: there is a next address, and it is allowed.
bool Running::follow() {
    char* location = nullptr;
    curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &location);
    if (location == nullptr) {
        return false;
    }
    const auto url = parse_url(location);
    const auto allowed = url ? transfer.origins.check(*url) : Status(url.error());
    if (!allowed || ++redirects_ > k_most_redirects) {
        completion.outcome = Outcome::origin_refused;
        completion.message = allowed ? "redirected too often" : allowed.error().message;
        return false;
    }
    transfer.request.url = location;
    transfer.request.method = "GET";
    transfer.request.body.clear();
    return true;
}

bool Running::has_stalled() const {
    curl_off_t taken_us = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_TOTAL_TIME_T, &taken_us);
    return transfer.stall_ms > 0 && taken_us / 1000 < transfer.timeout_ms;
}

bool Running::has_file() const {
    return completion.outcome == Outcome::ok && body_ == Body::file;
}

std::optional<Rest> Running::rest() const {
    if (body_ != Body::file) {
        return unfit_ ? std::nullopt : asked_; // what is there was not touched
    }
    const bool has_broken_off =
        completion.outcome == Outcome::network || completion.outcome == Outcome::timeout;
    return has_broken_off && completion.status == 200
               ? rest_of(completion.headers, kept_ + received, completion.body)
               : std::nullopt;
}

bool Running::finish(CURLcode code) {
    if (code == CURLE_OK && body_ == Body::none && !is_redirect()) {
        static_cast<void>(begin_body()); // no byte of it came
    }
    unfit_ = unfit_ || (code == CURLE_OK && should_ && kept_ + received != *should_);
    completion.status = kept_ > 0 ? 200 : status();
    was_given_up = too_big_ || (unfit_ && code != CURLE_OK) || code == CURLE_OPERATION_TIMEDOUT ||
                   code == CURLE_BAD_CONTENT_ENCODING;
    if (unfit_) {
        completion.outcome = Outcome::unfit;
        completion.message = "the rest of the file was asked for, and something else came (HTTP " +
                             std::to_string(status()) + ")";
    } else if (too_big_) {
        completion.outcome = Outcome::too_big;
        completion.message =
            "the answer is larger than " + std::to_string(transfer.max_bytes) + " bytes";
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        completion.outcome = Outcome::timeout;
        completion.message =
            has_stalled() ? "nothing came for " + std::to_string(transfer.stall_ms / 1000) + " s"
                          : "no answer within " + std::to_string(transfer.timeout_ms / 1000) + " s";
    } else if (code != CURLE_OK) {
        completion.outcome = Outcome::network;
        completion.message = curl_easy_strerror(code);
    } else if (is_redirect()) {
        return !follow();
    }
    return true;
}

} // namespace curateur::net
