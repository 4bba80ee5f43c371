// MAME, src/lib/util/chdcd.cpp and chdcodec.cpp: how sectors lie in hunks, and how hunks are
// packed.
#include "disc/chd_bits.hpp"
#include "disc/chd_map.hpp"
#include "disc/sectors.hpp"
#include "lzma/lzma.hpp"
#include "zstd/zstd.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <limits>

namespace curateur::disc {
namespace {

constexpr std::uint64_t k_frame = 2352 + 96; // a sector and its subchannel
constexpr std::uint64_t k_sector = 2352;
constexpr std::uint64_t k_track_padding = 4; // frames of a track are a multiple of this
constexpr int k_same_chain = 8;

Result<std::string> inflate(std::string_view packed, std::size_t size) {
    std::string out(size, '\0');
    auto* const with = ::libdeflate_alloc_decompressor();
    if (with == nullptr) {
        return Error{Errc::fault, "libdeflate could not be started"};
    }
    std::size_t used = 0;
    std::size_t got = 0;
    const auto result = ::libdeflate_deflate_decompress_ex(
        with, packed.data(), packed.size(), out.data(), out.size(), &used, &got);
    ::libdeflate_free_decompressor(with);
    return result == LIBDEFLATE_SUCCESS && got == size
               ? Result<std::string>(std::move(out))
               : Error{Errc::malformed, "a hunk of the CHD is damaged"};
}

// Raw LZMA as chdman writes it: lc 3, lp 0, pb 2, and no need to look back beyond the hunk.
Result<std::string> unpack_lzma(std::string_view packed, std::size_t size) {
    static constexpr std::string_view k_properties("\x5D\xFF\xFF\xFF\x7F", 5);
    return lzma::unpack(lzma::Version::lzma1, k_properties, packed, size);
}

// A Huffman code of bytes, its lengths packed in front.
Result<std::string> unpack_huffman(std::string_view packed, std::size_t size) {
    Bits bits(packed);
    Codes codes(256, 16);
    if (!codes.import_packed(bits)) {
        return Error{Errc::malformed, "a hunk of the CHD is damaged"};
    }
    std::string out;
    out.reserve(size);
    while (out.size() < size) {
        const auto byte = codes.next(bits);
        if (!byte || bits.overrun()) {
            return Error{Errc::malformed, "a hunk of the CHD is damaged"};
        }
        out += static_cast<char>(*byte);
    }
    return out;
}

// A view of the whole medium, hunk by hunk. Of a CD hunk only the sectors are unpacked, and the
// subchannels stay blank: nobody asks for them here.
class HunkReader {
public:
    HunkReader(const reader::Reader& from, const Chd& chd, std::vector<Hunk> hunks)
        : from_(&from), codecs_(chd.codecs), hunk_size_(chd.hunk_size), hunks_(std::move(hunks)) {}

    // Bytes of the medium that lie in one hunk, from `offset` on, at most `most`.
    [[nodiscard]] Result<std::string_view> piece(std::uint64_t offset, std::size_t most) const {
        CURATEUR_CHECK(load(offset / hunk_size_));
        const auto inside = static_cast<std::size_t>(offset % hunk_size_);
        return std::string_view(hunk_).substr(std::min(inside, hunk_.size()), most);
    }

private:
    [[nodiscard]] Status load(std::uint64_t index) const {
        if (index == loaded_) {
            return ok();
        }
        const Hunk* hunk =
            index < hunks_.size() ? &hunks_[static_cast<std::size_t>(index)] : nullptr;
        for (int i = 0; hunk != nullptr && hunk->kind == Hunk::Kind::same && i < k_same_chain;
             ++i) {
            hunk = hunk->offset < hunks_.size() ? &hunks_[static_cast<std::size_t>(hunk->offset)]
                                                : nullptr;
        }
        if (hunk == nullptr || hunk->kind == Hunk::Kind::same) {
            return Error{Errc::malformed, "the map of the CHD leads nowhere"};
        }
        if (hunk->kind == Hunk::Kind::parent) {
            return Error{Errc::unsupported, "the CHD needs another one, its parent"};
        }
        if (hunk->size > hunk_size_) {
            return Error{Errc::malformed, "a hunk of the CHD is larger than it can be"};
        }
        CURATEUR_TRY(std::string bytes,
                     reader::read_exactly(*from_, hunk->offset, hunk->size, "hunk of the CHD"));
        loaded_ = std::numeric_limits<std::uint64_t>::max();
        if (hunk->kind == Hunk::Kind::packed) {
            CURATEUR_TRY(hunk_, unpack(codecs_.at(hunk->codec), bytes));
        } else {
            bytes.resize(hunk_size_, '\0'); // a blank one has no bytes
            hunk_ = std::move(bytes);
        }
        loaded_ = index;
        return ok();
    }

    [[nodiscard]] Result<std::string> unpack(const std::string& codec,
                                             std::string_view packed) const {
        if (codec == "zlib") {
            return inflate(packed, hunk_size_);
        }
        if (codec == "lzma") {
            return unpack_lzma(packed, hunk_size_);
        }
        if (codec == "zstd") {
            return zstd::unpack(packed, hunk_size_);
        }
        if (codec == "huff") {
            return unpack_huffman(packed, hunk_size_);
        }
        if (codec == "flac" || codec == "cdfl") {
            return std::string(hunk_size_, '\0'); // sound or silence: it packs nothing else best
        }
        if (codec != "cdzl" && codec != "cdlz" && codec != "cdzs") {
            return Error{Errc::unsupported,
                         "the CHD is packed with " + codec + ", which is not unpacked here"};
        }
        // A bit a frame (which error corrections are left out), the size of the packed sectors, the
        // sectors, the subchannels.
        const auto frames = hunk_size_ / k_frame;
        Bytes bytes(packed);
        static_cast<void>(bytes.skip(static_cast<std::size_t>((frames + 7) / 8)));
        std::uint64_t size = bytes.u16_be().value_or(0);
        if (hunk_size_ >= 65536) {
            size = size << 8U | bytes.u8().value_or(0);
        }
        const auto sectors = bytes.take(static_cast<std::size_t>(size));
        if (!sectors) {
            return Error{Errc::malformed, "a hunk of the CHD is damaged"};
        }
        const auto whole = static_cast<std::size_t>(frames * k_sector);
        CURATEUR_TRY(const std::string plain,
                     codec == "cdzl"   ? inflate(*sectors, whole)
                     : codec == "cdzs" ? zstd::unpack(*sectors, whole)
                                       : unpack_lzma(*sectors, whole));
        std::string out(hunk_size_, '\0');
        for (std::size_t i = 0; i < frames; ++i) {
            plain.copy(out.data() + i * k_frame, k_sector, i * k_sector);
        }
        return out;
    }

    const reader::Reader* from_;
    std::array<std::string, 4> codecs_;
    std::uint32_t hunk_size_;
    std::vector<Hunk> hunks_;
    mutable std::string hunk_;
    mutable std::uint64_t loaded_ = std::numeric_limits<std::uint64_t>::max();
};

// User data out of units of a fixed size.
class ChdData final : public reader::Reader {
public:
    ChdData(HunkReader hunks,
            std::uint64_t start,
            std::uint64_t units,
            std::uint64_t unit,
            std::uint64_t skip)
        : hunks_(std::move(hunks)), start_(start), units_(units), unit_(unit), skip_(skip) {}

    [[nodiscard]] std::uint64_t size() const override { return units_ * k_user_data; }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override {
        std::size_t done = 0;
        while (done < into.size() && offset < size()) {
            const auto inside = offset % k_user_data;
            const auto most = std::min<std::uint64_t>(into.size() - done, k_user_data - inside);
            CURATEUR_TRY(const auto piece,
                         hunks_.piece((start_ + offset / k_user_data) * unit_ + skip_ + inside,
                                      static_cast<std::size_t>(most)));
            if (piece.empty()) {
                break;
            }
            piece.copy(into.data() + done, piece.size());
            done += piece.size();
            offset += piece.size();
        }
        return done;
    }

private:
    HunkReader hunks_;
    std::uint64_t start_, units_, unit_, skip_;
};

// Where the user data lie in a sector as the CHD keeps it.
std::uint64_t offset_of(std::string_view type) {
    return type == "MODE1_RAW"                           ? 16
           : type == "MODE2_RAW"                         ? 24
           : type == "MODE2" || type == "MODE2_FORM_MIX" ? 8
                                                         : 0;
}

} // namespace

Result<std::unique_ptr<reader::Reader>> open_chd_data(const reader::Reader& from, const Chd& chd) {
    if (chd.version != 5) {
        return Error{Errc::unsupported, "only the header of a CHD before version 5 is read"};
    }
    const bool has_tracks = !chd.tracks.empty();
    if (has_tracks && (chd.unit_size != k_frame || chd.hunk_size % k_frame != 0)) {
        return Error{Errc::malformed, "the CHD of a disc has no frames of 2448 bytes"};
    }
    CURATEUR_TRY(auto hunks, read_map(from, chd));
    HunkReader reading(from, chd, std::move(hunks));
    if (!has_tracks) {
        return std::unique_ptr<reader::Reader>(std::make_unique<ChdData>(
            std::move(reading), 0, chd.logical_size / k_user_data, k_user_data, 0));
    }
    const ChdTrack* found = nullptr;
    std::uint64_t start = 0;
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < chd.tracks.size(); ++i) {
        const ChdTrack& track = chd.tracks[i];
        const bool high_density = chd.medium == "gd" && i == 2;
        if (track.is_data() && (found == nullptr || high_density)) {
            found = &track;
            start = at + track.pregap;
        }
        at += (track.frames + k_track_padding - 1) / k_track_padding * k_track_padding;
    }
    if (found == nullptr) {
        return Error{Errc::unsupported, "the CHD has no data track"};
    }
    const auto frames = found->frames - std::min(found->frames, found->pregap);
    return std::unique_ptr<reader::Reader>(std::make_unique<ChdData>(
        std::move(reading), start, frames, k_frame, offset_of(found->type)));
}

} // namespace curateur::disc
