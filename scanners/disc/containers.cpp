#include "disc/containers.hpp"

#include "disc/iso9660.hpp"
#include "disc/packed.hpp"
#include "disc/sectors.hpp"

#include <algorithm>

namespace curateur::disc {
namespace {

using namespace std::string_view_literals;

Container packed(std::string kind) {
    Container it;
    it.kind = std::move(kind);
    it.is_packed = true;
    return it;
}

// What a reader of the inside found goes into the container; what went wrong becomes its note.
Status look_inside(Container& it, const reader::Reader& data) {
    auto product = product_of(data);
    if (!product && product.error().code == Errc::io) {
        return std::move(product).error();
    }
    if (product) {
        it.product = *std::move(product);
    } else {
        it.note = std::move(product).error().message;
    }
    return ok();
}

// NKit leaves what it can make again out of a GameCube or Wii disc and keeps the CRC-32 of the
// whole: a mark at 0x200, the CRC at 0x208, the size at 0x210 (of a Wii disc in units of four
// bytes).
void read_nkit(Container& it, std::string_view head) {
    if (head.size() < 0x214 || head.substr(0x200, 8) != "NKIT v01" || !it.product) {
        return;
    }
    it.kind = "nkit";
    it.is_packed = true;
    Bytes bytes(head);
    static_cast<void>(bytes.seek(0x208));
    it.crc32 = bytes.u32_be();
    static_cast<void>(bytes.seek(0x210));
    it.restored = std::uint64_t{bytes.u32_be().value_or(0)} * (it.product->kind == "wii" ? 4 : 1);
    it.size = it.restored;
}

Result<std::optional<Container>> unpacked(const reader::Reader& from, std::string kind) {
    Container it = packed(std::move(kind));
    auto data = it.kind == "cso"   ? open_cso(from)
                : it.kind == "dax" ? open_dax(from)
                : it.kind == "gcz" ? open_gcz(from)
                                   : open_sparse(from);
    if (!data && data.error().code == Errc::io) {
        return std::move(data).error();
    }
    if (!data) {
        it.note = std::move(data).error().message;
        return std::optional(std::move(it));
    }
    it.size = it.kind == "ciso" ? std::nullopt : std::optional((*data)->size()); // the tail is cut
    CURATEUR_CHECK(look_inside(it, **data));
    auto head = reader::read_some(**data, 0, 0x220);
    if (head) {
        read_nkit(it, *head);
    }
    if (it.kind != "ciso") {
        it.inside = *std::move(data);
    }
    return std::optional(std::move(it));
}

// RVZ and WIA keep the first 128 bytes of the disc as they are (Dolphin, docs/WiaAndRvz.md).
Result<std::optional<Container>> rvz(const reader::Reader& from, std::string_view head) {
    Container it = packed(head.starts_with("RVZ") ? "rvz" : "wia");
    Bytes bytes(head);
    static_cast<void>(bytes.seek(0x24));
    it.size = bytes.u64_be();
    CURATEUR_TRY(const std::string disc, reader::read_some(from, 0x58, 128));
    it.product = product_of_nintendo(disc);
    if (disc.size() < 128 || !it.product) {
        it.note = "its header does not hold the start of a GameCube or Wii disc";
    }
    return std::optional(std::move(it));
}

// WBFS: the disc's header stands at the second sector, whose size is a power of two at byte 8.
Result<std::optional<Container>> wbfs(const reader::Reader& from, std::string_view head) {
    Container it = packed("wbfs");
    const unsigned shift = static_cast<unsigned char>(head[8]);
    CURATEUR_TRY(const std::string disc,
                 reader::read_some(from, std::uint64_t{1} << std::min(shift, 20U), 128));
    it.product = product_of_nintendo(disc);
    if (!it.product) {
        it.note = "its header does not hold the start of a Wii disc";
    }
    return std::optional(std::move(it));
}

// A PBP of the PlayStation Portable: a PARAM.SFO where its first offset says.
Result<std::optional<Container>> pbp(const reader::Reader& from, std::string_view head) {
    Container it = packed("pbp");
    Bytes bytes(head);
    static_cast<void>(bytes.seek(8));
    const std::uint64_t at = bytes.u32_le().value_or(0);
    const std::uint64_t end = bytes.u32_le().value_or(0);
    CURATEUR_TRY(const std::string sfo,
                 reader::read_some(from,
                                   at,
                                   static_cast<std::size_t>(
                                       std::min<std::uint64_t>(end > at ? end - at : 0, 65536))));
    auto product = product_of_sfo(sfo);
    if (product) {
        product->kind = product->kind == "psp" && !product->serial.starts_with("U") &&
                                !product->serial.starts_with("N")
                            ? "psx"
                            : product->kind;
        it.product = *std::move(product);
    } else {
        it.note = std::move(product).error().message;
    }
    return std::optional(std::move(it));
}

Result<std::optional<Container>> chd(const reader::Reader& from) {
    Container it = packed("chd");
    auto header = read_chd(from);
    if (!header && header.error().code == Errc::io) {
        return std::move(header).error();
    }
    if (!header) {
        it.note = std::move(header).error().message;
        return std::optional(std::move(it));
    }
    it.size = header->logical_size;
    it.chd = *std::move(header);
    if (it.chd->version < 5 || it.chd->has_parent || it.chd->medium == "av") {
        return std::optional(std::move(it)); // digests there are, and nothing is wrong with it
    }
    auto data = open_chd_data(from, *it.chd);
    if (!data && data.error().code == Errc::io) {
        return std::move(data).error();
    }
    if (data) {
        CURATEUR_CHECK(look_inside(it, **data));
    } else {
        it.note = std::move(data).error().message;
    }
    return std::optional(std::move(it));
}

// An image with a table of its tracks: the one that says which game it is, else the first of data.
Result<std::optional<Container>> burned(const reader::Reader& from, Burned tracks) {
    Container it;
    it.kind = std::move(tracks.kind);
    for (const BurnedTrack& track : tracks.data) {
        const reader::SliceReader slice(from, track.start, track.size);
        CURATEUR_CHECK(look_inside(it, SectorReader(slice, 0, track.layout)));
        it.track = it.product || !it.track ? track : *it.track;
        if (it.product) {
            it.note.clear(); // of a track before it
            break;
        }
    }
    if (!it.track) {
        it.note = "has no data track";
    }
    return std::optional(std::move(it));
}

// The disc as it is, with 2048 bytes a sector or raw ones.
Result<std::optional<Container>> plain(const reader::Reader& from, std::string_view head) {
    Container it;
    it.kind = "iso";
    it.size = from.size();
    CURATEUR_TRY(const Layout layout, layout_of(from, 0));
    const SectorReader data(from, 0, layout);
    CURATEUR_CHECK(look_inside(it, data));
    read_nkit(it, head);
    CURATEUR_TRY(const bool iso, is_iso9660(data));
    const bool is_disc = it.product || iso || layout.sector != k_user_data || !it.note.empty();
    return is_disc ? std::optional(std::move(it)) : std::optional<Container>();
}

} // namespace

Result<std::optional<Container>> open_container(const reader::Reader& from, bool may_be_plain) {
    CURATEUR_TRY(const std::string head, reader::read_some(from, 0, 0x220));
    if (is_chd(head)) {
        return chd(from);
    }
    if (head.starts_with(
            "CISO")) { // both formats call themselves so; a GameCube's has its map first
        Bytes bytes(head);
        static_cast<void>(bytes.seek(4));
        const auto first = bytes.u32_le().value_or(0);
        return unpacked(from, first > 0x18 ? "ciso" : "cso");
    }
    if (head.starts_with("ZISO")) {
        return unpacked(from, "cso");
    }
    if (head.starts_with("DAX\0"sv)) {
        return unpacked(from, "dax");
    }
    if (head.starts_with("\x01\xC0\x0B\xB1")) {
        return unpacked(from, "gcz");
    }
    if (head.starts_with("RVZ\x01") || head.starts_with("WIA\x01")) {
        return rvz(from, head);
    }
    if (head.starts_with("WBFS") && head.size() > 12) {
        return wbfs(from, head);
    }
    if (head.starts_with("\0PBP"sv)) {
        return pbp(from, head);
    }
    if (!may_be_plain) {
        return std::optional<Container>();
    }
    auto tracks = read_burned(from);
    if (!tracks && tracks.error().code == Errc::io) {
        return std::move(tracks).error();
    }
    if (tracks && *tracks) {
        return burned(from, **std::move(tracks));
    }
    CURATEUR_TRY(auto image, plain(from, head));
    if (!tracks) {
        image = image ? std::move(image) : std::optional(Container());
        image->note = std::move(tracks).error().message;
    }
    return image;
}

} // namespace curateur::disc
