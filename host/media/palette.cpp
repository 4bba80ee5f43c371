#include "media/palette.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace curateur::media {
namespace {

constexpr std::size_t k_most = 256;    // that a PNG's palette holds
constexpr std::uint32_t k_keep = 0xFC; // the bits of a channel by which colours are told apart

struct Shade {
    std::array<std::uint64_t, 4> sums{}; // of its pixels, colours weighted by alpha
    std::uint64_t count = 0;
    Colour mean{};
};

struct Box {
    std::size_t begin = 0, end = 0; // of the shades, in their present order
    std::size_t channel = 0;        // in which it is widest
    std::uint64_t weight = 0;       // that width, times its pixels; 0: cannot be cut
};

// What cannot be seen has one colour.
Colour seen(const Colour& colour) {
    return colour[3] == 0 ? Colour{} : colour;
}

std::uint32_t key_of(const Colour& colour, std::uint32_t keep) {
    return (colour[0] & keep) << 24U | (colour[1] & keep) << 16U | (colour[2] & keep) << 8U |
           (colour[3] & keep);
}

// Empty: there are more than a palette holds.
std::vector<Colour> exact_palette(std::span<const Colour> pixels,
                                  std::unordered_map<std::uint32_t, std::size_t>& index) {
    std::vector<Colour> palette;
    for (const auto& pixel : pixels) {
        const auto colour = seen(pixel);
        if (index.try_emplace(key_of(colour, 0xFF), palette.size()).second) {
            if (palette.size() == k_most) {
                return {};
            }
            palette.push_back(colour);
        }
    }
    return palette;
}

std::vector<Shade> shades_of(std::span<const Colour> pixels,
                             std::unordered_map<std::uint32_t, std::size_t>& index) {
    std::vector<Shade> shades;
    for (const auto& pixel : pixels) {
        const auto colour = seen(pixel);
        const auto [found, is_new] = index.try_emplace(key_of(colour, k_keep), shades.size());
        if (is_new) {
            shades.emplace_back();
        }
        auto& shade = shades[found->second];
        for (std::size_t i = 0; i < 3; ++i) {
            shade.sums[i] += std::uint64_t{colour[i]} * colour[3];
        }
        shade.sums[3] += colour[3];
        ++shade.count;
    }
    return shades;
}

Colour mean_of(const std::array<std::uint64_t, 4>& sums, std::uint64_t count) {
    Colour mean{};
    const auto alpha = std::max<std::uint64_t>(sums[3], 1);
    for (std::size_t i = 0; i < 3; ++i) {
        mean[i] = static_cast<std::uint8_t>((sums[i] + alpha / 2) / alpha);
    }
    mean[3] = static_cast<std::uint8_t>((sums[3] + count / 2) / count);
    return mean;
}

class MedianCut {
public:
    explicit MedianCut(const std::vector<Shade>& shades) : shades_(shades), order_(shades.size()) {
        std::iota(order_.begin(), order_.end(), 0U);
        boxes_.push_back(measured({0, order_.size()}));
        while (boxes_.size() < k_most) {
            const auto widest = std::max_element(
                boxes_.begin(), boxes_.end(), [](const Box& left, const Box& right) {
                    return left.weight < right.weight;
                });
            if (widest->weight == 0) {
                break;
            }
            cut(*widest);
        }
    }

    // The palette, and in `at` the index of each shade's colour.
    [[nodiscard]] std::vector<Colour> palette(std::vector<std::uint8_t>& at) const {
        std::vector<Colour> colours;
        colours.reserve(boxes_.size());
        at.resize(shades_.size());
        for (const auto& box : boxes_) {
            std::array<std::uint64_t, 4> sums{};
            std::uint64_t count = 0;
            for (auto i = box.begin; i < box.end; ++i) {
                const auto& shade = shades_[order_[i]];
                for (std::size_t channel = 0; channel < sums.size(); ++channel) {
                    sums[channel] += shade.sums[channel];
                }
                count += shade.count;
                at[order_[i]] = static_cast<std::uint8_t>(colours.size());
            }
            colours.push_back(mean_of(sums, count));
        }
        return colours;
    }

private:
    [[nodiscard]] Box measured(Box box) const {
        std::uint64_t count = 0;
        Colour least{255, 255, 255, 255};
        Colour most{};
        for (auto i = box.begin; i < box.end; ++i) {
            const auto& shade = shades_[order_[i]];
            count += shade.count;
            for (std::size_t channel = 0; channel < most.size(); ++channel) {
                least[channel] = std::min(least[channel], shade.mean[channel]);
                most[channel] = std::max(most[channel], shade.mean[channel]);
            }
        }
        std::uint64_t width = 0;
        for (std::size_t channel = 0; channel < most.size(); ++channel) {
            const auto here = static_cast<std::uint64_t>(most[channel] - least[channel]);
            if (here > width) {
                width = here;
                box.channel = channel;
            }
        }
        box.weight = box.end - box.begin < 2 ? 0 : width * count;
        return box;
    }

    // Half of its pixels on each side, at least one shade.
    void cut(Box& box) {
        const auto first = order_.begin() + static_cast<std::ptrdiff_t>(box.begin);
        const auto last = order_.begin() + static_cast<std::ptrdiff_t>(box.end);
        std::sort(first, last, [&](auto left, auto right) {
            return shades_[left].mean[box.channel] < shades_[right].mean[box.channel];
        });
        std::uint64_t all = 0;
        for (auto i = box.begin; i < box.end; ++i) {
            all += shades_[order_[i]].count;
        }
        auto middle = box.begin + 1;
        for (auto below = shades_[order_[box.begin]].count; middle + 1 < box.end && 2 * below < all;
             ++middle) {
            below += shades_[order_[middle]].count;
        }
        const auto upper = measured({middle, box.end});
        box = measured({box.begin, middle});
        boxes_.push_back(upper);
    }

    const std::vector<Shade>& shades_;
    std::vector<std::uint32_t> order_;
    std::vector<Box> boxes_;
};

} // namespace

InFewColours in_few_colours(std::span<const Colour> pixels) {
    InFewColours made;
    made.pixels.reserve(pixels.size());
    std::unordered_map<std::uint32_t, std::size_t> index;
    made.palette = exact_palette(pixels, index);
    if (!made.palette.empty() || pixels.empty()) {
        for (const auto& pixel : pixels) {
            made.pixels.push_back(static_cast<std::uint8_t>(index.at(key_of(seen(pixel), 0xFF))));
        }
        return made;
    }
    index.clear();
    auto shades = shades_of(pixels, index);
    for (auto& shade : shades) {
        shade.mean = mean_of(shade.sums, shade.count);
    }
    std::vector<std::uint8_t> at;
    made.palette = MedianCut(shades).palette(at);
    for (const auto& pixel : pixels) {
        made.pixels.push_back(at[index.at(key_of(seen(pixel), k_keep))]);
    }
    return made;
}

} // namespace curateur::media
