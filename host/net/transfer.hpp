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
    std::shared_ptr<FileSink> sink;
    std::uint64_t received = 0; // bytes of the body
    bool was_given_up = false;  // the server did not end it: we did

private:
    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* self);
    static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self);
    [[nodiscard]] bool follow();
    [[nodiscard]] bool is_redirect() const;
    [[nodiscard]] bool has_stalled() const; // rather than taken too long in all

    WriterPool& writers_;
    std::unique_ptr<CURL, FreeEasy> handle_;
    std::unique_ptr<curl_slist, FreeList> headers_;
    bool too_big_ = false;
    int redirects_ = 0;
};

} // namespace curateur::net
