#include "archive/seven_zip.hpp"

#include "lzma/lzma.hpp"

#include <zlib.h>

#include <algorithm>

namespace curateur::archive {
namespace {

using namespace seven_zip; // NOLINT(google-build-using-namespace): the parts of this very format
using namespace std::string_view_literals;

constexpr std::uint64_t k_signature_size = 32;
constexpr int k_nested = 4; // a directory packed in a directory: 7-Zip does it once

Result<std::string> decode(const Coder& coder, std::string_view packed, std::size_t size) {
    const bool lzma1 = coder.id == "\x03\x01\x01"sv;
    if (coder.id == "\x00"sv) {
        return std::string(packed.substr(0, size));
    }
    if (!lzma1 && coder.id != "\x21"sv) {
        return Error{Errc::unsupported, "packs its 7z directory in a way that is not known here"};
    }
    auto out = lzma::unpack(
        lzma1 ? lzma::Version::lzma1 : lzma::Version::lzma2, coder.properties, packed, size);
    return out ? std::move(out) : std::move(out).error().in("the packed 7z directory");
}

Result<std::string>
unpack_directory(const reader::Reader& from, Bytes& bytes, const Limits& limits) {
    CURATEUR_TRY(const Streams streams, read_streams(bytes, limits.members));
    if (streams.folders.size() != 1 || streams.pack_sizes.empty()) {
        return Error{Errc::malformed, "the packed 7z directory does not say where it lies"};
    }
    const Folder& folder = streams.folders.front();
    if (folder.encrypted()) {
        return Error{Errc::unsupported, "hides its names behind a password"};
    }
    if (folder.coders.size() != 1) {
        return Error{Errc::unsupported, "packs its 7z directory in a way that is not known here"};
    }
    if (folder.unpack_size() > limits.directory || streams.pack_sizes.front() > limits.directory) {
        return Error{Errc::invalid,
                     "has a directory of " + std::to_string(folder.unpack_size()) +
                         " bytes, more than is read"};
    }
    if (streams.pack_position > from.size()) {
        return broken(from.size(), "the packed 7z directory is said to lie outside the file");
    }
    CURATEUR_TRY(const std::string packed,
                 reader::read_exactly(from,
                                      k_signature_size + streams.pack_position,
                                      static_cast<std::size_t>(streams.pack_sizes.front()),
                                      "packed 7z directory"));
    CURATEUR_TRY(
        std::string out,
        decode(folder.coders.front(), packed, static_cast<std::size_t>(folder.unpack_size())));
    if (folder.crc32 && *folder.crc32 != crc_of(out)) {
        return Error{Errc::malformed, "the packed 7z directory does not match its checksum"};
    }
    return out;
}

struct Files {
    std::vector<std::string> names;
    std::vector<bool> empty_streams, empty_files;
};

Status read_names(Bytes piece, Files& files) {
    CURATEUR_TRY(const std::uint8_t external, property(piece));
    if (external != 0) {
        return Error{Errc::unsupported, "keeps its 7z directory in pieces"};
    }
    for (std::string& name : files.names) {
        std::string units;
        for (;;) {
            const auto unit = piece.take(2);
            if (!unit) {
                return Error{Errc::malformed, "the 7z directory ends inside a name"};
            }
            if (*unit == "\0\0"sv) {
                break;
            }
            units += *unit;
        }
        name = from_utf16_le(units);
        std::replace(name.begin(), name.end(), '\\', '/');
    }
    return ok();
}

Result<Files> read_files(Bytes& bytes, const Limits& limits) {
    CURATEUR_TRY(const std::uint64_t files_count, number(bytes));
    if (files_count > limits.members) {
        return too_many(files_count, limits.members);
    }
    Files files;
    files.names.resize(static_cast<std::size_t>(files_count));
    files.empty_streams.resize(files.names.size());
    for (;;) {
        CURATEUR_TRY(const std::uint8_t id, property(bytes));
        if (id == id_end) {
            break;
        }
        CURATEUR_TRY(const std::size_t size, count(bytes, bytes.left()));
        const auto piece = bytes.take(size);
        if (!piece) {
            return cut(bytes);
        }
        Bytes inside(*piece);
        if (id == id_empty_stream) {
            CURATEUR_TRY(files.empty_streams, bits(inside, files.names.size(), false));
        } else if (id == id_empty_file) {
            const auto empty =
                std::count(files.empty_streams.begin(), files.empty_streams.end(), true);
            CURATEUR_TRY(files.empty_files, bits(inside, static_cast<std::size_t>(empty), false));
        } else if (id == id_names) {
            CURATEUR_CHECK(read_names(inside, files));
        }
    }
    return files;
}

Result<Directory> join(Files files, const Streams& streams) {
    Directory directory{Kind::seven_zip, {}};
    std::size_t stream = 0;
    std::size_t empty = 0;
    for (std::size_t i = 0; i < files.names.size(); ++i) {
        Member member;
        member.name = std::move(files.names[i]);
        if (files.empty_streams[i]) {
            member.is_directory = empty >= files.empty_files.size() || !files.empty_files[empty];
            ++empty;
        } else if (stream < streams.substreams.size()) {
            const Substream& it = streams.substreams[stream++];
            member.size = it.size;
            member.crc32 = it.crc32;
            member.before = it.before;
            member.encrypted = streams.folders[it.folder].encrypted();
        } else {
            return Error{Errc::malformed, "the 7z directory has more names than members"};
        }
        directory.members.push_back(std::move(member));
    }
    return directory;
}

Result<Directory> read_header(Bytes& bytes, const Limits& limits) {
    Streams streams;
    Files files;
    for (;;) {
        CURATEUR_TRY(const std::uint8_t id, property(bytes));
        if (id == id_end) {
            return join(std::move(files), streams);
        }
        if (id == id_main_streams) {
            CURATEUR_TRY(streams, read_streams(bytes, limits.members));
        } else if (id == id_files) {
            CURATEUR_TRY(files, read_files(bytes, limits));
        } else {
            return Error{Errc::unsupported,
                         "has a 7z directory with part " + std::to_string(id) +
                             ", which 7-Zip does not write"};
        }
    }
}

} // namespace

Result<Directory> list_seven_zip(const reader::Reader& from, const Limits& limits) {
    CURATEUR_TRY(const std::string start,
                 reader::read_exactly(from, 0, k_signature_size, "7z signature header"));
    Bytes head(start);
    static_cast<void>(head.seek(8));
    const auto start_crc = head.u32_le();
    const std::uint64_t offset = head.u64_le().value_or(0);
    const std::uint64_t size = head.u64_le().value_or(0);
    const auto crc = head.u32_le();
    if (start_crc != crc_of(std::string_view(start).substr(12))) {
        return broken(8, "the 7z signature header does not match its checksum");
    }
    if (size == 0) {
        return Directory{Kind::seven_zip, {}};
    }
    if (size > limits.directory) {
        return Error{Errc::invalid,
                     "has a directory of " + std::to_string(size) + " bytes, more than is read"};
    }
    if (offset > from.size()) {
        return broken(from.size(), "the archive was cut off: its 7z directory lies beyond the end");
    }
    CURATEUR_TRY(
        std::string text,
        reader::read_exactly(
            from, k_signature_size + offset, static_cast<std::size_t>(size), "7z directory"));
    if (crc != crc_of(text)) {
        return broken(k_signature_size + offset, "the 7z directory does not match its checksum");
    }
    for (int i = 0; i < k_nested; ++i) {
        Bytes bytes(text);
        CURATEUR_TRY(const std::uint8_t id, property(bytes));
        if (id == id_header) {
            return read_header(bytes, limits);
        }
        if (id != id_encoded_header) {
            return cut(bytes);
        }
        CURATEUR_TRY(text, unpack_directory(from, bytes, limits));
    }
    return Error{Errc::malformed, "packs its 7z directory again and again"};
}

} // namespace curateur::archive
