#include "disc/burned.hpp"

#include <algorithm>

namespace curateur::disc {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_most_chunks = 1000; // a disc of 99 tracks has a dozen
constexpr std::size_t k_table_limit = std::size_t{256} << 10U;

Error damaged(const char* kind) {
    return Error{Errc::malformed, std::string("its table of tracks is damaged (") + kind + ")"};
}

// Sectors of 2336 bytes are those of mode 2 without their first 16 bytes: 8 bytes of subheader.
Result<Layout> layout_in(const reader::Reader& from, std::uint64_t start, std::uint64_t sector) {
    if (sector == 2336) {
        return Layout{2336, 8};
    }
    return layout_of(from, start);
}

// A track that lies in the file, and is not empty.
Status add(Burned& burned,
           const reader::Reader& from,
           std::uint64_t start,
           std::uint64_t size,
           std::uint64_t sector) {
    if (start >= from.size() || size == 0) {
        return damaged(burned.kind.c_str());
    }
    CURATEUR_TRY(const Layout layout, layout_in(from, start, sector));
    burned.data.push_back({start, std::min(size, from.size() - start), layout});
    return ok();
}

// Track at once: an offset, a length, a mode (0: 2048 bytes, 2 and 3: 2336, 7: sound, else raw).
Status read_etn(Burned& burned, const reader::Reader& from, std::string_view body, bool wide) {
    Bytes bytes(body);
    while (bytes.left() >= (wide ? 32U : 20U)) {
        const std::uint64_t start = wide ? *bytes.u64_be() : *bytes.u32_be();
        const std::uint64_t size = wide ? *bytes.u64_be() : *bytes.u32_be();
        const auto mode = *bytes.u32_be();
        static_cast<void>(bytes.skip(wide ? 12 : 8)); // first sector
        if (mode != 7) {
            CURATEUR_CHECK(add(burned,
                               from,
                               start,
                               size,
                               mode == 0   ? 2048
                               : mode <= 3 ? 2336
                                           : 2352));
        }
    }
    return ok();
}

// Disc at once: after 22 bytes, for each track 12 bytes of ISRC, the sector's size, the mode, and
// where pregap, track and what follows begin. Modes 7 and 16 are sound.
Status read_dao(Burned& burned, const reader::Reader& from, std::string_view body, bool wide) {
    Bytes bytes(body);
    static_cast<void>(bytes.skip(22));
    while (bytes.left() >= (wide ? 42U : 30U)) {
        static_cast<void>(bytes.skip(12));
        const std::uint64_t sector = *bytes.u16_be();
        const unsigned mode = *bytes.u8();
        static_cast<void>(bytes.skip(3 + (wide ? 8 : 4)));
        const std::uint64_t start = wide ? *bytes.u64_be() : *bytes.u32_be();
        const std::uint64_t end = wide ? *bytes.u64_be() : *bytes.u32_be();
        if (mode != 7 && mode != 16) {
            CURATEUR_CHECK(add(burned, from, start, end > start ? end - start : 0, sector));
        }
    }
    return ok();
}

// NRG: "NER5" and where the first chunk lies in the last 12 bytes, or (version 1) "NERO" in the
// last 8; chunks of a name, a size and a body, all big-endian (psx-spx, "CDROM Disk Images NRG").
Result<std::optional<Burned>> read_nrg(const reader::Reader& from, std::uint64_t at) {
    Burned burned;
    burned.kind = "nrg";
    for (std::size_t i = 0;; ++i) {
        CURATEUR_TRY(const std::string head, reader::read_exactly(from, at, 8, "table of the NRG"));
        Bytes bytes(head);
        const auto name = *bytes.take(4);
        const std::size_t size = *bytes.u32_be();
        if (name == "END!") {
            break;
        }
        if (i == k_most_chunks || size > k_table_limit) {
            return damaged("nrg");
        }
        CURATEUR_TRY(const std::string body,
                     reader::read_exactly(from, at + 8, size, "table of the NRG"));
        if (name == "ETN2" || name == "ETNF") {
            CURATEUR_CHECK(read_etn(burned, from, body, name == "ETN2"));
        } else if (name == "DAOX" || name == "DAOI") {
            CURATEUR_CHECK(read_dao(burned, from, body, name == "DAOX"));
        }
        at += 8 + size;
    }
    return std::optional(std::move(burned));
}

struct CdiTrack {
    std::uint64_t pregap = 0, length = 0, total = 0; // sectors
    std::uint32_t mode = 0, sector = 0;
};

// cdirip, cdi.c: fields at distances that depend on the program's version.
std::optional<CdiTrack> read_cdi_track(Bytes& bytes, bool is_newer) {
    constexpr auto k_mark = "\x00\x00\x01\x00\x00\x00\xFF\xFF\xFF\xFF"sv;
    constexpr std::array<std::uint32_t, 3> k_sectors{2048, 2336, 2352};
    CdiTrack track;
    if (bytes.u32_le().value_or(0) != 0) {
        static_cast<void>(bytes.skip(8));
    }
    if (!bytes.accept(k_mark) || !bytes.accept(k_mark)) {
        return std::nullopt;
    }
    static_cast<void>(bytes.skip(4));
    static_cast<void>(bytes.skip(bytes.u8().value_or(0))); // the image's name
    static_cast<void>(bytes.skip(19));
    if (bytes.u32_le().value_or(0) == 0x80000000) {
        static_cast<void>(bytes.skip(8));
    }
    static_cast<void>(bytes.skip(2));
    track.pregap = bytes.u32_le().value_or(0);
    track.length = bytes.u32_le().value_or(0);
    static_cast<void>(bytes.skip(6));
    track.mode = bytes.u32_le().value_or(0);
    static_cast<void>(bytes.skip(12 + 4)); // first sector
    track.total = bytes.u32_le().value_or(0);
    static_cast<void>(bytes.skip(16));
    const auto kind = bytes.u32_le();
    if (!kind || *kind >= k_sectors.size() || !bytes.skip(29)) {
        return std::nullopt;
    }
    track.sector = k_sectors.at(*kind);
    if (is_newer) {
        static_cast<void>(bytes.skip(5));
        if (bytes.u32_le().value_or(0) == 0xFFFFFFFF) {
            static_cast<void>(bytes.skip(78));
        }
    }
    return track;
}

// CDI: its version and where the table lies are the last 8 bytes; version 3.5 counts from the end.
Result<std::optional<Burned>>
read_cdi(const reader::Reader& from, std::uint32_t version, std::uint64_t place) {
    constexpr std::uint32_t k_version_2 = 0x80000004, k_version_35 = 0x80000006;
    Burned burned;
    burned.kind = "cdi";
    if (place == 0 || place > from.size()) {
        return damaged("cdi");
    }
    const auto at = version == k_version_35 ? from.size() - place : place;
    CURATEUR_TRY(const std::string table, reader::read_some(from, at, k_table_limit));
    Bytes bytes(table);
    const unsigned sessions = bytes.u16_le().value_or(0);
    std::uint64_t start = 0;
    for (unsigned session = 0; session < sessions; ++session) {
        const auto tracks = bytes.u16_le();
        if (!tracks) {
            return damaged("cdi");
        }
        for (unsigned i = 0; i < *tracks; ++i) {
            const auto track = read_cdi_track(bytes, version != k_version_2);
            if (!track) {
                return damaged("cdi");
            }
            if (track->mode != 0) { // 0: sound
                CURATEUR_CHECK(add(burned,
                                   from,
                                   start + track->pregap * track->sector,
                                   track->length * track->sector,
                                   track->sector));
            }
            start += track->total * track->sector;
        }
        static_cast<void>(bytes.skip(version == k_version_2 ? 12 : 13));
    }
    return std::optional(std::move(burned));
}

} // namespace

Result<std::optional<Burned>> read_burned(const reader::Reader& from) {
    if (from.size() < 12) {
        return std::optional<Burned>();
    }
    CURATEUR_TRY(const std::string tail, reader::read_exactly(from, from.size() - 12, 12, "image"));
    Bytes bytes(tail);
    if (bytes.accept("NER5")) {
        return read_nrg(from, *bytes.u64_be());
    }
    static_cast<void>(bytes.seek(4));
    if (bytes.accept("NERO")) {
        return read_nrg(from, *bytes.u32_be());
    }
    const auto version = *bytes.u32_le();
    const auto place = *bytes.u32_le();
    return version >= 0x80000004 && version <= 0x80000006
               ? read_cdi(from, version, place)
               : Result<std::optional<Burned>>(std::nullopt);
}

} // namespace curateur::disc
