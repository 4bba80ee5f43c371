// Bits and Huffman codes as CHD files have them (MAME, src/lib/util/huffman.cpp). Inside the box.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace curateur::disc {

// Bits of bytes, the highest first; zeros after the end, as MAME has it.
class Bits {
public:
    explicit Bits(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t read(unsigned count);

    [[nodiscard]] bool overrun() const { return at_ > bytes_.size() * 8; }

private:
    std::string_view bytes_;
    std::size_t at_ = 0; // bits
};

// A canonical code whose longest words come first.
class Codes {
public:
    // symbols: how many there are; longest: of a word, bits.
    Codes(std::size_t symbols, unsigned longest) : lengths_(symbols), longest_(longest) {}

    // The lengths, run by run: 1 is an escape. False: damaged.
    [[nodiscard]] bool import_runs(Bits& bits);
    // The lengths, in a small code of their own. False: damaged.
    [[nodiscard]] bool import_packed(Bits& bits);

    // Nothing: no word of the code.
    [[nodiscard]] std::optional<unsigned> next(Bits& bits) const;

private:
    [[nodiscard]] bool assign();

    struct Words {
        unsigned first = 0;            // the word of the first symbol
        std::vector<unsigned> symbols; // of this length, in order
    };

    std::vector<unsigned> lengths_; // of each symbol, bits; 0: it has no word
    unsigned longest_;
    std::vector<Words> words_; // by length
};

} // namespace curateur::disc
