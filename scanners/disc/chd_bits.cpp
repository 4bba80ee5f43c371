#include "disc/chd_bits.hpp"

#include <bit>

namespace curateur::disc {

std::uint64_t Bits::read(unsigned count) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i, ++at_) {
        const auto byte =
            at_ / 8 < bytes_.size() ? static_cast<unsigned char>(bytes_[at_ / 8]) : 0U;
        value = value << 1U | (byte >> (7U - at_ % 8U) & 1U);
    }
    return value;
}

bool Codes::import_runs(Bits& bits) {
    const unsigned width = longest_ >= 16 ? 5 : longest_ >= 8 ? 4 : 3;
    for (std::size_t i = 0; i < lengths_.size();) {
        std::uint64_t length = bits.read(width);
        std::uint64_t repeat = 1;
        if (length == 1) {
            length = bits.read(width);
            repeat = length == 1 ? 1 : bits.read(width) + 3;
        }
        for (; repeat > 0; --repeat) {
            if (i == lengths_.size()) {
                return false;
            }
            lengths_[i++] = static_cast<unsigned>(length);
        }
    }
    return assign();
}

// The code of lengths: 24 symbols, of which 0 means "as the last one" and n a length of n - 1.
bool Codes::import_packed(Bits& bits) {
    constexpr std::size_t k_small = 24;
    Codes small(k_small, 6);
    small.lengths_[0] = static_cast<unsigned>(bits.read(3));
    const std::size_t start = bits.read(3) + 1;
    std::uint64_t length = 0;
    for (std::size_t i = start; i < k_small && length != 7; ++i) {
        length = bits.read(3);
        small.lengths_[i] = length == 7 ? 0 : static_cast<unsigned>(length);
    }
    if (!small.assign()) {
        return false;
    }
    const auto long_count = static_cast<unsigned>(std::bit_width(lengths_.size() - 9));
    unsigned last = 0;
    for (std::size_t i = 0; i < lengths_.size();) {
        const auto value = small.next(bits);
        if (!value || bits.overrun()) {
            return false;
        }
        if (*value != 0) {
            lengths_[i++] = last = *value - 1;
            continue;
        }
        std::uint64_t count = bits.read(3) + 2;
        count += count == 7 + 2 ? bits.read(long_count) : 0;
        for (; count > 0 && i < lengths_.size(); --count) {
            lengths_[i++] = last;
        }
    }
    return assign();
}

bool Codes::assign() {
    words_.assign(longest_ + 1, {});
    for (std::size_t i = 0; i < lengths_.size(); ++i) {
        if (lengths_[i] > longest_) {
            return false;
        }
        words_[lengths_[i]].symbols.push_back(static_cast<unsigned>(i));
    }
    unsigned next = 0;
    for (unsigned length = longest_; length > 0; --length) {
        const auto count = static_cast<unsigned>(words_[length].symbols.size());
        words_[length].first = next;
        if (length > 1 && (next + count) % 2 != 0) {
            return false;
        }
        next = (next + count) / 2;
    }
    return true;
}

std::optional<unsigned> Codes::next(Bits& bits) const {
    unsigned word = 0;
    for (unsigned length = 1; length <= longest_; ++length) {
        word = word << 1U | static_cast<unsigned>(bits.read(1));
        const auto& words = words_[length];
        if (word >= words.first && word - words.first < words.symbols.size()) {
            return words.symbols[word - words.first];
        }
    }
    return std::nullopt;
}

} // namespace curateur::disc
