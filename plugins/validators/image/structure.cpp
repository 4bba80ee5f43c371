#include "structure.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace curateur::image {
namespace {

constexpr std::size_t k_block = 65536;
constexpr std::uint32_t k_longest_chunk = 0x7FFFFFFF; // PNG specification 5.3

std::uint32_t big_endian(const std::uint8_t* bytes) {
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
           std::uint32_t{bytes[2]} << 8U | bytes[3];
}

// The CRC of size bytes from offset; false when they are not there.
bool crc_of(const Read& read, std::uint64_t offset, std::uint64_t size, std::uint32_t& crc) {
    std::vector<std::uint8_t> block(k_block);
    crc = 0;
    while (size > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, block.size()));
        if (read(offset, block.data(), wanted) != wanted) {
            return false;
        }
        crc = libdeflate_crc32(crc, block.data(), wanted);
        offset += wanted;
        size -= wanted;
    }
    return true;
}

// Bytes one after the other, a block at a time.
class Bytes {
public:
    explicit Bytes(const Read& read) : read_(read), block_(k_block) {}

    bool next(std::uint8_t& byte) {
        if (at_ == filled_) {
            filled_ = read_(offset_, block_.data(), block_.size());
            offset_ += filled_;
            at_ = 0;
            if (filled_ == 0) {
                return false;
            }
        }
        byte = block_[at_++];
        return true;
    }

    bool skip(std::size_t count) {
        const auto here = std::min(count, filled_ - at_);
        at_ += here;
        std::uint8_t last = 0;
        if (count == here) {
            return true;
        }
        offset_ += count - here - 1; // the last of them must be there
        at_ = filled_ = 0;
        return next(last);
    }

private:
    const Read& read_;
    std::vector<std::uint8_t> block_;
    std::uint64_t offset_ = 0;
    std::size_t at_ = 0, filled_ = 0;
};

// Past the compressed data of a scan; marker: the one that ends it.
bool skip_scan(Bytes& bytes, std::uint8_t& marker) {
    std::uint8_t byte = 0;
    for (;;) {
        if (!bytes.next(byte)) {
            return false;
        }
        if (byte != 0xFF) {
            continue;
        }
        do {
            if (!bytes.next(byte)) {
                return false;
            }
        } while (byte == 0xFF);
        const bool restart = byte >= 0xD0 && byte <= 0xD7;
        if (byte != 0 && !restart) {
            marker = byte;
            return true;
        }
    }
}

bool next_marker(Bytes& bytes, std::uint8_t& marker) {
    if (!bytes.next(marker) || marker != 0xFF) {
        return false;
    }
    while (marker == 0xFF) {
        if (!bytes.next(marker)) {
            return false;
        }
    }
    return true;
}

bool skip_segment(Bytes& bytes) {
    std::uint8_t high = 0;
    std::uint8_t low = 0;
    if (!bytes.next(high) || !bytes.next(low)) {
        return false;
    }
    const std::size_t length = std::size_t{high} << 8U | low;
    return length >= 2 && bytes.skip(length - 2);
}

} // namespace

std::string png_fault(const Read& read) {
    std::uint64_t at = 8; // the signature
    bool has_data = false;
    for (;;) {
        std::array<std::uint8_t, 8> head{};
        std::array<std::uint8_t, 4> crc{};
        if (read(at, head.data(), head.size()) != head.size()) {
            return "the picture is cut short";
        }
        const auto length = big_endian(head.data());
        std::uint32_t actual = 0;
        if (length > k_longest_chunk || !crc_of(read, at + 4, std::uint64_t{4} + length, actual) ||
            read(at + 8 + length, crc.data(), crc.size()) != crc.size()) {
            return "the picture is cut short";
        }
        if (actual != big_endian(crc.data())) {
            return "the picture is damaged (a checksum is wrong)";
        }
        has_data = has_data || std::memcmp(&head[4], "IDAT", 4) == 0;
        at += std::uint64_t{12} + length;
        if (std::memcmp(&head[4], "IEND", 4) == 0) {
            return has_data ? "" : "the picture holds no image";
        }
    }
}

std::string jpeg_fault(const Read& read) {
    Bytes bytes(read);
    bool has_scan = false;
    if (!bytes.skip(2)) {
        return "the picture is cut short";
    }
    std::uint8_t marker = 0;
    bool known = false; // a scan's end has told the next marker
    for (;;) {
        if (!known && !next_marker(bytes, marker)) {
            return "the picture is cut short or damaged";
        }
        known = false;
        if (marker == 0xD9) {
            return has_scan ? "" : "the picture holds no image";
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            continue;
        }
        if (!skip_segment(bytes)) {
            return "the picture is cut short";
        }
        if (marker == 0xDA) {
            has_scan = true;
            known = true;
            if (!skip_scan(bytes, marker)) {
                return "the picture is cut short";
            }
        }
    }
}

} // namespace curateur::image
