// The header of MAME's compressed discs (CHD, versions 3 to 5): digests of what is inside, for
// nothing.
#pragma once

#include "reader/reader.hpp"

#include <string>
#include <vector>

namespace curateur::disc {

struct ChdTrack {
    std::uint32_t number = 0;
    std::string type;         // "MODE2_RAW", "AUDIO"
    std::uint64_t frames = 0; // sectors

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
};

[[nodiscard]] bool is_chd(std::string_view head);

// Errc::malformed; Errc::unsupported: a version before 3.
[[nodiscard]] Result<Chd> read_chd(const reader::Reader& from);

} // namespace curateur::disc
