// SPDX-License-Identifier: MIT
// Reads a file of a stranger from its beginning to its end, a block at a time, through whatever
// gives its bytes. C++17; source-stable, not part of the ABI.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace curateur {

// A position in a file. What cannot be read ends it.
class Stream {
public:
    // Fills into from offset; how many bytes there were, 0 at the end.
    using Read =
        std::function<std::size_t(std::uint64_t offset, std::uint8_t* into, std::size_t capacity)>;

    // size: of the file, in bytes. block: how many are read at once.
    Stream(Read read, std::uint64_t size, std::size_t block = 65536)
        : read_(std::move(read)), size_(size), block_(block) {}

    std::uint64_t size() const noexcept { return size_; }

    std::uint64_t position() const noexcept { return begin_ + at_; }

    std::uint64_t left() const noexcept { return position() < size_ ? size_ - position() : 0; }

    void seek(std::uint64_t position) noexcept {
        if (position >= begin_ && position - begin_ <= held_) {
            at_ = static_cast<std::size_t>(position - begin_);
            return;
        }
        begin_ = position;
        at_ = held_ = 0;
    }

    // False, and not moved, when there are not so many.
    bool skip(std::uint64_t count) noexcept {
        if (count > left())
            return false;
        seek(position() + count);
        return true;
    }

    // Some of the bytes that come next, at least one; none at the end. Good until the next call.
    std::string_view some() {
        if (at_ == held_) {
            begin_ += held_;
            at_ = held_ = 0;
            const auto wanted = std::min<std::uint64_t>(block_.size(), left());
            held_ =
                wanted == 0 ? 0 : read_(begin_, block_.data(), static_cast<std::size_t>(wanted));
        }
        return {reinterpret_cast<const char*>(block_.data()) + at_, held_ - at_};
    }

    // Past bytes that some() gave.
    void drop(std::size_t count) noexcept { at_ += std::min(count, held_ - at_); }

    // False when they are not all there; then the position is somewhere before the end.
    bool take(void* into, std::size_t count) {
        auto* to = static_cast<char*>(into);
        while (count > 0) {
            const auto piece = some().substr(0, count);
            if (piece.empty())
                return false;
            std::memcpy(to, piece.data(), piece.size());
            drop(piece.size());
            to += piece.size();
            count -= piece.size();
        }
        return true;
    }

    std::optional<std::uint8_t> u8() { return number<std::uint8_t>(1); }

    std::optional<std::uint16_t> u16_be() { return number<std::uint16_t>(2); }

    std::optional<std::uint32_t> u32_be() { return number<std::uint32_t>(4); }

    std::optional<std::uint64_t> u64_be() { return number<std::uint64_t>(8); }

private:
    template <class T>
    std::optional<T> number(std::size_t width) {
        std::uint8_t bytes[8] = {};
        if (!take(bytes, width))
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value = value << 8U | bytes[i];
        return static_cast<T>(value);
    }

    Read read_;
    std::uint64_t size_;
    std::vector<std::uint8_t> block_;
    std::uint64_t begin_ = 0; // of the block
    std::size_t at_ = 0, held_ = 0;
};

} // namespace curateur
