// The directory of a zip, which lies at its end (PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 to 4.5).
#include "archive/formats.hpp"

#include <zlib.h>

#include <algorithm>

namespace curateur::archive {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_end_size = 22;
constexpr std::size_t k_longest_comment = 65535;
constexpr std::uint32_t k_flag_encrypted = 1, k_flag_utf8 = 1U << 11U;
constexpr std::uint32_t k_method_aes = 99; // WinZip: the CRC-32 may be left out
constexpr std::uint32_t k_in_zip64 = 0xFFFFFFFF;

struct End {
    std::uint64_t at = 0; // where the record stands that closes the directory
    std::uint64_t count = 0, size = 0, offset = 0;
};

// Looks in the last KiB first: most archives have no comment, and the disc may be a network's.
Result<std::uint64_t> find_end(const reader::Reader& from, std::string& record) {
    for (const std::size_t window : {std::size_t{1024}, k_end_size + k_longest_comment}) {
        const auto start = from.size() - std::min<std::uint64_t>(from.size(), window);
        CURATEUR_TRY(const std::string tail, reader::read_some(from, start, window));
        for (auto at = tail.rfind("PK\x05\x06"); at != std::string::npos;
             at = at == 0 ? std::string::npos : tail.rfind("PK\x05\x06", at - 1)) {
            Bytes bytes(std::string_view(tail).substr(at));
            static_cast<void>(bytes.skip(20));
            const auto comment = bytes.u16_le();
            if (comment && *comment <= bytes.left()) {
                record = tail.substr(at, k_end_size);
                return start + at;
            }
        }
    }
    return Error{Errc::malformed,
                 "has no zip directory at its end: it was cut off, or is no zip archive"};
}

// The record's 64-bit brother, if a field says that it does not hold the number.
Result<End> read_zip64(const reader::Reader& from, const End& end) {
    if (end.at < 20) {
        return broken(end.at, "the zip64 directory is missing");
    }
    CURATEUR_TRY(const std::string locator,
                 reader::read_exactly(from, end.at - 20, 20, "zip64 locator"));
    Bytes where(locator);
    if (!where.accept("PK\x06\x07")) {
        return end; // the numbers are just that large
    }
    static_cast<void>(where.u32_le());
    const std::uint64_t claimed = where.u64_le().value_or(0);
    // Bytes in front of the archive move everything; the record then stands right before the
    // locator.
    for (const std::uint64_t at : {claimed, end.at >= 76 ? end.at - 76 : claimed}) {
        CURATEUR_TRY(const std::string record, reader::read_some(from, at, 56));
        Bytes bytes(record);
        if (record.size() < 56 || !bytes.accept("PK\x06\x06") || !bytes.skip(28)) {
            continue;
        }
        End wide;
        wide.at = at;
        wide.count = bytes.u64_le().value_or(0);
        wide.size = bytes.u64_le().value_or(0);
        wide.offset = bytes.u64_le().value_or(0);
        return wide;
    }
    return broken(claimed, "the zip64 directory is not where its locator says");
}

Result<End> read_end(const reader::Reader& from) {
    std::string record;
    CURATEUR_TRY(const std::uint64_t at, find_end(from, record));
    Bytes bytes(record);
    static_cast<void>(bytes.skip(4));
    const auto disc = bytes.u16_le().value_or(0);
    const auto first_disc = bytes.u16_le().value_or(0);
    static_cast<void>(bytes.skip(2));
    End end;
    end.at = at;
    end.count = bytes.u16_le().value_or(0);
    end.size = bytes.u32_le().value_or(0);
    end.offset = bytes.u32_le().value_or(0);
    if (end.count == 0xFFFF || end.size == k_in_zip64 || end.offset == k_in_zip64) {
        return read_zip64(from, end);
    }
    if (disc != 0 || first_disc != 0) {
        return Error{Errc::unsupported, "is one part of a zip archive that is split over several"};
    }
    return end;
}

// Fields that stand in the zip64 extra field instead, in this order, when they are all ones.
void widen(std::string_view field, Member& member) {
    Bytes bytes(field);
    for (std::uint64_t* const value : {&member.size, &member.packed, &member.offset}) {
        if (*value == k_in_zip64) {
            *value = bytes.u64_le().value_or(*value);
        }
    }
}

// Info-ZIP's Unicode path (0x7075): version, CRC-32 of the plain name, the name in UTF-8.
std::string unicode_path(std::string_view field, std::string_view plain) {
    Bytes bytes(field);
    const auto version = bytes.u8();
    const auto crc = bytes.u32_le();
    const auto now =
        ::crc32(0, reinterpret_cast<const Bytef*>(plain.data()), static_cast<uInt>(plain.size()));
    if (version != 1 || crc != static_cast<std::uint32_t>(now)) {
        return {};
    }
    return std::string(*bytes.take(bytes.left()));
}

std::string name_of(std::string_view plain, std::string path, bool says_utf8, bool made_on_unix) {
    if (path.empty() || !is_utf8(path)) {
        // Zip programs of Unix write UTF-8 and often do not say so.
        path =
            (says_utf8 || made_on_unix) && is_utf8(plain) ? std::string(plain) : from_cp437(plain);
    }
    std::replace(path.begin(), path.end(), '\\', '/');
    std::replace(path.begin(), path.end(), '\0', '_');
    return path;
}

Result<Member> read_member(Bytes& bytes, std::uint64_t at) {
    if (!bytes.accept("PK\x01\x02") || bytes.left() < 42) {
        return broken(at, "a member of the zip directory should begin here");
    }
    static_cast<void>(bytes.u8());
    const bool made_on_unix = bytes.u8() == 3;
    static_cast<void>(bytes.skip(2));
    Member member;
    const std::uint32_t flags = bytes.u16_le().value_or(0);
    member.method = bytes.u16_le().value_or(0);
    static_cast<void>(bytes.skip(4));
    const auto crc = bytes.u32_le();
    member.packed = bytes.u32_le().value_or(0);
    member.size = bytes.u32_le().value_or(0);
    const std::size_t name_size = bytes.u16_le().value_or(0);
    const std::size_t extra_size = bytes.u16_le().value_or(0);
    const std::size_t comment_size = bytes.u16_le().value_or(0);
    static_cast<void>(bytes.skip(8));
    member.offset = bytes.u32_le().value_or(0);
    const auto name = bytes.take(name_size);
    const auto extra = bytes.take(extra_size);
    if (!name || !extra || !bytes.skip(comment_size)) {
        return broken(at, "the zip directory ends inside a member");
    }
    std::string path;
    Bytes fields(*extra);
    while (const auto id = fields.u16_le()) {
        const auto field = fields.take(fields.u16_le().value_or(0));
        if (field && id == 0x0001) {
            widen(*field, member);
        } else if (field && id == 0x7075) {
            path = unicode_path(*field, *name);
        }
    }
    member.name = name_of(*name, std::move(path), (flags & k_flag_utf8) != 0, made_on_unix);
    member.is_directory = member.name.ends_with('/');
    member.encrypted = (flags & k_flag_encrypted) != 0;
    if (member.method != k_method_aes) {
        member.crc32 = crc;
    }
    return member;
}

} // namespace

Result<Directory> list_zip(const reader::Reader& from, const Limits& limits) {
    CURATEUR_TRY(const End end, read_end(from));
    if (end.count > limits.members) {
        return too_many(end.count, limits.members);
    }
    if (end.size > end.at || end.offset > end.at - end.size) {
        return broken(end.at, "the zip directory is said to lie outside the file");
    }
    if (end.size > limits.directory) {
        return Error{Errc::invalid,
                     "has a directory of " + std::to_string(end.size) +
                         " bytes, more than is read"};
    }
    const auto start = end.at - end.size;
    const auto moved = start - end.offset; // bytes in front of the archive, of a self-extractor
    CURATEUR_TRY(
        const std::string text,
        reader::read_exactly(from, start, static_cast<std::size_t>(end.size), "zip directory"));
    Directory directory{Kind::zip, {}};
    Bytes bytes(text);
    for (std::uint64_t i = 0; i < end.count; ++i) {
        CURATEUR_TRY(Member member, read_member(bytes, start + bytes.position()));
        member.offset += moved;
        directory.members.push_back(std::move(member));
    }
    return directory;
}

} // namespace curateur::archive
