#include "disc/packed.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace curateur::disc {
namespace {

constexpr std::uint64_t k_largest_block = std::uint64_t{1} << 24U;
constexpr std::size_t k_sparse_header = 0x8000;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* it) const { ::libdeflate_free_decompressor(it); }
};

// Where the bytes of a block lie in the image.
struct Place {
    std::uint64_t offset = 0, size = 0;
    bool packed = true;
};

// The parts that CSO and GCZ share; a format says where a block lies and how it is packed.
class BlockReader : public reader::Reader {
public:
    BlockReader(const reader::Reader& image, std::uint64_t size, std::uint64_t block)
        : image_(&image), size_(size), block_size_(block) {}

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override {
        std::size_t done = 0;
        while (done < into.size() && offset < size_) {
            CURATEUR_CHECK(load(offset / block_size_));
            const auto inside = offset % block_size_;
            const auto piece =
                std::min({std::uint64_t{into.size() - done}, block_size_ - inside, size_ - offset});
            const auto got = std::string_view(block_).substr(
                static_cast<std::size_t>(std::min<std::uint64_t>(inside, block_.size())),
                static_cast<std::size_t>(piece));
            if (got.size() < piece) {
                return Error{Errc::malformed, "a block of the disc image unpacks to too little"};
            }
            got.copy(into.data() + done, got.size());
            done += got.size();
            offset += got.size();
        }
        return done;
    }

protected:
    [[nodiscard]] virtual Result<Place> place(std::uint64_t index) const = 0;
    [[nodiscard]] virtual libdeflate_result
    inflate(libdeflate_decompressor* with, std::string_view packed, std::string& out) const = 0;

    [[nodiscard]] const reader::Reader& image() const { return *image_; }

private:
    [[nodiscard]] Status load(std::uint64_t index) const {
        if (index == loaded_) {
            return ok();
        }
        CURATEUR_TRY(const Place where, place(index));
        if (where.size > 2 * block_size_ + 4096) {
            return Error{Errc::malformed, "a block of the disc image is larger than it can be"};
        }
        CURATEUR_TRY(std::string bytes,
                     reader::read_exactly(*image_,
                                          where.offset,
                                          static_cast<std::size_t>(where.size),
                                          "block of the disc image"));
        loaded_ = std::numeric_limits<std::uint64_t>::max();
        if (where.packed) {
            block_.resize(static_cast<std::size_t>(block_size_));
            if (!decompressor_ ||
                inflate(decompressor_.get(), bytes, block_) != LIBDEFLATE_SUCCESS) {
                return Error{Errc::malformed, "a block of the disc image is damaged"};
            }
        } else {
            block_ = std::move(bytes);
        }
        loaded_ = index;
        return ok();
    }

    const reader::Reader* image_;
    std::uint64_t size_, block_size_;
    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_{
        ::libdeflate_alloc_decompressor()};
    mutable std::string block_; // the last one that was wanted
    mutable std::uint64_t loaded_ = std::numeric_limits<std::uint64_t>::max();
};

// "maxcso", README_CSO.md: a table of offsets from byte 24 on, bit 31 for a block as it is.
class CsoReader final : public BlockReader {
public:
    CsoReader(const reader::Reader& image, std::uint64_t size, std::uint64_t block, unsigned shift)
        : BlockReader(image, size, block), block_(block), shift_(shift) {}

private:
    [[nodiscard]] Result<Place> place(std::uint64_t index) const override {
        CURATEUR_TRY(const std::string entries,
                     reader::read_exactly(image(), 24 + index * 4, 8, "table of the CSO"));
        Bytes bytes(entries);
        const std::uint64_t here = bytes.u32_le().value_or(0);
        const std::uint64_t next = bytes.u32_le().value_or(0);
        const auto from = (here & 0x7FFFFFFFU) << shift_;
        const auto to = (next & 0x7FFFFFFFU) << shift_;
        const bool packed = (here & 0x80000000U) == 0;
        if (to < from) {
            return Error{Errc::malformed, "the table of the CSO goes back"};
        }
        return Place{from, packed ? to - from : std::min(to - from, block_), packed};
    }

    [[nodiscard]] libdeflate_result inflate(libdeflate_decompressor* with,
                                            std::string_view packed,
                                            std::string& out) const override {
        std::size_t used = 0; // padding may follow
        std::size_t size = 0;
        const auto result = ::libdeflate_deflate_decompress_ex(
            with, packed.data(), packed.size(), out.data(), out.size(), &used, &size);
        out.resize(size);
        return result;
    }

    std::uint64_t block_;
    unsigned shift_;
};

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
        return Place{32 + blocks_ * 12 + from, next - from, (here & k_as_it_is) == 0};
    }

    [[nodiscard]] libdeflate_result inflate(libdeflate_decompressor* with,
                                            std::string_view packed,
                                            std::string& out) const override {
        std::size_t used = 0;
        std::size_t size = 0;
        const auto result = ::libdeflate_zlib_decompress_ex(
            with, packed.data(), packed.size(), out.data(), out.size(), &used, &size);
        out.resize(size);
        return result;
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

Result<std::unique_ptr<reader::Reader>> open_cso(const reader::Reader& image) {
    CURATEUR_TRY(const std::string head, reader::read_exactly(image, 0, 24, "CSO header"));
    Bytes bytes(head);
    if (!bytes.accept("CISO")) {
        return Error{Errc::unsupported, "is packed with LZ4, which is not unpacked here"};
    }
    static_cast<void>(bytes.u32_le()); // size of the header, which old tools leave empty
    const std::uint64_t size = bytes.u64_le().value_or(0);
    const std::uint64_t block = bytes.u32_le().value_or(0);
    const unsigned version = bytes.u8().value_or(0);
    const unsigned shift = bytes.u8().value_or(0);
    if (version > 1) {
        return Error{Errc::unsupported, "is a CSO of version 2, which is not unpacked here"};
    }
    if (block == 0 || block > k_largest_block || shift > 31) {
        return Error{Errc::malformed, "has a CSO header with impossible numbers"};
    }
    return std::unique_ptr<reader::Reader>(std::make_unique<CsoReader>(image, size, block, shift));
}

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
