// What identifies an entry, found with the least reading: the ladder.
//   1  arcade sets and the like are their name; nothing is read
//   2  an archive's directory: CRC-32 and size of the member that is the ROM
//   3  a container's header (CHD digests), the product code of a disc, a cartridge's header
//   4  digests of the bytes the databases mean, all in one read; above 64 MiB only when asked for
// Never: the text of a playlist or sheet, an empty file, a container whose content is meant.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::identify {

// The numbers are those of CUR_OF_* (abi.h).
enum class Of : std::uint32_t {
    file = 1,
    member = 2,
    payload = 3,
    track = 4,
    container = 5,
    largest = 6,
    disc_data = 7
};

// The numbers are those of CUR_FORM_* (abi.h).
enum class Form : std::uint32_t { rom = 1, disc = 2, folder = 3, set = 4 };

// The fields are those of cur_evidence (abi.h).
struct Evidence {
    Of of = Of::file;
    std::uint32_t disc = 0;            // 0: not said
    std::optional<std::uint64_t> size; // bytes
    std::string name;                  // file or member name, no directory
    std::string crc32, md5, sha1;      // lower-case hex
    std::string serial;
    std::string regions, languages; // "us,eu"
    bool operator==(const Evidence&) const = default;
};

struct Options {
    std::filesystem::path root;          // of the system: what an entry points at may not leave it
    std::vector<std::string> extensions; // of the system, with the dot
    // Larger files: serial, name and exact size first, digests only from digest().
    std::uint64_t ask_first_above = std::uint64_t{64} << 20U; // bytes
    // Larger files are never read whole; 0: no limit.
    std::uint64_t digest_limit = std::uint64_t{1} << 30U; // bytes
    // Nobody asks for MD5 and SHA-1: they are left out, which is several times as fast.
    bool crc32_only = false;
};

// Would digest() say more than identify() did?
enum class More : std::uint8_t {
    nothing,  // no: all is said, or it cannot be read, or it is over the limit
    possible, // yes, at the price of reading (or unpacking) it all
    advised   // yes, and what is known now is probably not in the databases: there is a header
};

struct Identified {
    Form form = Form::rom;
    std::vector<Evidence> evidence;   // most telling first; at least one, which has a name
    std::vector<std::string> notes;   // sentences for the user: what was odd about the bytes
    std::vector<std::string> rules;   // sentences for `why`: how it was identified
    std::uint64_t bytes_read = 0;     // from the disk
    std::uint64_t bytes_unpacked = 0; // that came out of an archive's members
    More more = More::nothing;
};

// path: the entry, a file or a directory, below options.root. platform: of
// sdk/registry/platforms.csv, "": unknown. Odd or damaged content is no error: it ends in a note
// and in weaker evidence. Errc::not_found, Errc::io: the entry itself cannot be read;
// Errc::cancelled. Blocking; safe to call from several threads.
[[nodiscard]] Result<Identified> identify(const std::filesystem::path& path,
                                          std::string_view platform,
                                          const Options& options,
                                          const std::stop_token& stop);

// The same with every digest that can be had, whatever the size up to options.digest_limit: what is
// asked for when identify()'s evidence did not decide. Holds identify()'s evidence, too.
[[nodiscard]] Result<Identified> digest(const std::filesystem::path& path,
                                        std::string_view platform,
                                        const Options& options,
                                        const std::stop_token& stop);

// Tells the system that a file will soon be identified, so that its bytes are there by then. A
// guess by name and size: nothing for archives and sheets, of which little is read.
void look_ahead(const std::filesystem::path& path,
                std::uint64_t size,
                std::string_view platform,
                const Options& options);

} // namespace curateur::identify
