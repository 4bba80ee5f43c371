// SPDX-License-Identifier: MIT
// The service's codes and ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace screenscraper {

struct Platform {
    const char* id;             // of the SDK's registry
    const char* const* natives; // NULL-terminated; the first is asked
};

struct MediaType {
    const char* code; // "box-2D"
    const char* kind; // of the SDK's registry
    const char* variant;
    std::int32_t rank; // among the types of one kind
};

template <class T>
struct Rows {
    const T* first;
    std::size_t count;

    const T* begin() const { return first; }

    const T* end() const { return first + count; }
};

Rows<Platform> platforms();
Rows<MediaType> media_types();
const MediaType* media_type(std::string_view code);

// Our code for the service's; empty for what is none.
std::string region(std::string_view code);
std::string language(std::string_view code);

// The system as which an answer is reported: a child of the system asked counts as that.
std::string
reported_system(std::string_view asked, std::string_view answered, std::string_view parent);

} // namespace screenscraper
