// SPDX-License-Identifier: MIT
// Reads numbers and pieces from bytes of a stranger: nothing is read outside them. C++17;
// source-stable, not part of the ABI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace curateur {

// A position in bytes it does not own. A read that does not fit yields nothing and moves nothing.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) noexcept : bytes_(bytes) {}

    std::size_t position() const noexcept { return position_; }

    std::size_t left() const noexcept { return bytes_.size() - position_; }

    bool at_end() const noexcept { return left() == 0; }

    bool seek(std::size_t position) noexcept {
        if (position > bytes_.size())
            return false;
        position_ = position;
        return true;
    }

    bool skip(std::size_t count) noexcept { return count <= left() && seek(position_ + count); }

    std::optional<std::string_view> take(std::size_t count) noexcept {
        if (count > left())
            return std::nullopt;
        const std::string_view piece = bytes_.substr(position_, count);
        position_ += count;
        return piece;
    }

    // True, and moved past it, if the bytes here are these.
    bool accept(std::string_view expected) noexcept {
        if (bytes_.substr(position_, expected.size()) != expected)
            return false;
        position_ += expected.size();
        return true;
    }

    std::optional<std::uint8_t> u8() noexcept { return narrow<std::uint8_t>(little(1)); }

    std::optional<std::uint16_t> u16_le() noexcept { return narrow<std::uint16_t>(little(2)); }

    std::optional<std::uint32_t> u32_le() noexcept { return narrow<std::uint32_t>(little(4)); }

    std::optional<std::uint64_t> u64_le() noexcept { return little(8); }

    std::optional<std::uint16_t> u16_be() noexcept { return narrow<std::uint16_t>(big(2)); }

    std::optional<std::uint32_t> u32_be() noexcept { return narrow<std::uint32_t>(big(4)); }

    std::optional<std::uint64_t> u64_be() noexcept { return big(8); }

private:
    std::optional<std::uint64_t> big(std::size_t width) noexcept {
        const auto piece = take(width);
        if (!piece)
            return std::nullopt;
        std::uint64_t value = 0;
        for (const char byte : *piece)
            value = value << 8U | static_cast<unsigned char>(byte);
        return value;
    }

    std::optional<std::uint64_t> little(std::size_t width) noexcept {
        const auto piece = take(width);
        if (!piece)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = width; i-- > 0;)
            value = value << 8U | static_cast<unsigned char>((*piece)[i]);
        return value;
    }

    template <class T>
    static std::optional<T> narrow(std::optional<std::uint64_t> value) noexcept {
        return value ? std::optional<T>(static_cast<T>(*value)) : std::nullopt;
    }

    std::string_view bytes_;
    std::size_t position_ = 0;
};

} // namespace curateur
