// Archives made in code, in all the shapes their formats allow.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace curateur::test {

inline std::string little(std::uint64_t value, std::size_t width) {
    std::string out;
    for (std::size_t i = 0; i < width; ++i) {
        out += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
    }
    return out;
}

inline std::string big(std::uint64_t value, std::size_t width) {
    const std::string out = little(value, width);
    return {out.rbegin(), out.rend()};
}

inline std::uint32_t crc32_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

// Without a zlib header.
inline std::string deflated(const std::string& bytes) {
    z_stream stream{};
    ::deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(::deflateBound(&stream, bytes.size()) + 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // NOLINT
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

struct ZipMember {
    std::string name, bytes;
    std::uint16_t method = 8; // 0: stored
    std::uint16_t flags = 0;  // 1: encrypted (said, not done), 8: data descriptor, 0x800: UTF-8
    std::uint8_t host = 0;    // 0: DOS, 3: Unix
    bool zip64 = false;
    std::string extra{};
    std::uint64_t claimed_size = UINT64_MAX; // a size that is not the bytes'
};

struct ZipShape {
    std::string prefix{}, comment{};
    bool zip64 = false;
};

inline std::string zip_of(const std::vector<ZipMember>& members, const ZipShape& shape = {}) {
    std::string out;
    std::string directory;
    for (const ZipMember& it : members) {
        const std::string packed = it.method == 8 ? deflated(it.bytes) : it.bytes;
        const auto crc = crc32_of(it.bytes);
        const auto size = it.claimed_size == UINT64_MAX ? it.bytes.size() : it.claimed_size;
        const bool later = (it.flags & 8U) != 0;
        const auto offset = out.size();
        const auto sizes = little(later ? 0 : packed.size(), 4) + little(later ? 0 : size, 4);
        const auto kind = little(it.flags, 2) + little(it.method, 2) + little(0, 4);
        out += std::string("PK\x03\x04") + little(45, 2) + kind + little(later ? 0 : crc, 4) +
               sizes + little(it.name.size(), 2) + little(0, 2) + it.name + packed;
        if (later) {
            out += std::string("PK\x07\x08") + little(crc, 4) + little(packed.size(), 4) +
                   little(size, 4);
        }
        std::string extra = it.extra;
        if (it.zip64) {
            extra += little(1, 2) + little(24, 2) + little(size, 8) + little(packed.size(), 8) +
                     little(offset, 8);
        }
        const auto wide = [&](std::uint64_t value) {
            return little(it.zip64 ? 0xFFFFFFFF : value, 4);
        };
        directory += std::string("PK\x01\x02") + little(45, 1) + little(it.host, 1) +
                     little(45, 2) + kind + little(crc, 4) + wide(packed.size()) + wide(size) +
                     little(it.name.size(), 2) + little(extra.size(), 2) + little(0, 10) +
                     wide(offset) + it.name + extra;
    }
    const auto at = out.size();
    out += directory;
    if (shape.zip64) {
        const auto end = out.size();
        out += std::string("PK\x06\x06") + little(44, 8) + little(45, 2) + little(45, 2) +
               little(0, 8) + little(members.size(), 8) + little(members.size(), 8) +
               little(directory.size(), 8) + little(at, 8);
        out += std::string("PK\x06\x07") + little(0, 4) + little(end, 8) + little(1, 4);
    }
    const auto count = little(shape.zip64 ? 0xFFFF : members.size(), 2);
    out += std::string("PK\x05\x06") + little(0, 4) + count + count +
           little(shape.zip64 ? 0xFFFFFFFF : directory.size(), 4) +
           little(shape.zip64 ? 0xFFFFFFFF : at, 4) + little(shape.comment.size(), 2) +
           shape.comment;
    return shape.prefix + out;
}

struct Named {
    std::string name, bytes;
};

// As 7-Zip would write it: LZMA, its directory packed too, all members in one folder. ASCII names.
// In made_seven_zip.cpp.
std::string seven_zip_of(const std::vector<Named>& members, const char* packing = "lzma1");
// A frame of Zstandard. In made_seven_zip.cpp.
std::string zstd_of(const std::string& bytes);

// RAR 5 with stored members; numbers below 2^14 take one or two bytes.
inline std::string rar5_of(const std::vector<Named>& members, unsigned archive_flags = 0) {
    const auto number = [](std::uint64_t value) {
        std::string out;
        for (; value > 127; value >>= 7U) {
            out += static_cast<char>((value & 127U) | 128U);
        }
        return out + static_cast<char>(value);
    };
    const auto block = [&](const std::string& body) {
        const std::string sized = number(body.size()) + body;
        return little(crc32_of(sized), 4) + sized;
    };
    std::string out("Rar!\x1A\x07\x01\x00", 8);
    out += block(number(1) + number(0) + number(archive_flags));
    for (const Named& it : members) {
        out += block(number(2) + number(2) + number(it.bytes.size()) + number(4) +
                     number(it.bytes.size()) + number(0) + little(crc32_of(it.bytes), 4) +
                     number(0) + number(1) + number(it.name.size()) + it.name);
        out += it.bytes;
    }
    return out + block(number(5) + number(0) + number(0));
}

// RAR 4 with stored members.
inline std::string rar4_of(const std::vector<Named>& members, unsigned archive_flags = 0) {
    const auto block = [](unsigned type, unsigned flags, const std::string& fields) {
        const std::string body =
            little(type, 1) + little(flags, 2) + little(fields.size() + 7, 2) + fields;
        return little(crc32_of(body) & 0xFFFFU, 2) + body;
    };
    std::string out("Rar!\x1A\x07\x00", 7);
    out += block(0x73, archive_flags, little(0, 6));
    for (const Named& it : members) {
        out += block(0x74,
                     0x8000,
                     little(it.bytes.size(), 4) + little(it.bytes.size(), 4) + little(3, 1) +
                         little(crc32_of(it.bytes), 4) + little(0, 4) + little(20, 1) +
                         little(0x30, 1) + little(it.name.size(), 2) + little(0x81A4, 4) + it.name);
        out += it.bytes;
    }
    return out + block(0x7B, 0x4000, "");
}

} // namespace curateur::test
