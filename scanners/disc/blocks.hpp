// What the formats that pack a disc in blocks share. Inside the box.
#pragma once

#include "reader/reader.hpp"

#include <limits>
#include <memory>
#include <string>
#include <string_view>

struct libdeflate_decompressor;

namespace curateur::disc {

inline constexpr std::uint64_t k_largest_block = std::uint64_t{1} << 24U; // bytes, unpacked

enum class Packing : std::uint8_t { none, deflate, zlib, lz4 };

// Where the bytes of a block lie in the image.
struct Place {
    std::uint64_t offset = 0, size = 0; // bytes
    Packing packing = Packing::none;
};

// A view of the disc inside; a format says where a block lies and how it is packed. Keeps the block
// that was read last. Used by one thread; the image outlives it.
class BlockReader : public reader::Reader {
public:
    // size, block: bytes, unpacked; block at most k_largest_block and not 0.
    BlockReader(const reader::Reader& image, std::uint64_t size, std::uint64_t block);

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override;

protected:
    [[nodiscard]] virtual Result<Place> place(std::uint64_t index) const = 0;

    [[nodiscard]] const reader::Reader& image() const { return *image_; }

    [[nodiscard]] std::uint64_t block_size() const { return block_size_; }

private:
    struct Free {
        void operator()(libdeflate_decompressor* it) const;
    };

    [[nodiscard]] Status load(std::uint64_t index) const;
    // False: damaged.
    [[nodiscard]] bool unpack(Packing packing, std::string_view packed) const;

    const reader::Reader* image_;
    std::uint64_t size_, block_size_;
    std::unique_ptr<libdeflate_decompressor, Free> decompressor_;
    mutable std::string block_; // the last one that was wanted
    mutable std::uint64_t loaded_ = std::numeric_limits<std::uint64_t>::max();
};

// One block of LZ4 (lz4's doc/lz4_Block_format.md) of at most `most` bytes, up to the end of the
// packed bytes or of what fits; padding may follow. Nothing: damaged.
[[nodiscard]] bool unpack_lz4(std::string_view packed, std::size_t most, std::string& out);

} // namespace curateur::disc
