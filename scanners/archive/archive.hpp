// What is in a zip, 7z or RAR archive, by its directory: nothing is unpacked for that. And one
// member's bytes, when they are really wanted.
#pragma once

#include "reader/reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::archive {

enum class Kind : std::uint8_t { zip, seven_zip, rar };

struct Member {
    std::string name;                   // UTF-8, '/' between folders
    std::uint64_t size = 0;             // unpacked bytes
    std::optional<std::uint32_t> crc32; // of the unpacked bytes
    bool encrypted = false;
    bool is_directory = false;

    // How to get at its bytes; the parsers' own business.
    std::uint64_t offset = 0; // zip: of its local header
    std::uint64_t packed = 0; // bytes in the archive; 0 where members are packed together
    std::uint64_t before = 0; // unpacked bytes that have to be passed over first
    std::uint32_t method = 0; // zip
};

struct Directory {
    Kind kind = Kind::zip;
    std::vector<Member> members; // in the archive's order
};

// What an honest archive of ROMs keeps to.
struct Limits {
    std::uint64_t directory = std::uint64_t{32} << 20U; // bytes of the directory itself
    std::size_t members = 100'000;
    std::uint64_t unpacked = std::uint64_t{8} << 30U; // bytes of one member
    std::uint64_t ratio =
        250; // unpacked to packed, minded above `small` only: blank ROMs pack well
    std::uint64_t small = std::uint64_t{256} << 20U;
};

// By the first bytes (at least 8); nothing: no archive of a kind we read.
[[nodiscard]] std::optional<Kind> kind_of(std::string_view head);

// Errc::malformed: what is wrong, and at which byte; Errc::unsupported: encrypted names, one part
// of several, no archive at all.
[[nodiscard]] Result<Directory> list(const reader::Reader& from, const Limits& limits);

struct Choice {
    std::optional<std::size_t> index; // of Directory::members; nothing: the archive itself is meant
    bool is_disc = false;             // it is a track of a disc
    std::string_view rule;            // how it was chosen, or why none was: a sentence
};

// The member that is the ROM: the only file; else one named as the archive is; else the first by
// name with a known extension. Where there is a cue, gdi or ccd, the largest image beside it.
// stem: of the archive's name; extensions: with the dot, in any case.
[[nodiscard]] Choice choose(const Directory& directory,
                            std::string_view stem,
                            const std::vector<std::string>& extensions);

// Unpacks one member into the sink, in blocks of at most reader::k_block bytes, and checks size and
// CRC-32. Errc::unsupported: encrypted, an unknown method; Errc::invalid: beyond the limits;
// Errc::malformed; Errc::cancelled; or what the sink returned.
[[nodiscard]] Status unpack(const reader::Reader& from,
                            const Directory& directory,
                            std::size_t index,
                            const Limits& limits,
                            const std::stop_token& stop,
                            const reader::Sink& sink);

} // namespace curateur::archive
