// Discs packed in blocks, and images of burning programs, made in code.
#pragma once

#include "support/made_discs.hpp"

#include <algorithm>

namespace curateur::test {

// A block of LZ4 that holds nothing but literals.
inline std::string lz4_of(const std::string& bytes) {
    std::string out(1, static_cast<char>(std::min<std::size_t>(bytes.size(), 15) << 4U));
    if (bytes.size() >= 15) {
        for (std::size_t left = bytes.size() - 15;; left -= 255) {
            out += static_cast<char>(std::min<std::size_t>(left, 255));
            if (left < 255) {
                break;
            }
        }
    }
    return out + bytes;
}

// CSO 2, which maxcso calls an experiment: every second block of LZ4, every third as it is.
inline std::string cso2_of(const std::string& data) {
    const std::size_t blocks = data.size() / 2048;
    std::string table;
    std::string body;
    const std::size_t base = 24 + (blocks + 1) * 4;
    for (std::size_t i = 0; i < blocks; ++i) {
        const auto block = data.substr(i * 2048, 2048);
        // Only what packs smaller is packed, as the format has it.
        auto packed = i % 3 == 0 ? block : deflated(block);
        const bool is_lz4 = i % 3 == 1 && block == std::string(2048, '\0');
        if (is_lz4) { // one zero, then 2042 more of what was a byte ago, then five literals
            packed = std::string("\x1F\0\x01\0", 4) + std::string(7, '\xFF') +
                     little(2042 - 4 - 15 - 7 * 255, 1) + "\x50" + std::string(5, '\0');
        }
        packed = packed.size() >= 2048 ? block : packed;
        table += little((base + body.size()) | (is_lz4 ? 0x80000000U : 0U), 4);
        body += packed;
    }
    table += little(base + body.size(), 4);
    return "CISO" + little(24, 4) + little(data.size(), 8) + little(2048, 4) + little(2, 1) +
           little(0, 3) + table + body;
}

inline std::string zso_of(const std::string& data) {
    const std::size_t blocks = data.size() / 2048;
    std::string table;
    std::string body;
    const std::size_t base = 24 + (blocks + 1) * 4;
    for (std::size_t i = 0; i < blocks; ++i) {
        const bool stored = i % 2 == 1;
        table += little((base + body.size()) | (stored ? 0x80000000U : 0U), 4);
        const auto block = data.substr(i * 2048, 2048);
        body += stored ? block : lz4_of(block);
    }
    table += little(base + body.size(), 4);
    return "ZISO" + little(24, 4) + little(data.size(), 8) + little(2048, 4) + little(1, 1) +
           little(0, 3) + table + body;
}

inline std::string zlib_of(const std::string& bytes) {
    std::string out(compressBound(bytes.size()), '\0');
    uLongf size = out.size();
    ::compress(reinterpret_cast<Bytef*>(out.data()),
               &size,
               reinterpret_cast<const Bytef*>(bytes.data()),
               bytes.size());
    return out.substr(0, size);
}

// Version 1; its second frame is as it is.
inline std::string dax_of(const std::string& data) {
    constexpr std::size_t k_frame = 8192;
    const std::size_t frames = (data.size() + k_frame - 1) / k_frame;
    std::string offsets;
    std::string sizes;
    std::string body;
    const std::size_t base = 32 + frames * 6 + 8;
    for (std::size_t i = 0; i < frames; ++i) {
        const auto frame = padded(data.substr(i * k_frame, k_frame), k_frame);
        const auto packed = i == 1 ? frame : zlib_of(frame);
        offsets += little(base + body.size(), 4);
        sizes += little(packed.size(), 2);
        body += packed;
    }
    return std::string("DAX\0", 4) + little(data.size(), 4) + little(1, 4) + little(1, 4) +
           little(0, 16) + offsets + sizes + little(1, 4) + little(1, 4) + body;
}

// Nero, version 2, disc at once: a pregap, one track of raw sectors, a track of sound behind it.
inline std::string nrg_of(const std::string& raw) {
    const std::string pregap(std::size_t{150} * 2352, '\0');
    const std::string sound(std::size_t{10} * 2352, '\x55');
    const auto start = pregap.size();
    const auto end = start + raw.size();
    const auto track = [](unsigned mode, std::size_t before, std::size_t from, std::size_t to) {
        return std::string(12, '\0') + big(2352, 2) + big(mode, 1) + big(1, 3) + big(before, 8) +
               big(from, 8) + big(to, 8);
    };
    const auto chunk = [](const std::string& name, const std::string& body) {
        return name + big(body.size(), 4) + body;
    };
    const auto tracks = track(6, 0, start, end) + track(7, end, end, end + sound.size());
    return pregap + raw + sound + chunk("CUEX", std::string(16, '\0')) +
           chunk("DAOX", std::string(18, '\0') + big(0x0101, 2) + big(0x0102, 2) + tracks) +
           chunk("END!", "") + "NER5" + big(end + sound.size(), 8);
}

// Nero, version 1, track at once.
inline std::string old_nrg_of(const std::string& data) {
    const auto body = big(0, 4) + big(data.size(), 4) + big(0, 4) + big(0, 8);
    return data + "ETNF" + big(body.size(), 4) + body + "END!" + big(0, 4) + "NERO" +
           big(data.size(), 4);
}

// DiscJuggler 3.5: a session of sound, then one of data, as games for the Dreamcast were burnt.
inline std::string cdi_of(const std::string& raw) {
    const std::string gap(std::size_t{150} * 2352, '\0');
    const std::string sound(std::size_t{300} * 2352, '\x55');
    const auto track = [](std::uint32_t mode, std::size_t length) {
        const std::string mark("\0\0\1\0\0\0\xFF\xFF\xFF\xFF", 10);
        return little(0, 4) + mark + mark + little(0, 4) + little(8, 1) + "GAME.CDI" +
               little(0, 19) + little(0, 4) + little(0, 2) + little(150, 4) + little(length, 4) +
               little(0, 6) + little(mode, 4) + little(0, 12) + little(0, 4) +
               little(length + 150, 4) + little(0, 16) + little(2, 4) + little(0, 29) +
               little(0, 5) + little(0, 4);
    };
    const auto table = little(2, 2) + little(1, 2) + track(0, 300) + little(0, 13) + little(1, 2) +
                       track(2, raw.size() / 2352) + little(0, 13);
    const auto image = gap + sound + gap + raw + table;
    return image + little(0x80000006, 4) + little(table.size() + 8, 4);
}

// A CHD of a DVD (or of anything without tracks): hunks of 4 KiB, each packed by `pack`.
template <class Pack>
std::string dvd_chd_of(const std::string& data, const std::string& codec, const Pack& pack) {
    constexpr std::size_t k_hunk = 4096;
    std::string bits; // of the map, one character each
    const auto write = [&](std::uint64_t value, std::size_t count) {
        for (std::size_t i = count; i-- > 0;) {
            bits += (value >> i & 1U) != 0 ? '1' : '0';
        }
    };
    // The code: symbol 0 is "0", symbol 4 "1".
    for (std::size_t symbol = 0; symbol < 16; ++symbol) {
        write(symbol == 0 || symbol == 4 ? 0x11 : 0, symbol == 0 || symbol == 4 ? 8 : 4);
    }
    const auto all = padded(data, k_hunk);
    bits += std::string(all.size() / k_hunk, '0');
    std::string body;
    for (std::size_t at = 0; at < all.size(); at += k_hunk) {
        const std::string packed = pack(all.substr(at, k_hunk));
        write(packed.size(), 16);
        write(0, 16);
        body += packed;
    }
    const auto map = bytes_of_bits(bits);
    auto it = chd5_of(std::string(20, '\x11'),
                      std::string(20, '\x22'),
                      {{"DVD ", std::string(1, '\0')}},
                      data.size());
    it = put(it, 16, codec + std::string(12, '\0'));
    it = put(put(it, 56, big(k_hunk, 4) + big(2048, 4)), 40, big(1024, 8));
    it =
        put(it, 1024, big(map.size(), 4) + big(4096, 6) + big(0, 2) + big(16, 1) + big(0, 3) + map);
    return put(it, 4096, body);
}

// As CHD's "huff": zero is "1", 255 eight bits, all others nine. These lengths are written as
// symbols (length + 1, or 0 for "as the last") of a code of their own, of two bits each.
inline std::string huffman_of(const std::string& bytes) {
    std::string bits = "010"                // the symbol 0 has two bits
                       "001"                // the next is the symbol 2
                       "010"                // with two bits
                       "000000000000000000" // 3 to 8 are not there
                       "010010"             // 9 and 10 have two bits
                       "111"                // that is all
                       "01"                 // of zero: 1
                       "11"                 // of one: 9
                       "0011111110100"      // and of 9 + 244 more
                       "10";                // of 255: 8
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        const unsigned word = value == 0 ? 1 : value == 255 ? 127 : value - 1U;
        for (unsigned i = value == 0 ? 1 : value == 255 ? 8 : 9; i-- > 0;) {
            bits += (word >> i & 1U) != 0 ? '1' : '0';
        }
    }
    return bytes_of_bits(bits);
}

} // namespace curateur::test
