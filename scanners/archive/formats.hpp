// The archive formats, one function each. Inside the box.
#pragma once

#include "archive/archive.hpp"

#include <curateur/support/utf8.hpp>

#include <zlib.h>

namespace curateur::archive {

[[nodiscard]] Result<Directory> list_zip(const reader::Reader& from, const Limits& limits);
[[nodiscard]] Result<Directory> list_seven_zip(const reader::Reader& from, const Limits& limits);
[[nodiscard]] Result<Directory> list_rar(const reader::Reader& from, const Limits& limits);

// Stored and deflated members.
[[nodiscard]] Status unpack_zip(const reader::Reader& from,
                                const Member& member,
                                const std::stop_token& stop,
                                const reader::Sink& sink);

// With libarchive, which counts members as we do.
[[nodiscard]] Status unpack_with_library(const reader::Reader& from,
                                         Kind kind,
                                         std::size_t index,
                                         const std::stop_token& stop,
                                         const reader::Sink& sink);

[[nodiscard]] std::string from_cp437(std::string_view bytes);
[[nodiscard]] std::string from_utf16_le(std::string_view bytes);

// The CRC-32 of headers; of less than 4 GiB.
[[nodiscard]] inline std::uint32_t crc_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

// A sentence about a byte of the archive.
[[nodiscard]] inline Error broken(std::uint64_t at, const std::string& what) {
    return Error{Errc::malformed, "byte " + std::to_string(at) + ": " + what};
}

[[nodiscard]] inline Error too_many(std::uint64_t count, std::size_t limit) {
    return Error{Errc::invalid,
                 "lists " + std::to_string(count) + " members, more than the " +
                     std::to_string(limit) + " that are read"};
}

} // namespace curateur::archive
