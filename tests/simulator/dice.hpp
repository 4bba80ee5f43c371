// Chance that falls the same way every time: whatever the simulator makes up comes from here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace curateur::simulator {

class Dice {
public:
    // The same seed and key give the same numbers, on every machine.
    Dice(std::uint64_t seed, std::string_view key) : state_(seed ^ 0xCBF29CE484222325U) {
        for (const char c : key) { // FNV-1a
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        }
    }

    // SplitMix64 (Steele, Lea, Flood 2014).
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

    // 0 to count - 1; count is not 0.
    std::uint64_t below(std::uint64_t count) { return next() % count; }

    // Both ends included.
    int between(int low, int high) {
        return low + static_cast<int>(below(static_cast<std::uint64_t>(high) -
                                            static_cast<std::uint64_t>(low) + 1));
    }

    bool percent(unsigned chance) { return below(100) < chance; }

    template <class List>
    const auto& pick(const List& list) {
        return list[static_cast<std::size_t>(below(list.size()))];
    }

private:
    std::uint64_t state_;
};

} // namespace curateur::simulator
