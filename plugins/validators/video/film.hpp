// Whether a video hangs together, and what it says of itself; nothing is decoded.
#pragma once

#include <curateur/support/stream.hpp>

#include <cstdint>
#include <string>

namespace curateur::video {

struct Film {
    std::string fault;      // what is wrong with it; "": it is whole
    std::string format;     // "mp4", "mov", "mkv", "webm"
    std::string codec;      // of the pictures, as the file names it: "avc1", "V_VP9"; may be empty
    double duration_ms = 0; // 0: not said
    std::uint32_t width = 0, height = 0; // pixels; 0: not said
};

// MP4 and QuickTime (ISO/IEC 14496-12): every box ends where another begins, there is a video
// track, and all its samples lie within the file.
[[nodiscard]] Film mp4_film(const Stream::Read& read, std::uint64_t size);

// Matroska and WebM (RFC 8794, RFC 9559): every element ends within the one that holds it, there is
// a video track and data. strict: blocks and checksums too.
[[nodiscard]] Film mkv_film(const Stream::Read& read, std::uint64_t size, bool strict);

} // namespace curateur::video
