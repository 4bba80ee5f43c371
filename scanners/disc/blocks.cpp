#include "disc/blocks.hpp"

#include <libdeflate.h>

#include <algorithm>

namespace curateur::disc {

void BlockReader::Free::operator()(libdeflate_decompressor* it) const {
    ::libdeflate_free_decompressor(it);
}

BlockReader::BlockReader(const reader::Reader& image, std::uint64_t size, std::uint64_t block)
    : image_(&image)
    , size_(size)
    , block_size_(block)
    , decompressor_(::libdeflate_alloc_decompressor()) {}

Result<std::size_t> BlockReader::read_at(std::uint64_t offset, std::span<char> into) const {
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

Status BlockReader::load(std::uint64_t index) const {
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
    if (where.packing == Packing::none) {
        block_ = std::move(bytes);
    } else if (!unpack(where.packing, bytes)) {
        return Error{Errc::malformed, "a block of the disc image is damaged"};
    }
    loaded_ = index;
    return ok();
}

bool BlockReader::unpack(Packing packing, std::string_view packed) const {
    if (packing == Packing::lz4) {
        return unpack_lz4(packed, static_cast<std::size_t>(block_size_), block_);
    }
    if (!decompressor_) {
        return false;
    }
    block_.resize(static_cast<std::size_t>(block_size_));
    std::size_t used = 0; // padding may follow
    std::size_t size = 0;
    const auto unpacking = packing == Packing::zlib ? ::libdeflate_zlib_decompress_ex
                                                    : ::libdeflate_deflate_decompress_ex;
    const auto result = unpacking(decompressor_.get(),
                                  packed.data(),
                                  packed.size(),
                                  block_.data(),
                                  block_.size(),
                                  &used,
                                  &size);
    block_.resize(size);
    return result == LIBDEFLATE_SUCCESS;
}

namespace {

// A length of 15 goes on in bytes, as long as they are 255.
bool read_length(Bytes& from, std::size_t& length) {
    if (length != 15) {
        return true;
    }
    for (;;) {
        const auto more = from.u8();
        if (!more) {
            return false;
        }
        length += *more;
        if (*more != 255) {
            return true;
        }
    }
}

} // namespace

bool unpack_lz4(std::string_view packed, std::size_t most, std::string& out) {
    out.clear();
    Bytes from(packed);
    while (out.size() < most) {
        const auto token = from.u8();
        std::size_t literals = token.value_or(0) >> 4U;
        if (!token || !read_length(from, literals) || literals > most - out.size()) {
            return false;
        }
        const auto bytes = from.take(literals);
        if (!bytes) {
            return false;
        }
        out += *bytes;
        if (from.left() == 0 || out.size() == most) {
            return true; // the last sequence has no match
        }
        const auto distance = from.u16_le();
        std::size_t match = *token & 15U;
        if (!distance || *distance == 0 || *distance > out.size() || !read_length(from, match)) {
            return false;
        }
        match += 4;
        if (match > most - out.size()) {
            return false;
        }
        for (; match > 0; --match) {
            out += out[out.size() - *distance];
        }
    }
    return true;
}

} // namespace curateur::disc
