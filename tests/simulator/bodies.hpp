// Files that really are what they claim to be: pictures, videos, manuals and archives, made up but
// whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace curateur::simulator {

// A symmetrical pattern of squares in a few colours, another for each seed.
struct Picture {
    int width = 0, height = 0; // pixels
    std::uint64_t seed = 0;
    bool transparent = false; // around the pattern; PNG only
    bool blank = false;       // one colour
};

// Eight bits a pixel with a palette, not compressed: about width × height bytes.
[[nodiscard]] std::string png_body(const Picture& picture);

// A PNG that is so many bytes longer, at least 12, by a chunk that no reader shows.
[[nodiscard]] std::string with_comment(std::string png, std::size_t more);

// Baseline, three components; about four bytes for each 8 × 8 pixels and padding bytes of comments.
[[nodiscard]] std::string jpeg_body(const Picture& picture, std::size_t padding = 0);

[[nodiscard]] std::string svg_body(const Picture& picture);

// Ten frames a second of Motion JPEG in an MP4 (ISO/IEC 14496-12 and -14, object type 0x6C).
[[nodiscard]] std::string mp4_body(const Picture& frame, int frames);

// A film that is so many bytes longer, at least 8.
[[nodiscard]] std::string with_free_space(const std::string& mp4, std::size_t more);

// Pages of text; padding bytes of an unused stream.
[[nodiscard]] std::string pdf_body(const std::string& title, int pages, std::size_t padding);

// Members stored without compression, names and bytes.
[[nodiscard]] std::string zip_body(const std::vector<std::pair<std::string, std::string>>& members);

} // namespace curateur::simulator
