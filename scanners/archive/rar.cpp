// The headers of a RAR archive, which lie between its members: only they are read (the "RAR 5.0
// archive format" of rarlab.com; for RAR 4 the technote that came with WinRAR, technote.txt).
#include "archive/formats.hpp"

#include <zlib.h>

#include <algorithm>

namespace curateur::archive {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t k_header_limit = std::uint64_t{2} << 20U; // RAR 5's own limit
constexpr std::size_t k_peek = 512; // most headers fit; the bytes after them are packed data

Error in_parts() {
    return Error{Errc::unsupported, "is one part of a RAR archive that is split over several"};
}

Error hidden() {
    return Error{Errc::unsupported, "hides its names behind a password"};
}

// RAR 5's numbers: seven bits a byte, the lowest first.
std::optional<std::uint64_t> vint(Bytes& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = bytes.u8();
        if (!byte) {
            return std::nullopt;
        }
        value |= std::uint64_t{*byte & 0x7FU} << shift;
        if ((*byte & 0x80U) == 0) {
            return value;
        }
    }
    return std::nullopt;
}

// One block of either version.
struct Block {
    std::uint64_t type = 0, flags = 0;
    std::uint64_t header_end = 0, data_size = 0; // bytes, from the start of the archive
    std::string fields;                          // after type, flags and sizes
    std::size_t extra = 0;                       // RAR 5: bytes of `fields` that are its extra area
};

Result<Block> read_block5(const reader::Reader& from, std::uint64_t at) {
    CURATEUR_TRY(std::string text, reader::read_some(from, at, k_peek));
    Bytes sizes(text);
    const auto crc = sizes.u32_le();
    const auto size = vint(sizes);
    if (!crc || !size || *size == 0 || *size > k_header_limit) {
        return broken(at, "a RAR header should begin here");
    }
    const auto start = sizes.position();
    const auto whole = start + static_cast<std::size_t>(*size);
    if (text.size() < whole) {
        CURATEUR_TRY(text, reader::read_exactly(from, at, whole, "RAR header"));
    }
    if (crc != crc_of(std::string_view(text).substr(4, whole - 4))) {
        return broken(at, "a RAR header that does not match its checksum");
    }
    Bytes bytes(std::string_view(text).substr(start, static_cast<std::size_t>(*size)));
    Block block;
    const auto type = vint(bytes);
    const auto flags = vint(bytes);
    const auto extra = flags && (*flags & 1U) != 0 ? vint(bytes) : 0;
    const auto data = flags && (*flags & 2U) != 0 ? vint(bytes) : 0;
    if (!type || !flags || !extra || !data || *extra > bytes.left()) {
        return broken(at, "a damaged RAR header");
    }
    block.type = *type;
    block.flags = *flags;
    block.extra = static_cast<std::size_t>(*extra);
    block.header_end = at + whole;
    block.data_size = *data;
    block.fields = std::string(*bytes.take(bytes.left()));
    return block;
}

Result<Member> read_file5(const Block& block, std::uint64_t at) {
    Bytes bytes(block.fields);
    const auto flags = vint(bytes);
    const auto size = vint(bytes);
    const auto attributes = vint(bytes);
    Member member;
    if (!flags || !size || !attributes || ((*flags & 2U) != 0 && !bytes.skip(4))) {
        return broken(at, "a damaged RAR member");
    }
    if ((*flags & 4U) != 0) {
        member.crc32 = bytes.u32_le();
    }
    static_cast<void>(vint(bytes)); // how it is packed
    static_cast<void>(vint(bytes)); // on which system
    const auto length = vint(bytes);
    const auto name =
        length
            ? bytes.take(static_cast<std::size_t>(std::min<std::uint64_t>(*length, k_header_limit)))
            : std::nullopt;
    if (!name || bytes.left() < block.extra) {
        return broken(at, "a damaged RAR member");
    }
    member.name = is_utf8(*name) ? std::string(*name) : from_cp437(*name);
    member.is_directory = (*flags & 1U) != 0;
    member.size = *size;
    member.packed = block.data_size;
    static_cast<void>(bytes.seek(block.fields.size() - block.extra));
    while (const auto record_size = vint(bytes)) {
        const auto record = bytes.take(
            static_cast<std::size_t>(std::min<std::uint64_t>(*record_size, bytes.left())));
        Bytes inside(*record);
        if (vint(inside) == 1U) { // encryption; the CRC may be a keyed one
            member.encrypted = true;
            member.crc32.reset();
        }
    }
    return member;
}

Result<Directory> list5(const reader::Reader& from, const Limits& limits) {
    Directory directory{Kind::rar, {}};
    bool solid = false; // members packed together
    std::uint64_t passed = 0;
    for (std::uint64_t at = 8; at < from.size();) {
        CURATEUR_TRY(const Block block, read_block5(from, at));
        if (block.type == 4) {
            return hidden();
        }
        if (block.type == 1) {
            Bytes fields(block.fields);
            const auto flags = vint(fields).value_or(0);
            if ((flags & 1U) != 0) {
                return in_parts();
            }
            solid = (flags & 4U) != 0;
        }
        if (block.type == 2) {
            if (directory.members.size() >= limits.members) {
                return too_many(directory.members.size() + 1, limits.members);
            }
            CURATEUR_TRY(Member member, read_file5(block, at));
            member.before = passed;
            passed += solid ? std::min(member.size, limits.unpacked * 8) : 0;
            directory.members.push_back(std::move(member));
        }
        if (block.type == 5) {
            return directory;
        }
        if (block.data_size > from.size() - std::min(from.size(), block.header_end)) {
            return broken(from.size(), "the RAR archive ends inside a member");
        }
        at = block.header_end + block.data_size;
    }
    return broken(from.size(), "the RAR archive has no end mark: it was cut off");
}

Result<Block> read_block4(const reader::Reader& from, std::uint64_t at) {
    CURATEUR_TRY(std::string text, reader::read_some(from, at, k_peek));
    Bytes bytes(text);
    const auto crc = bytes.u16_le();
    const auto type = bytes.u8();
    const auto flags = bytes.u16_le();
    const auto size = bytes.u16_le();
    if (!size || *size < 7) {
        return broken(at, "a RAR header should begin here");
    }
    if (text.size() < *size) {
        CURATEUR_TRY(text, reader::read_exactly(from, at, *size, "RAR header"));
    }
    if (crc != (crc_of(std::string_view(text).substr(2, *size - 2U)) & 0xFFFFU)) {
        return broken(at, "a RAR header that does not match its checksum");
    }
    Block block;
    block.type = *type;
    block.flags = *flags;
    block.header_end = at + *size;
    block.fields = text.substr(7, *size - 7U);
    if ((*flags & 0x8000U) != 0 || *type == 0x74) {
        block.data_size = Bytes(block.fields).u32_le().value_or(0);
    }
    return block;
}

Result<Member> read_file4(Block& block, std::uint64_t at) {
    Bytes bytes(block.fields);
    Member member;
    static_cast<void>(bytes.u32_le()); // packed size, known already
    const auto size = bytes.u32_le();
    static_cast<void>(bytes.u8()); // on which system
    member.crc32 = bytes.u32_le();
    static_cast<void>(bytes.skip(4 + 1 + 1)); // time, version, how it is packed
    const auto length = bytes.u16_le();
    static_cast<void>(bytes.u32_le()); // attributes
    std::uint64_t high_packed = 0;
    std::uint64_t high_size = 0;
    if ((block.flags & 0x100U) != 0) {
        high_packed = bytes.u32_le().value_or(0);
        high_size = bytes.u32_le().value_or(0);
    }
    const auto name = length ? bytes.take(*length) : std::nullopt;
    if (!size || !name) {
        return broken(at, "a damaged RAR member");
    }
    block.data_size |= high_packed << 32U;
    member.packed = block.data_size;
    member.size = *size | high_size << 32U;
    // With flag 0x200 a name is UTF-8, or plain text, NUL and its difference to UTF-16.
    const auto plain = name->substr(0, name->find('\0'));
    member.name =
        (block.flags & 0x200U) != 0 && is_utf8(plain) ? std::string(plain) : from_cp437(plain);
    std::replace(member.name.begin(), member.name.end(), '\\', '/');
    member.is_directory = (block.flags & 0xE0U) == 0xE0U;
    member.encrypted = (block.flags & 4U) != 0;
    return member;
}

Result<Directory> list4(const reader::Reader& from, const Limits& limits) {
    Directory directory{Kind::rar, {}};
    bool solid = false; // members packed together
    std::uint64_t passed = 0;
    for (std::uint64_t at = 7; at < from.size();) {
        CURATEUR_TRY(Block block, read_block4(from, at));
        if (block.type == 0x73 && (block.flags & 0x80U) != 0) {
            return hidden();
        }
        if (block.type == 0x73 && (block.flags & 1U) != 0) {
            return in_parts();
        }
        solid = solid || (block.type == 0x73 && (block.flags & 8U) != 0);
        if (block.type == 0x74) {
            if (directory.members.size() >= limits.members) {
                return too_many(directory.members.size() + 1, limits.members);
            }
            CURATEUR_TRY(Member member, read_file4(block, at));
            member.before = passed;
            passed += solid ? std::min(member.size, limits.unpacked * 8) : 0;
            directory.members.push_back(std::move(member));
        }
        if (block.type == 0x7B) {
            return directory;
        }
        if (block.data_size > from.size() - std::min(from.size(), block.header_end)) {
            return broken(from.size(), "the RAR archive ends inside a member");
        }
        at = block.header_end + block.data_size;
    }
    return directory; // RAR 4 may leave out its end mark
}

} // namespace

Result<Directory> list_rar(const reader::Reader& from, const Limits& limits) {
    CURATEUR_TRY(const std::string head, reader::read_some(from, 0, 8));
    return head.starts_with("Rar!\x1A\x07\x01\x00"sv) ? list5(from, limits) : list4(from, limits);
}

} // namespace curateur::archive
