#include "disc/packed.hpp"

#include "disc/blocks.hpp"

#include <algorithm>
#include <vector>

namespace curateur::disc {
namespace {

constexpr std::size_t k_sparse_header = 0x8000;

// Dolphin, Source/Core/DiscIO/CompressedBlob.h: a table of 64-bit offsets from byte 32 on, the top
// bit for a block as it is, then a table of checksums, then the blocks (zlib).
class GczReader final : public BlockReader {
public:
    GczReader(const reader::Reader& image,
              std::uint64_t size,
              std::uint64_t packed,
              std::uint64_t block,
              std::uint64_t blocks)
        : BlockReader(image, size, block), packed_(packed), blocks_(blocks) {}

private:
    static constexpr std::uint64_t k_as_it_is = std::uint64_t{1} << 63U;

    [[nodiscard]] Result<Place> place(std::uint64_t index) const override {
        CURATEUR_TRY(const std::string entries,
                     reader::read_exactly(image(), 32 + index * 8, 16, "table of the GCZ"));
        Bytes bytes(entries);
        const std::uint64_t here = bytes.u64_le().value_or(0);
        const std::uint64_t next =
            index + 1 < blocks_ ? bytes.u64_le().value_or(0) & ~k_as_it_is : packed_;
        const auto from = here & ~k_as_it_is;
        if (next < from || index >= blocks_) {
            return Error{Errc::malformed, "the table of the GCZ goes back"};
        }
        return Place{32 + blocks_ * 12 + from,
                     next - from,
                     (here & k_as_it_is) != 0 ? Packing::none : Packing::zlib};
    }

    std::uint64_t packed_, blocks_;
};

// A map of one byte a block: 1 if it is there.
class SparseReader final : public reader::Reader {
public:
    SparseReader(const reader::Reader& image, std::uint64_t block, const std::string& map)
        : image_(&image), block_(block) {
        std::uint64_t next = 0;
        for (const char here : map) {
            places_.push_back(here == 1 ? std::optional(next++) : std::nullopt);
            size_ = here == 1 ? places_.size() * block : size_;
        }
    }

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override {
        std::size_t done = 0;
        while (done < into.size() && offset < size_) {
            const auto inside = offset % block_;
            const auto piece =
                into.subspan(done,
                             static_cast<std::size_t>(
                                 std::min(std::uint64_t{into.size() - done}, block_ - inside)));
            std::fill(piece.begin(), piece.end(), '\0');
            if (const auto& place = places_[static_cast<std::size_t>(offset / block_)]) {
                CURATEUR_CHECK(image_->read_at(k_sparse_header + *place * block_ + inside, piece));
            }
            done += piece.size();
            offset += piece.size();
        }
        return done;
    }

private:
    const reader::Reader* image_;
    std::uint64_t block_, size_ = 0;
    std::vector<std::optional<std::uint64_t>> places_;
};

} // namespace

Result<std::unique_ptr<reader::Reader>> open_gcz(const reader::Reader& image) {
    CURATEUR_TRY(const std::string head, reader::read_exactly(image, 0, 32, "GCZ header"));
    Bytes bytes(head);
    static_cast<void>(bytes.skip(8));
    const std::uint64_t packed = bytes.u64_le().value_or(0);
    const std::uint64_t size = bytes.u64_le().value_or(0);
    const std::uint64_t block = bytes.u32_le().value_or(0);
    const std::uint64_t blocks = bytes.u32_le().value_or(0);
    if (block == 0 || block > k_largest_block || blocks == 0 || (size - 1) / block >= blocks) {
        return Error{Errc::malformed, "has a GCZ header with impossible numbers"};
    }
    return std::unique_ptr<reader::Reader>(
        std::make_unique<GczReader>(image, size, packed, block, blocks));
}

Result<std::unique_ptr<reader::Reader>> open_sparse(const reader::Reader& image) {
    CURATEUR_TRY(const std::string head,
                 reader::read_exactly(image, 0, k_sparse_header, "CISO header"));
    Bytes bytes(std::string_view(head).substr(4));
    const std::uint64_t block = bytes.u32_le().value_or(0);
    if (block == 0 || block > k_largest_block) {
        return Error{Errc::malformed, "has a CISO header with impossible numbers"};
    }
    return std::unique_ptr<reader::Reader>(
        std::make_unique<SparseReader>(image, block, head.substr(8)));
}

} // namespace curateur::disc
