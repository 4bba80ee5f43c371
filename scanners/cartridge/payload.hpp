// Which bytes of a ROM file the databases mean: the cartridge's own, without what copiers and
// emulators put in front of them, in the order the console sees them. As No-Intro does.
#pragma once

#include "reader/reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace curateur::cartridge {

enum class Order : std::uint8_t {
    as_is,
    swap16, // bytes of each pair exchanged
    swap32, // bytes of each group of four reversed
    smd,    // Super Magic Drive: blocks of 16 KiB, odd bytes first, then the even ones
    mgd     // Multi Game Doctor: the same, with the whole file as one block
};

// A transformation of a file: leave out `skip` bytes, take `size`, put them in order.
struct Payload {
    std::uint64_t skip = 0, size = 0; // bytes
    Order order = Order::as_is;
    std::string_view rule; // "iNES header (16 bytes)"; "" when the payload is the file
    bool operator==(const Payload&) const = default;

    [[nodiscard]] bool is_file() const { return rule.empty(); }
};

// From how many first bytes payload_of decides: the second half of the first SMD block is enough.
inline constexpr std::size_t k_payload_head = 16384 + 512;

// platform: of sdk/registry/platforms.csv, "" if unknown, when the extension (".smc") speaks.
// head: the file's first k_payload_head bytes, or all of it; size: the file's.
[[nodiscard]] Payload payload_of(std::string_view platform,
                                 std::string_view extension,
                                 std::string_view head,
                                 std::uint64_t size);

// Could a file of this platform and size have a payload that is not the file? Without reading it:
// decides whether a member of an archive is worth unpacking.
[[nodiscard]] bool
may_have_header(std::string_view platform, std::string_view extension, std::uint64_t size);

// The bytes a trimmed dump had: the chip's size when it is a power of two above `size`, on the
// platforms whose dumps people trim. 0: not trimmed, or not known.
[[nodiscard]] std::uint64_t full_size_of(std::string_view platform,
                                         std::string_view extension,
                                         std::string_view payload_head,
                                         std::uint64_t size);

// Applies a Payload to a file that streams by, in blocks of any size.
class Unwrapper {
public:
    Unwrapper(const Payload& payload, reader::Sink sink);

    [[nodiscard]] Status update(std::string_view block);
    // The rest of an unfinished group or block, as it is.
    [[nodiscard]] Status finish();

private:
    Status reorder(std::string_view block);

    Payload payload_;
    reader::Sink sink_;
    std::size_t group_;       // bytes that are put in order together
    std::uint64_t seen_ = 0;  // of the file
    std::uint64_t taken_ = 0; // of the payload
    std::string pending_;     // less than a group
    std::string ordered_;     // reused
};

} // namespace curateur::cartridge
