// Disc images made in code.
#pragma once

#include "support/made_archives.hpp"

#include <lzma.h>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace curateur::test {

inline std::string padded(std::string bytes, std::size_t unit = 2048) {
    bytes.resize((bytes.size() + unit - 1) / unit * unit, '\0');
    return bytes;
}

inline std::string put(std::string bytes, std::size_t at, const std::string& piece) {
    if (bytes.size() < at + piece.size()) {
        bytes.resize(at + piece.size(), '\0');
    }
    return bytes.replace(at, piece.size(), piece);
}

// An ISO 9660 disc. Names: "SYSTEM.CNF", "PSP_GAME/PARAM.SFO" (one folder deep). system_area: what
// stands in the first 16 sectors.
inline std::string iso_of(const std::vector<Named>& files, const std::string& system_area = {}) {
    const auto record =
        [](const std::string& name, std::size_t sector, std::size_t size, bool folder) {
            std::string it = little(0, 1) + little(0, 1) + little(sector, 4) + big(sector, 4) +
                             little(size, 4) + big(size, 4) + little(0, 7) +
                             little(folder ? 2 : 0, 1) + little(0, 2) + little(1, 2) + big(1, 2) +
                             little(name.size(), 1) + name;
            it.resize(it.size() + it.size() % 2, '\0');
            it[0] = static_cast<char>(it.size());
            return it;
        };
    const std::string self(1, '\0');
    const std::string up(1, '\1');
    std::map<std::string, std::vector<Named>> folders;
    for (const Named& file : files) {
        const auto slash = file.name.find('/');
        if (slash != std::string::npos) {
            folders[file.name.substr(0, slash)].push_back(
                {file.name.substr(slash + 1), file.bytes});
        }
    }
    std::size_t next = 19 + folders.size();
    std::string contents;
    const auto add = [&](const Named& file) {
        const auto at = next;
        next += (file.bytes.size() + 2047) / 2048;
        contents += padded(file.bytes);
        return record(file.name + ";1", at, file.bytes.size(), false);
    };
    std::string root = record(self, 18, 2048, true) + record(up, 18, 2048, true);
    std::string tables;
    std::size_t folder_sector = 19;
    for (const auto& [name, inside] : folders) {
        root += record(name, folder_sector, 2048, true);
        std::string table = record(self, folder_sector++, 2048, true) + record(up, 18, 2048, true);
        for (const Named& file : inside) {
            table += add(file);
        }
        tables += padded(table);
    }
    for (const Named& file : files) {
        if (file.name.find('/') == std::string::npos) {
            root += add(file);
        }
    }
    std::string volume = put(std::string(2048, '\0'),
                             0,
                             "\x01"
                             "CD001\x01");
    volume = put(volume, 156, record(self, 18, 2048, true));
    const std::string end = put(std::string(2048, '\0'),
                                0,
                                "\xFF"
                                "CD001\x01");
    return put(std::string(32768, '\0'), 0, system_area) + volume + end + padded(root) + tables +
           contents;
}

// Raw sectors of 2352 bytes (or more, with a subchannel) around the user data.
inline std::string raw_of(const std::string& data, int mode = 2, std::size_t sector = 2352) {
    std::string out;
    for (std::size_t at = 0; at < data.size(); at += 2048) {
        std::string it(1, '\0');
        it += std::string(10, '\xFF') + std::string(1, '\0') + little(at / 2048, 3) +
              little(static_cast<unsigned>(mode), 1);
        it += std::string(mode == 1 ? 0 : 8, '\0') + data.substr(at, 2048);
        it.resize(sector, '\0');
        out += it;
    }
    return out;
}

inline std::string cso_of(const std::string& data, bool stored_second = true) {
    const std::size_t blocks = data.size() / 2048;
    std::string table;
    std::string body;
    const std::size_t base = 24 + (blocks + 1) * 4;
    for (std::size_t i = 0; i < blocks; ++i) {
        const bool stored = stored_second && i % 2 == 1;
        table += little((base + body.size()) | (stored ? 0x80000000U : 0U), 4);
        const auto block = data.substr(i * 2048, 2048);
        body += stored ? block : deflated(block);
    }
    table += little(base + body.size(), 4);
    return "CISO" + little(24, 4) + little(data.size(), 8) + little(2048, 4) + little(1, 1) +
           little(0, 3) + table + body;
}

inline std::string gcz_of(const std::string& data, std::size_t block = 16384) {
    std::string table;
    std::string body;
    const std::string all = padded(data, block);
    for (std::size_t at = 0; at < all.size(); at += block) {
        table += little(body.size(), 8);
        std::string out(compressBound(block), '\0');
        uLongf size = out.size();
        ::compress(reinterpret_cast<Bytef*>(out.data()),
                   &size,
                   reinterpret_cast<const Bytef*>(all.data() + at),
                   block);
        body += out.substr(0, size);
    }
    const auto blocks = all.size() / block;
    return little(0xB10BC001, 4) + little(0, 4) + little(body.size(), 8) + little(all.size(), 8) +
           little(block, 4) + little(blocks, 4) + table + std::string(blocks * 4, '\0') + body;
}

// The first KiB of a GameCube or Wii disc.
inline std::string nintendo_disc(const std::string& id, bool wii = false, int disc = 0) {
    std::string it = put(std::string(0x1000, '\0'), 0, id);
    it[6] = static_cast<char>(disc);
    it = put(it, wii ? 0x18 : 0x1C, wii ? "\x5D\x1C\x9E\xA3" : "\xC2\x33\x9F\x3D");
    return put(it, 0x20, "A GAME");
}

inline std::string sfo_of(const std::map<std::string, std::string>& texts) {
    std::string entries;
    std::string keys;
    std::string values;
    for (const auto& [key, value] : texts) {
        entries += little(keys.size(), 2) + little(0x0204, 2) + little(value.size() + 1, 4) +
                   little(value.size() + 1, 4) + little(values.size(), 4);
        keys += key + '\0';
        values += value + '\0';
    }
    const auto at = 20 + entries.size();
    return std::string("\0PSF\x01\x01\0\0", 8) + little(at, 4) + little(at + keys.size(), 4) +
           little(texts.size(), 4) + entries + keys + values;
}

// An Xbox disc (XDVDFS) with one program, behind `partition` bytes.
inline std::string xbox_of(const std::string& name, const std::string& program) {
    const std::string entry = little(0, 2) + little(0, 2) + little(40, 4) +
                              little(program.size(), 4) + little(0x20, 1) + little(name.size(), 1) +
                              name;
    std::string it(std::size_t{40} * 2048, '\0');
    it = put(it, std::size_t{32} * 2048, "MICROSOFT*XBOX*MEDIA" + little(33, 4) + little(2048, 4));
    it = put(it,
             std::size_t{33} * 2048,
             little(0, 2) + little(7, 2) + little(50, 4) + little(1, 4) + little(0, 1) +
                 little(9, 1) + "other.bin" + "\xFF\xFF\xFF\xFF\xFF" + entry);
    return it + padded(program);
}

inline std::string xbe_of(std::uint32_t title_id) {
    std::string it = put(std::string(0x400, '\0'), 0, "XBEH");
    it = put(it, 0x104, little(0x10000, 4));
    it = put(it, 0x118, little(0x10178, 4));
    it = put(it, 0x178 + 8, little(title_id, 4) + std::string("H\0A\0L\0O\0", 8));
    return put(it, 0x178 + 0xA0, little(3, 4));
}

inline std::string xex_of(std::uint32_t title_id) {
    std::string it = put(std::string(0x400, '\0'), 0, "XEX2");
    it = put(it, 0x14, big(2, 4) + big(0x10100, 4) + big(1, 4) + big(0x40006, 4) + big(0x200, 4));
    return put(it, 0x200 + 12, big(title_id, 4));
}

// A CHD of version 5 without its data: header and metadata.
inline std::string chd5_of(const std::string& data_sha1,
                           const std::string& sha1,
                           const std::vector<Named>& metadata,
                           std::uint64_t logical_size = 4800) {
    std::string it = "MComprHD" + big(124, 4) + big(5, 4) + "cdlzcdzlcdfl" + big(0, 4) +
                     big(logical_size, 8) + big(124, 8) + big(metadata.empty() ? 0 : 124, 8) +
                     big(19584, 4) + big(2448, 4) + data_sha1 + sha1 + std::string(20, '\0');
    for (std::size_t i = 0; i < metadata.size(); ++i) {
        const auto next = i + 1 == metadata.size() ? 0 : it.size() + 16 + metadata[i].bytes.size();
        it += metadata[i].name + big(1, 1) + big(metadata[i].bytes.size(), 3) + big(next, 8) +
              metadata[i].bytes;
    }
    return it;
}

inline std::string raw_lzma(const std::string& bytes) {
    lzma_options_lzma options{};
    ::lzma_lzma_preset(&options, 6); // lc 3, lp 0, pb 2
    const std::array<lzma_filter, 2> filters{
        {{LZMA_FILTER_LZMA1, &options}, {LZMA_VLI_UNKNOWN, nullptr}}};
    std::string out(bytes.size() * 2 + 1024, '\0');
    std::size_t used = 0;
    ::lzma_raw_buffer_encode(filters.data(),
                             nullptr,
                             reinterpret_cast<const std::uint8_t*>(bytes.data()),
                             bytes.size(),
                             reinterpret_cast<std::uint8_t*>(out.data()),
                             &used,
                             out.size());
    return out.substr(0, used);
}

// "10000001" is one byte, 0x81; the last one is filled up with zeros.
inline std::string bytes_of_bits(const std::string& bits) {
    std::string bytes;
    for (std::size_t at = 0; at < bits.size(); at += 8) {
        char byte = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            byte = static_cast<char>(byte << 1U |
                                     (at + i < bits.size() && bits[at + i] == '1' ? 1 : 0));
        }
        bytes += byte;
    }
    return bytes;
}

// A CHD of a CD with one raw track (mode 2), two frames a hunk: the first four hunks are packed
// with `codec`, the rest stored.
inline std::string packed_chd_of(const std::string& raw, const std::string& codec) {
    std::string bits; // of the map, one character each
    const auto write = [&](std::uint64_t value, std::size_t count) {
        for (std::size_t i = count; i-- > 0;) {
            bits += (value >> i & 1U) != 0 ? '1' : '0';
        }
    };
    // The code: symbol 0 is "1", symbol 4 (stored) is "00", symbol 7 (the last one three times
    // more) is "01".
    for (std::size_t symbol = 0; symbol < 16; ++symbol) {
        write(symbol == 0 ? 0x11 : symbol == 4 || symbol == 7 ? 2 : 0, symbol == 0 ? 8 : 4);
    }
    const auto frames = raw.size() / 2352;
    const auto hunks = frames / 2;
    bits += "1"
            "01"
            "1";
    for (std::size_t i = 4; i < hunks; ++i) {
        bits += "00";
    }
    std::string data;
    for (std::size_t i = 0; i < hunks; ++i) {
        const auto sectors = raw.substr(i * 2 * 2352, std::size_t{2} * 2352);
        if (i < 4) {
            const auto packed = codec == "cdlz"   ? raw_lzma(sectors)
                                : codec == "cdzs" ? zstd_of(sectors)
                                                  : deflated(sectors);
            const auto hunk = std::string(1, '\0') + big(packed.size(), 2) + packed + "subchannels";
            write(hunk.size(), 16);
            data += hunk;
        } else {
            for (const std::size_t at : {0U, 2352U}) {
                data += sectors.substr(at, 2352) + std::string(96, '\0');
            }
        }
        write(0, 16);
    }
    const auto map = bytes_of_bits(bits);
    const std::string track("TRACK:1 TYPE:MODE2_RAW SUBTYPE:NONE FRAMES:" + std::to_string(frames) +
                            " PREGAP:0");
    std::string it =
        chd5_of(std::string(20, '\x11'), std::string(20, '\x22'), {{"CHT2", track}}, frames * 2448);
    it = put(it, 16, codec + std::string(12, '\0'));
    it = put(put(it, 56, big(4896, 4)), 40, big(1024, 8));
    it =
        put(it, 1024, big(map.size(), 4) + big(4096, 6) + big(0, 2) + big(16, 1) + big(0, 3) + map);
    return put(it, 4096, data);
}

} // namespace curateur::test
