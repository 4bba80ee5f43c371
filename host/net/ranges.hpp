// The rest of a file whose transfer broke off: whether and how it is asked for, and whether what
// comes is it (RFC 9110, 13 and 14).
#pragma once

#include "core/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::net {

using Headers = std::vector<core::Param>; // of an answer, names in lower case

// The first of a name; "" if there is none.
[[nodiscard]] std::string_view header_of(const Headers& headers, std::string_view name);

struct ContentRange {
    std::uint64_t first = 0, last = 0;  // bytes of the whole, both within
    std::optional<std::uint64_t> total; // bytes; nullopt: the server does not know ("*")
};

// "bytes 5-9/10". nullopt: no such thing, another unit, or none satisfied ("bytes */10").
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);

// What is there of a file, and what its answer said.
struct Rest {
    std::uint64_t from = 0;             // bytes that are there
    std::optional<std::uint64_t> total; // bytes of the whole, if that was said
    std::string validator;              // for If-Range: a strong tag or date; "": none was given
    Headers headers;                    // of the answer that began it
    std::string head;                   // its first bytes, as Completion::body has them
};

// After an answer of 200 with these headers, of which `from` bytes came. nullopt: the server does
// not do ranges, or nothing would tell that the rest is of the same file, or the bytes are not
// those of the file (Content-Encoding).
[[nodiscard]] std::optional<Rest>
rest_of(const Headers& headers, std::uint64_t from, std::string head);

// "Name: value", to be sent without Accept-Encoding.
[[nodiscard]] std::vector<std::string> range_headers(const Rest& rest);

// Whether a 206 with these headers brings all the rest of the same file.
[[nodiscard]] bool is_rest(const Rest& rest, const Headers& headers);

// Whether the bytes of the body are those of the file.
[[nodiscard]] bool is_as_it_is(const Headers& headers);

} // namespace curateur::net
