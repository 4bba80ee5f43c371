#include "net/ranges.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace curateur::net {
namespace {

constexpr std::string_view k_unit = "bytes";
constexpr std::time_t k_clearly_later_s =
    60; // of a date that is a strong validator; RFC 7232, 2.2.2

bool is_same_word(std::string_view left, std::string_view right) {
    const auto small = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](char a, char b) {
        return small(a) == small(b);
    });
}

// All of it, digits alone.
std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

bool is_strong_tag(std::string_view tag) {
    return tag.size() >= 2 && tag.front() == '"' && tag.back() == '"' &&
           std::all_of(tag.begin() + 1, tag.end() - 1, [](char letter) {
               const auto code = static_cast<unsigned char>(letter);
               return code > 0x20 && code != '"' && code != 0x7F;
           });
}

// The file did not change in the second in which it was sent: the answer is clearly younger.
bool is_strong_date(std::string_view modified, std::string_view date) {
    const auto then = ::curl_getdate(std::string(modified).c_str(), nullptr);
    const auto now = ::curl_getdate(std::string(date).c_str(), nullptr);
    return then >= 0 && now >= 0 && now - then >= k_clearly_later_s &&
           std::all_of(modified.begin(), modified.end(), [](char letter) {
               return letter >= 0x20 && letter < 0x7F;
           });
}

std::string validator_of(const Headers& headers) {
    if (const auto tag = header_of(headers, "etag"); is_strong_tag(tag)) {
        return std::string(tag);
    }
    const auto modified = header_of(headers, "last-modified");
    return is_strong_date(modified, header_of(headers, "date")) ? std::string(modified) : "";
}

// False only if the answer says that it is of another file.
bool may_be_same(const Rest& rest, const Headers& headers) {
    const auto* const name = is_strong_tag(rest.validator) ? "etag" : "last-modified";
    const auto now = header_of(headers, name);
    return rest.validator.empty() || now.empty() || now == rest.validator;
}

} // namespace

std::string_view header_of(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(
        headers.begin(), headers.end(), [&](const auto& one) { return one.name == name; });
    return found != headers.end() ? std::string_view(found->value) : "";
}

std::optional<ContentRange> parse_content_range(std::string_view text) {
    if (text.size() <= k_unit.size() || !is_same_word(text.substr(0, k_unit.size()), k_unit) ||
        text[k_unit.size()] != ' ') {
        return std::nullopt;
    }
    text.remove_prefix(k_unit.size() + 1);
    const auto dash = text.find('-');
    const auto slash = text.find('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos || dash > slash) {
        return std::nullopt;
    }
    const auto first = number_of(text.substr(0, dash));
    const auto last = number_of(text.substr(dash + 1, slash - dash - 1));
    const auto total = number_of(text.substr(slash + 1));
    const bool is_open = text.substr(slash + 1) == "*";
    if (!first || !last || *first > *last || (!total && !is_open) || (total && *last >= *total)) {
        return std::nullopt;
    }
    return ContentRange{*first, *last, total};
}

std::optional<Rest> rest_of(const Headers& headers, std::uint64_t from, std::string head) {
    Rest rest;
    rest.from = from;
    rest.validator = validator_of(headers);
    if (header_of(headers, "transfer-encoding").empty()) {
        rest.total = number_of(header_of(headers, "content-length"));
    }
    const auto ranges = header_of(headers, "accept-ranges");
    const bool is_told = !rest.validator.empty() || rest.total; // whether it is still the same file
    const bool is_offered = ranges.empty() ? !rest.validator.empty() : is_same_word(ranges, k_unit);
    if (from == 0 || (rest.total && from >= *rest.total) || !is_told || !is_offered ||
        !is_as_it_is(headers)) {
        return std::nullopt;
    }
    rest.headers = headers;
    rest.head = std::move(head);
    return rest;
}

std::vector<std::string> range_headers(const Rest& rest) {
    std::vector<std::string> lines{"Range: bytes=" + std::to_string(rest.from) + "-"};
    if (!rest.validator.empty()) {
        lines.push_back("If-Range: " + rest.validator);
    }
    return lines;
}

bool is_rest(const Rest& rest, const Headers& headers) {
    const auto range = parse_content_range(header_of(headers, "content-range"));
    return range && range->first == rest.from && is_as_it_is(headers) &&
           may_be_same(rest, headers) &&
           range->last + 1 == range->total.value_or(range->last + 1) &&
           range->last + 1 == rest.total.value_or(range->last + 1);
}

bool is_as_it_is(const Headers& headers) {
    const auto coding = header_of(headers, "content-encoding");
    return coding.empty() || is_same_word(coding, "identity");
}

} // namespace curateur::net
