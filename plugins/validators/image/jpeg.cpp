// JPEG (ITU-T T.81, annex B): markers and their segments from SOI to EOI. What lies between the
// markers of a scan has no checksum.
#include "structure.hpp"

#include <cstring>

namespace curateur::image {
namespace {

// Markers of table B.1.
constexpr std::uint8_t k_temporary = 0x01, k_first_restart = 0xD0, k_last_restart = 0xD7,
                       k_end = 0xD9, k_scan = 0xDA;

bool is_frame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(std::uint8_t marker) {
    return marker == k_temporary || (marker >= k_first_restart && marker <= k_last_restart);
}

// The code behind one 0xFF, or several; false at the end.
bool take_code(Stream& in, std::uint8_t& code) {
    for (;;) {
        const auto byte = in.u8();
        if (!byte) {
            return false;
        }
        if (*byte != 0xFF) {
            code = *byte;
            return true;
        }
    }
}

// Past the compressed data of a scan, and the marker that ends it.
bool skip_scan(Stream& in, std::uint8_t& marker) {
    for (;;) {
        const auto piece = in.some();
        if (piece.empty()) {
            return false;
        }
        const auto* const found =
            static_cast<const char*>(std::memchr(piece.data(), 0xFF, piece.size()));
        if (found == nullptr) {
            in.drop(piece.size());
            continue;
        }
        in.drop(static_cast<std::size_t>(found - piece.data()) + 1);
        if (!take_code(in, marker)) {
            return false;
        }
        if (marker != 0 && !stands_alone(marker)) { // 0: a byte of ones, stuffed (B.1.1.5)
            return true;
        }
    }
}

// Of a frame header (B.2.2), whose length was read.
void read_frame(Stream& in, std::size_t length, Structure& found) {
    const auto precision = in.u8();
    const auto height = in.u16_be();
    const auto width = in.u16_be();
    const auto components = in.u8();
    if (!components) {
        found.fault = k_cut;
        return;
    }
    const auto rest = std::size_t{3} * *components;
    if (*precision == 0 || *height == 0 || *width == 0 || *components == 0 || length != 8 + rest) {
        found.fault = "the header of the picture is damaged";
    } else if (!in.skip(rest)) {
        found.fault = k_cut;
    }
    found.width = *width;
    found.height = *height;
}

// Behind the marker.
void read_segment(Stream& in, std::uint8_t marker, Structure& found) {
    const auto length = in.u16_be();
    if (!length || *length < 2) {
        found.fault = length ? "the picture is damaged" : k_cut;
    } else if (is_frame(marker) && *length >= 8) {
        read_frame(in, *length, found);
    } else if (!in.skip(*length - std::uint64_t{2})) {
        found.fault = k_cut;
    }
}

} // namespace

Structure jpeg_structure(Stream& in) {
    Structure found;
    bool has_scan = false;
    bool is_known = false; // the end of a scan has told the next marker
    std::uint8_t marker = 0;
    in.seek(2); // SOI
    while (found.fault.empty()) {
        if (!is_known) {
            const auto first = in.u8();
            if (!first || !take_code(in, marker)) {
                found.fault = k_cut;
                break;
            }
            if (*first != 0xFF) {
                found.fault = "the picture is damaged";
                break;
            }
        }
        is_known = false;
        if (marker == k_end) {
            break;
        }
        if (stands_alone(marker)) {
            continue;
        }
        read_segment(in, marker, found);
        if (marker == k_scan && found.fault.empty()) {
            has_scan = is_known = true;
            if (!skip_scan(in, marker)) {
                found.fault = k_cut;
            }
        }
    }
    if (found.fault.empty() && (!has_scan || found.width == 0)) {
        found.fault = "the picture holds no image";
    }
    return found;
}

} // namespace curateur::image
