// Discs as players of the PlayStation Portable pack them: CSO (versions 0 to 2), ZSO, DAX.
#include "disc/blocks.hpp"
#include "disc/packed.hpp"

#include <algorithm>
#include <vector>

namespace curateur::disc {
namespace {

// maxcso, README_CSO.md and README_ZSO.md: a table of offsets from byte 24 on, in units of
// 1 << shift bytes. Bit 31: in CSO 0 and 1 and in ZSO a block as it is, in CSO 2 one of LZ4, where
// a block as it is shows by its size.
class CsoReader final : public BlockReader {
public:
    struct Shape {
        std::uint64_t size, block; // bytes
        unsigned shift;
        Packing plain, marked; // of blocks without and with bit 31
        bool size_tells;       // a block of full size is not packed
    };

    CsoReader(const reader::Reader& image, const Shape& shape)
        : BlockReader(image, shape.size, shape.block), shape_(shape) {}

private:
    [[nodiscard]] Result<Place> place(std::uint64_t index) const override {
        CURATEUR_TRY(const std::string entries,
                     reader::read_exactly(image(), 24 + index * 4, 8, "table of the CSO"));
        Bytes bytes(entries);
        const std::uint64_t here = bytes.u32_le().value_or(0);
        const std::uint64_t next = bytes.u32_le().value_or(0);
        const auto from = (here & 0x7FFFFFFFU) << shape_.shift;
        const auto to = (next & 0x7FFFFFFFU) << shape_.shift;
        if (to < from) {
            return Error{Errc::malformed, "the table of the CSO goes back"};
        }
        auto packing = (here & 0x80000000U) == 0 ? shape_.plain : shape_.marked;
        if (shape_.size_tells && to - from >= block_size()) {
            packing = Packing::none;
        }
        const auto most = packing == Packing::none ? block_size() : to - from;
        return Place{from, std::min(to - from, most), packing};
    }

    Shape shape_;
};

// maxcso, src/dax.h, and DAX Creator's daxfile.h: frames of 8 KiB, each a zlib stream; 32-bit
// offsets from byte 32 on, then 16-bit sizes, then (version 1) the areas of frames that are as they
// are, each its first frame and its count.
constexpr std::uint64_t k_frame_of_dax = 0x2000;

struct Area {
    std::uint64_t first, count;
};

class DaxReader final : public BlockReader {
public:
    DaxReader(const reader::Reader& image, std::uint64_t size, std::vector<Area> stored)
        : BlockReader(image, size, k_frame_of_dax)
        , frames_((size + k_frame_of_dax - 1) / k_frame_of_dax)
        , stored_(std::move(stored)) {}

private:
    [[nodiscard]] Result<Place> place(std::uint64_t index) const override {
        CURATEUR_TRY(const std::string offset,
                     reader::read_exactly(image(), 32 + index * 4, 4, "table of the DAX"));
        CURATEUR_TRY(
            const std::string size,
            reader::read_exactly(image(), 32 + frames_ * 4 + index * 2, 2, "table of the DAX"));
        const bool is_stored = std::any_of(stored_.begin(), stored_.end(), [&](const Area& area) {
            return index >= area.first && index - area.first < area.count;
        });
        return Place{Bytes(offset).u32_le().value_or(0),
                     is_stored ? k_frame_of_dax : Bytes(size).u16_le().value_or(0),
                     is_stored ? Packing::none : Packing::zlib};
    }

    std::uint64_t frames_;
    std::vector<Area> stored_;
};

} // namespace

Result<std::unique_ptr<reader::Reader>> open_cso(const reader::Reader& image) {
    CURATEUR_TRY(const std::string head, reader::read_exactly(image, 0, 24, "CSO header"));
    Bytes bytes(head);
    const bool is_zso = bytes.accept("ZISO");
    if (!is_zso && !bytes.accept("CISO")) {
        return Error{Errc::malformed, "is no CSO by its first bytes"};
    }
    static_cast<void>(bytes.u32_le()); // size of the header, which old tools leave empty
    CsoReader::Shape shape{};
    shape.size = bytes.u64_le().value_or(0);
    shape.block = bytes.u32_le().value_or(0);
    const unsigned version = bytes.u8().value_or(0);
    shape.shift = bytes.u8().value_or(0);
    if (version > (is_zso ? 1U : 2U)) {
        return Error{Errc::unsupported,
                     "is a CSO of version " + std::to_string(version) +
                         ", which is not read: known by name and size only"};
    }
    shape.plain = is_zso ? Packing::lz4 : Packing::deflate;
    shape.marked = version == 2 ? Packing::lz4 : Packing::none;
    shape.size_tells = version == 2;
    if (shape.block == 0 || shape.block > k_largest_block || shape.shift > 31) {
        return Error{Errc::malformed, "has a CSO header with impossible numbers"};
    }
    return std::unique_ptr<reader::Reader>(std::make_unique<CsoReader>(image, shape));
}

Result<std::unique_ptr<reader::Reader>> open_dax(const reader::Reader& image) {
    constexpr std::uint32_t k_most_areas = 4096; // DAX Creator makes 192 at most
    CURATEUR_TRY(const std::string head, reader::read_exactly(image, 0, 32, "DAX header"));
    Bytes bytes(head);
    static_cast<void>(bytes.skip(4));
    const std::uint64_t size = bytes.u32_le().value_or(0);
    const std::uint32_t version = bytes.u32_le().value_or(0);
    const std::uint32_t count = version == 0 ? 0 : bytes.u32_le().value_or(0);
    if (version > 1 || count > k_most_areas) {
        return Error{Errc::malformed, "has a DAX header with impossible numbers"};
    }
    const auto frames = (size + k_frame_of_dax - 1) / k_frame_of_dax;
    CURATEUR_TRY(
        const std::string areas,
        reader::read_exactly(image, 32 + frames * 6, std::size_t{count} * 8, "areas of the DAX"));
    Bytes fields(areas);
    std::vector<Area> stored(count);
    for (auto& area : stored) {
        area.first = fields.u32_le().value_or(0);
        area.count = fields.u32_le().value_or(0);
    }
    return std::unique_ptr<reader::Reader>(
        std::make_unique<DaxReader>(image, size, std::move(stored)));
}

} // namespace curateur::disc
