#include "simulator/ranges.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <functional>

namespace curateur::simulator {
namespace {

constexpr std::string_view k_modified = "Thu, 01 Jan 2015 12:00:00 GMT"; // of every file

std::string tag_of(const std::string& body) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "\"%016zx\"", std::hash<std::string>()(body));
    return text.data();
}

// The first byte of "bytes=5-", the only kind that is understood.
std::optional<std::size_t> first_byte(std::string_view range) {
    constexpr std::string_view k_before = "bytes=";
    if (range.substr(0, k_before.size()) != k_before || range.back() != '-') {
        return std::nullopt;
    }
    std::size_t first = 0;
    const auto* const end = range.data() + range.size() - 1;
    const auto read = std::from_chars(range.data() + k_before.size(), end, first);
    return read.ec == std::errc() && read.ptr == end ? std::optional(first) : std::nullopt;
}

void refuse(Reply& reply) {
    reply.status = 416;
    reply.headers["Content-Range"] = "bytes */" + std::to_string(reply.body.size());
    reply.content_type = "text/html";
    reply.body = "<html><body><h1>416 Requested Range Not Satisfiable</h1></body></html>\n";
}

} // namespace

void serve_range(const Call& call, Reply& reply) {
    auto tag = tag_of(reply.body);
    if (reply.fault == Fault::new_tag || reply.fault == Fault::range_of_new) {
        tag.insert(1, "new-");
    }
    reply.headers["Accept-Ranges"] = "bytes";
    reply.headers["ETag"] = tag;
    reply.headers["Last-Modified"] = k_modified;
    const bool is_same = call.if_range.empty() || call.if_range == tag ||
                         call.if_range == k_modified || reply.fault == Fault::range_of_new;
    auto first = first_byte(call.range);
    if (!first || !is_same || reply.fault == Fault::range_ignored) {
        return;
    }
    if (*first >= reply.body.size() || reply.fault == Fault::range_refused) {
        refuse(reply);
        return;
    }
    if (reply.fault == Fault::range_shifted) {
        *first = std::min(*first + 1, reply.body.size() - 1);
    }
    const auto total = std::to_string(reply.body.size());
    reply.status = 206;
    reply.headers["Content-Range"] = "bytes " + std::to_string(*first) + "-" +
                                     std::to_string(reply.body.size() - 1) + "/" + total;
    reply.body.erase(0, *first);
    if (reply.fault == Fault::range_unmarked) {
        reply.headers.erase("Content-Range");
    } else if (reply.fault == Fault::range_spoilt) {
        spoil(reply.body, Fault::corrupt);
    }
}

} // namespace curateur::simulator
