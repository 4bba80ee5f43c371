// Files that hold a disc: which kind, and as much of the disc as can be read without unpacking it.
#pragma once

#include "disc/burned.hpp"
#include "disc/chd.hpp"
#include "disc/product.hpp"
#include "reader/reader.hpp"

#include <memory>
#include <optional>
#include <string>

namespace curateur::disc {

struct Container {
    std::string kind;       // "iso", "chd", "cso", "dax", "gcz", "ciso", "nrg", "cdi", "rvz" ...
    bool is_packed = false; // the file's own bytes are not the disc's
    std::optional<std::uint64_t> size;     // bytes of the disc inside, where known
    std::optional<Product> product;        // what the disc says of itself
    std::optional<Chd> chd;                // its digests
    std::optional<BurnedTrack> track;      // the data track in the file (NRG, CDI)
    std::optional<std::uint32_t> crc32;    // of the disc inside (NKit)
    std::optional<std::uint64_t> restored; // bytes of the disc that crc32 is of
    // The disc inside, unpacked as it is read; nullptr where it is not or need not be. The image
    // that it was opened from outlives it.
    std::unique_ptr<reader::Reader> inside;
    std::string note; // a sentence: what could not be read, or ""
};

// By the bytes, not the name. An image that is damaged inside still comes out, with a note.
// may_be_plain: look for a disc that is in no container, too, which takes a read at each place
// where one may show. Errc::io is an error; nothing: no disc of a kind known here.
[[nodiscard]] Result<std::optional<Container>> open_container(const reader::Reader& from,
                                                              bool may_be_plain);

} // namespace curateur::disc
