// The header of MAME's compressed discs (CHD, versions 3 to 5): digests of what is inside, for
// nothing.
#pragma once

#include "reader/reader.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace curateur::disc {

struct ChdTrack {
    std::uint32_t number = 0;
    std::string type;         // "MODE2_RAW", "AUDIO"
    std::uint64_t frames = 0; // sectors, in the CHD
    std::uint64_t pregap = 0; // of these, in front of the track's first

    [[nodiscard]] bool is_data() const { return type != "AUDIO"; }
};

struct Chd {
    std::uint32_t version = 0;
    std::uint64_t logical_size = 0; // bytes of the data inside
    std::string data_sha1;          // of the data inside; "" in version 3, which knows one only
    std::string sha1;               // of data and metadata: the one that MAME's lists have
    bool has_parent = false;        // only the difference to another CHD
    std::string medium;           // "cd", "gd", "dvd", "hd", "av"; "" when the metadata do not say
    std::vector<ChdTrack> tracks; // of a CD or GD-ROM
    std::uint32_t hunk_size = 0, unit_size = 0; // bytes; version 5
    std::uint64_t map_at = 0;                   // version 5
    std::array<std::string, 4> codecs;          // "cdlz", "cdzl" ...; version 5
};

[[nodiscard]] bool is_chd(std::string_view head);

// Errc::malformed; Errc::unsupported: a version before 3.
[[nodiscard]] Result<Chd> read_chd(const reader::Reader& from);

// The user data of the track that tells which game it is: of a GD-ROM the first of its high-density
// area, else the first with data; the whole medium where there are no tracks. For a look at a few
// files, not for digests: only the hunks that are read are unpacked, and those packed as sound
// (FLAC) read as blank. from outlives it. Errc::unsupported: a version before 5, a parent, another
// codec; Errc::malformed.
[[nodiscard]] Result<std::unique_ptr<reader::Reader>> open_chd_data(const reader::Reader& from,
                                                                    const Chd& chd);

} // namespace curateur::disc
