#include "cartridge/payload.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace curateur::cartridge {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t k_copier =
    512; // the header that copiers put in front, whatever the console
constexpr std::size_t k_smd_block = 16384;

// Held in memory at once to be put in order; no Mega Drive game has more than 5 MiB.
constexpr std::uint64_t k_largest_halved = std::uint64_t{8} << 20U; // bytes

enum class Family {
    other,
    nes,
    fds,
    snes,
    atari7800,
    atari8bit,
    lynx,
    pcengine,
    megadrive,
    mastersystem,
    n64,
    gb,
    gba,
    nds,
    n3ds
};

struct Belongs {
    std::string_view name;
    Family family;
};

// Platforms of the registry, and of ES-DE's system names where they have a row of their own.
constexpr std::array k_platforms{
    Belongs{"nes", Family::nes},
    Belongs{"famicom", Family::nes},
    Belongs{"fds", Family::fds},
    Belongs{"snes", Family::snes},
    Belongs{"sfc", Family::snes},
    Belongs{"snesna", Family::snes},
    Belongs{"snes-msu1", Family::snes},
    Belongs{"satellaview", Family::snes},
    Belongs{"sufami", Family::snes},
    Belongs{"atari7800", Family::atari7800},
    Belongs{"atari5200", Family::atari8bit},
    Belongs{"atari800", Family::atari8bit},
    Belongs{"atarixe", Family::atari8bit},
    Belongs{"atarilynx", Family::lynx},
    Belongs{"pcengine", Family::pcengine},
    Belongs{"tg16", Family::pcengine},
    Belongs{"supergrafx", Family::pcengine},
    Belongs{"megadrive", Family::megadrive},
    Belongs{"megadrivejp", Family::megadrive},
    Belongs{"genesis", Family::megadrive},
    Belongs{"sega32x", Family::megadrive},
    Belongs{"sega32xjp", Family::megadrive},
    Belongs{"sega32xna", Family::megadrive},
    Belongs{"mastersystem", Family::mastersystem},
    Belongs{"gamegear", Family::mastersystem},
    Belongs{"n64", Family::n64},
    Belongs{"gb", Family::gb},
    Belongs{"gbc", Family::gb},
    Belongs{"sgb", Family::gb},
    Belongs{"gba", Family::gba},
    Belongs{"nds", Family::nds},
    Belongs{"n3ds", Family::n3ds},
};

constexpr std::array k_extensions{
    Belongs{".nes", Family::nes},         Belongs{".fds", Family::fds},
    Belongs{".smc", Family::snes},        Belongs{".sfc", Family::snes},
    Belongs{".swc", Family::snes},        Belongs{".fig", Family::snes},
    Belongs{".a78", Family::atari7800},   Belongs{".car", Family::atari8bit},
    Belongs{".lnx", Family::lynx},        Belongs{".pce", Family::pcengine},
    Belongs{".sgx", Family::pcengine},    Belongs{".smd", Family::megadrive},
    Belongs{".md", Family::megadrive},    Belongs{".gen", Family::megadrive},
    Belongs{".32x", Family::megadrive},   Belongs{".sms", Family::mastersystem},
    Belongs{".gg", Family::mastersystem}, Belongs{".z64", Family::n64},
    Belongs{".v64", Family::n64},         Belongs{".n64", Family::n64},
    Belongs{".gb", Family::gb},           Belongs{".gbc", Family::gb},
    Belongs{".gba", Family::gba},         Belongs{".nds", Family::nds},
    Belongs{".3ds", Family::n3ds},
};

template <std::size_t n>
Family look_up(const std::array<Belongs, n>& table, std::string_view name) {
    const auto* const found = std::find_if(
        table.begin(), table.end(), [&](const Belongs& row) { return row.name == name; });
    return found == table.end() ? Family::other : found->family;
}

Family family_of(std::string_view platform, std::string_view extension) {
    const Family family = look_up(k_platforms, platform);
    return family == Family::other ? look_up(k_extensions, lower(extension)) : family;
}

bool has(std::string_view head, std::size_t at, std::string_view bytes) {
    return at <= head.size() && head.substr(at).starts_with(bytes);
}

Payload skipping(std::uint64_t skip, std::uint64_t size, std::string_view rule) {
    return skip < size ? Payload{skip, size - skip, Order::as_is, rule} : Payload{0, size, {}, {}};
}

// iNES and NES 2.0: 16 bytes, and with bit 2 of byte 6 a 512-byte trainer that no cartridge had
// (NESdev wiki, "iNES" and "NES 2.0").
Payload nes(std::string_view head, std::uint64_t size) {
    const bool trainer = head.size() > 6 && (static_cast<unsigned char>(head[6]) & 4U) != 0;
    return trainer ? skipping(16 + 512, size, "iNES header and trainer (528 bytes)")
                   : skipping(16, size, "iNES header (16 bytes)");
}

// A dump of a Mega Drive by a Super Magic Drive is interleaved; its header has AA BB in bytes 8 and
// 9 and 6 (a Mega Drive program) in byte 10. Some tools leave the header empty: then the console's
// name, "SEGA" at 0x100 of each ROM, shows whether bytes are interleaved (Sega's licensing screen
// code demands it there).
// A Multi Game Doctor left the header out and put the odd bytes of the whole ROM first: every
// second letter of "SEGA MEGA DRIVE" or "SEGA GENESIS" then stands at 0x80.
Payload megadrive(std::string_view head, std::uint64_t size) {
    const bool halved = has(head, 0x80, "EAMG") || has(head, 0x80, "EAGN");
    if (halved && size % 2 == 0 && size <= k_largest_halved) {
        return {0, size, Order::mgd, "Multi Game Doctor, odd bytes before the even ones"};
    }
    if (size % k_smd_block != k_copier) {
        return {0, size, {}, {}};
    }
    const bool named = has(head, k_copier + 0x80, "EA") && has(head, k_copier + 8192 + 0x80, "SG");
    const bool plain = has(head, k_copier + 0x100, "SEGA");
    const bool marked = has(head, 8, "\xAA\xBB\x06"sv);
    if (plain) {
        return skipping(k_copier, size, "copier header (512 bytes)");
    }
    if (named || marked) {
        return {k_copier,
                size - k_copier,
                Order::smd,
                "Super Magic Drive header (512 bytes), interleaved"};
    }
    return {0, size, {}, {}};
}

// The first word of a Nintendo 64 ROM is 80371240 as the console reads it (big-endian); the Doctor
// V64 wrote byte pairs exchanged, others little-endian words (n64brew wiki, "ROM Header").
Payload n64(std::string_view head, std::uint64_t size) {
    if (has(head, 0, "\x37\x80\x40\x12"sv)) {
        return {0, size, Order::swap16, "byte pairs exchanged (v64)"};
    }
    if (has(head, 0, "\x40\x12\x37\x80"sv)) {
        return {0, size, Order::swap32, "little-endian words (n64)"};
    }
    return {0, size, {}, {}};
}

Payload by_size(Family family, std::string_view head, std::uint64_t size) {
    switch (family) {
    case Family::snes: // ROMs are whole KiB, so half a KiB too much is the copier's
    case Family::pcengine:
        return size % 1024 == k_copier ? skipping(k_copier, size, "copier header (512 bytes)")
                                       : Payload{0, size, {}, {}};
    case Family::mastersystem: // banks of 16 KiB
        return size % k_smd_block == k_copier
                   ? skipping(k_copier, size, "copier header (512 bytes)")
                   : Payload{0, size, {}, {}};
    case Family::megadrive:
        return megadrive(head, size);
    default:
        return {0, size, {}, {}};
    }
}

} // namespace

Payload payload_of(std::string_view platform,
                   std::string_view extension,
                   std::string_view head,
                   std::uint64_t size) {
    const Family family = family_of(platform, extension);
    const auto may_be = [&](Family one) {
        return family == one || family == Family::other;
    };
    if (may_be(Family::nes) && has(head, 0, "NES\x1A")) {
        return nes(head, size);
    }
    if (may_be(Family::fds) && has(head, 0, "FDS\x1A")) { // fwNES; NESdev wiki, "FDS file format"
        return skipping(16, size, "fwNES header (16 bytes)");
    }
    if (may_be(Family::atari7800) && has(head, 1, "ATARI7800")) { // 7800 A78 header, all versions
        return skipping(128, size, "A78 header (128 bytes)");
    }
    if (may_be(Family::lynx) && has(head, 0, "LYNX")) { // Handy's header
        return skipping(64, size, "Lynx header (64 bytes)");
    }
    if (family == Family::atari8bit && has(head, 0, "CART")) { // Atari800's DOC/cart.txt
        return skipping(16, size, "CART header (16 bytes)");
    }
    if (may_be(Family::n64)) {
        return n64(head, size);
    }
    return by_size(family, head, size);
}

bool may_have_header(std::string_view platform, std::string_view extension, std::uint64_t size) {
    const std::string ending = lower(extension);
    switch (family_of(platform, extension)) {
    case Family::nes:
        return size % 1024 == 16 || size % 1024 == 528;
    case Family::fds: // a side has 65500 bytes
        return size % 65500 == 16;
    case Family::snes:
    case Family::pcengine:
        return size % 1024 == k_copier;
    case Family::megadrive:
        return size % k_smd_block == k_copier || ending == ".mgd";
    case Family::mastersystem:
        return size % k_smd_block == k_copier;
    case Family::atari7800:
        return size % 1024 == 128;
    case Family::atari8bit:
        return size % 1024 == 16;
    case Family::lynx:
        return size % 1024 == 64;
    case Family::n64:
        return ending != ".z64";
    default:
        return false;
    }
}

std::uint64_t full_size_of(std::string_view platform,
                           std::string_view extension,
                           std::string_view payload_head,
                           std::uint64_t size) {
    std::uint64_t full = 0;
    switch (family_of(platform, extension)) {
    case Family::gb: // 0x148: 32 KiB << n, up to 8 MiB (Pan Docs, "The Cartridge Header")
        if (payload_head.size() > 0x148 && static_cast<unsigned char>(payload_head[0x148]) <= 8) {
            full = std::uint64_t{32768} << static_cast<unsigned char>(payload_head[0x148]);
        }
        break;
    case Family::nds: // 0x14: 128 KiB << n, up to 512 MiB (GBATEK, "DS Cartridge Header")
        if (payload_head.size() > 0x14 && static_cast<unsigned char>(payload_head[0x14]) <= 12) {
            full = std::uint64_t{131072} << static_cast<unsigned char>(payload_head[0x14]);
        }
        break;
    case Family::gba: // no size in the header; mask ROMs come in powers of two
        full = std::bit_ceil(std::max<std::uint64_t>(size, 1));
        break;
    case Family::n3ds: // NCSD, 0x104: in units of 512 bytes (3dbrew, "NCSD")
        if (has(payload_head, 0x100, "NCSD")) {
            Bytes bytes(payload_head);
            static_cast<void>(bytes.seek(0x104));
            full = std::uint64_t{bytes.u32_le().value_or(0)} * 512;
        }
        break;
    default:
        break;
    }
    // A chip more than four times the dump is a header that lies, not a trimmed dump.
    return full > size && full / 4 <= size ? full : 0;
}

Unwrapper::Unwrapper(const Payload& payload, reader::Sink sink)
    : payload_(payload)
    , sink_(std::move(sink))
    , group_(payload.order == Order::mgd      ? static_cast<std::size_t>(payload.size)
             : payload.order == Order::smd    ? k_smd_block
             : payload.order == Order::swap32 ? 4
             : payload.order == Order::swap16 ? 2
                                              : 1) {}

Status Unwrapper::update(std::string_view block) {
    const auto ahead =
        std::min<std::uint64_t>(block.size(), payload_.skip > seen_ ? payload_.skip - seen_ : 0);
    seen_ += block.size();
    block.remove_prefix(static_cast<std::size_t>(ahead));
    block = block.substr(
        0, static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), payload_.size - taken_)));
    taken_ += block.size();
    if (block.empty()) {
        return ok();
    }
    if (group_ == 1) {
        return sink_(block);
    }
    if (!pending_.empty()) {
        const auto missing = std::min(block.size(), group_ - pending_.size());
        pending_ += block.substr(0, missing);
        block.remove_prefix(missing);
        if (pending_.size() < group_) {
            return ok();
        }
        CURATEUR_CHECK(reorder(std::exchange(pending_, {})));
    }
    const auto whole = block.size() - block.size() % group_;
    pending_ = block.substr(whole);
    return whole == 0 ? ok() : reorder(block.substr(0, whole));
}

Status Unwrapper::finish() {
    return pending_.empty() ? ok() : sink_(std::exchange(pending_, {}));
}

Status Unwrapper::reorder(std::string_view block) {
    ordered_.resize(block.size());
    for (std::size_t from = 0; from < block.size(); from += group_) {
        if (payload_.order == Order::smd || payload_.order == Order::mgd) {
            for (std::size_t i = 0; i < group_ / 2; ++i) {
                ordered_[from + 2 * i] = block[from + group_ / 2 + i];
                ordered_[from + 2 * i + 1] = block[from + i];
            }
        } else {
            for (std::size_t i = 0; i < group_; ++i) {
                ordered_[from + i] = block[from + group_ - 1 - i];
            }
        }
    }
    return sink_(ordered_);
}

} // namespace curateur::cartridge
