// MAME, src/lib/util/chd.cpp (decompress_v5_map): how the map is packed.
#include "disc/chd_map.hpp"

#include "disc/chd_bits.hpp"

#include <algorithm>

namespace curateur::disc {
namespace {

constexpr std::uint64_t k_most_hunks = std::uint64_t{1}
                                       << 22U; // 16 GiB of hunks of 4 KiB; 64 MiB here
constexpr std::size_t k_symbols = 16;
constexpr unsigned k_longest_code = 8; // bits

// Symbols of the map: 0 to 3 are the codecs.
enum Symbol : unsigned {
    stored = 4,
    same = 5,
    parent = 6,
    few_more = 7,
    many_more = 8,
    same_again = 9,
    same_next = 10,
    parent_here = 11,
    parent_again = 12,
    parent_next = 13
};

Error damaged() {
    return Error{Errc::malformed, "the map of the CHD is damaged"};
}

Result<std::vector<std::uint8_t>> read_symbols(Bits& bits, std::uint64_t count) {
    Codes codes(k_symbols, k_longest_code);
    if (!codes.import_runs(bits)) {
        return damaged();
    }
    std::vector<std::uint8_t> symbols;
    std::uint8_t last = 0;
    while (symbols.size() < count) {
        const auto symbol = codes.next(bits);
        if (!symbol || bits.overrun()) {
            return damaged();
        }
        std::uint64_t repeat = 1;
        if (*symbol == few_more || *symbol == many_more) {
            const auto first = codes.next(bits);
            const auto second = *symbol == many_more ? codes.next(bits) : 0U;
            if (!first || !second) {
                return damaged();
            }
            repeat = *symbol == few_more ? 3 + *first : 3 + 16 + (*first << 4U) + *second;
        } else {
            last = static_cast<std::uint8_t>(*symbol);
        }
        symbols.insert(symbols.end(), std::min(repeat, count - symbols.size()), last);
    }
    return symbols;
}

Result<std::vector<Hunk>>
read_packed(const reader::Reader& from, const Chd& chd, std::uint64_t count) {
    CURATEUR_TRY(const std::string head, reader::read_exactly(from, chd.map_at, 16, "CHD map"));
    Bytes fields(head);
    const std::size_t size = fields.u32_be().value_or(0);
    std::uint64_t offset = std::uint64_t{fields.u16_be().value_or(0)} << 32U;
    offset |= fields.u32_be().value_or(0);
    static_cast<void>(fields.u16_be()); // checksum of the map
    const unsigned size_bits = fields.u8().value_or(0);
    const unsigned same_bits = fields.u8().value_or(0);
    const unsigned parent_bits = fields.u8().value_or(0);
    if (size > count * 16 + 64 || size_bits > 32 || same_bits > 64 || parent_bits > 64) {
        return damaged();
    }
    CURATEUR_TRY(const std::string packed,
                 reader::read_exactly(from, chd.map_at + 16, size, "CHD map"));
    Bits bits(packed);
    CURATEUR_TRY(const auto symbols, read_symbols(bits, count));
    std::vector<Hunk> hunks;
    hunks.reserve(symbols.size());
    std::uint64_t last_same = 0;
    for (const std::uint8_t symbol : symbols) {
        Hunk hunk;
        if (symbol <= stored) {
            hunk.kind = symbol == stored ? Hunk::Kind::stored : Hunk::Kind::packed;
            hunk.codec = symbol;
            hunk.size =
                symbol == stored ? chd.hunk_size : static_cast<std::uint32_t>(bits.read(size_bits));
            hunk.offset = offset;
            offset += hunk.size;
            static_cast<void>(bits.read(16)); // checksum of the hunk
        } else if (symbol == same || symbol == same_again || symbol == same_next) {
            last_same =
                symbol == same ? bits.read(same_bits) : last_same + (symbol == same_next ? 1 : 0);
            hunk.kind = Hunk::Kind::same;
            hunk.offset = last_same;
        } else if (symbol <= parent_next) {
            static_cast<void>(bits.read(symbol == parent ? parent_bits : 0));
            hunk.kind = Hunk::Kind::parent;
        } else {
            return damaged();
        }
        hunks.push_back(hunk);
    }
    return bits.overrun() ? Result<std::vector<Hunk>>(damaged()) : std::move(hunks);
}

} // namespace

Result<std::vector<Hunk>> read_map(const reader::Reader& from, const Chd& chd) {
    if (chd.hunk_size == 0 || chd.hunk_size > (std::uint32_t{1} << 24U) || chd.logical_size == 0) {
        return Error{Errc::malformed, "the CHD header has impossible sizes"};
    }
    const auto count = (chd.logical_size - 1) / chd.hunk_size + 1;
    if (count > k_most_hunks) {
        return Error{Errc::unsupported, "the CHD has more hunks than are looked through"};
    }
    if (chd.codecs.front() != std::string_view("\0\0\0\0", 4)) {
        return read_packed(from, chd, count);
    }
    // Not packed: a table of places in units of hunks; 0 is a blank one.
    CURATEUR_TRY(
        const std::string table,
        reader::read_exactly(from, chd.map_at, static_cast<std::size_t>(count) * 4, "CHD map"));
    Bytes bytes(table);
    std::vector<Hunk> hunks(static_cast<std::size_t>(count));
    for (Hunk& hunk : hunks) {
        hunk.offset = std::uint64_t{bytes.u32_be().value_or(0)} * chd.hunk_size;
        hunk.size = hunk.offset == 0 ? 0 : chd.hunk_size;
    }
    return hunks;
}

} // namespace curateur::disc
