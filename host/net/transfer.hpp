// One transfer under way: libcurl's handle, what came so far, where it goes. The network thread's
// own.
#pragma once

#include "net/engine.hpp"
#include "net/writer.hpp"

#include <curl/curl.h>

namespace curateur::net {

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class Running {
public:
    static constexpr std::size_t k_head = 4096;
    static constexpr int k_most_redirects = 5;

    Running(Lanes::Ticket ticket, Transfer transfer, WriterPool& writers);

    // Makes the handle ready; again for each redirect.
    [[nodiscard]] CURL* prepare(const std::string& user_agent);

    // What the handle's end means. True: it is over; false: a redirect, prepare() again.
    [[nodiscard]] bool finish(CURLcode code);

    [[nodiscard]] CURL* handle() const { return handle_.get(); }

    Lanes::Ticket ticket;
    Transfer transfer;
    Completion completion;
    std::uint64_t received = 0; // bytes of the body that came
    bool was_given_up = false;  // the server did not end it: we did

    // Once it is over: whether the file is whole, and if not what can be gone on with.
    [[nodiscard]] bool has_file() const;
    [[nodiscard]] std::optional<Rest> rest() const;

private:
    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* self);
    static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self);
    [[nodiscard]] bool begin_body();
    [[nodiscard]] bool follow();
    [[nodiscard]] bool is_redirect() const;
    [[nodiscard]] bool has_stalled() const; // rather than taken too long in all
    [[nodiscard]] std::uint32_t status() const;

    enum class Body { none, aside, file }; // so far; of an error; what was asked for

    WriterPool& writers_;
    std::unique_ptr<CURL, FreeEasy> handle_;
    std::unique_ptr<curl_slist, FreeList> headers_;
    std::optional<Rest> asked_; // the whole if nullopt
    Body body_ = Body::none;
    std::uint64_t kept_ = 0;              // bytes that were there, before those that come
    std::optional<std::uint64_t> should_; // bytes of the whole, if it is a rest that comes
    bool too_big_ = false, unfit_ = false;
    int redirects_ = 0;
};

} // namespace curateur::net
