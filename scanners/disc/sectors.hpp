// The 2048 bytes of user data in each sector of a disc image, whatever surrounds them.
#pragma once

#include "reader/reader.hpp"

#include <optional>

namespace curateur::disc {

inline constexpr std::uint32_t k_user_data = 2048; // bytes a sector (ECMA-119)

struct Layout {
    std::uint32_t sector = k_user_data; // bytes from one sector to the next
    std::uint32_t offset = 0;           // of the user data in it
    bool operator==(const Layout&) const = default;
};

// By what the image itself shows at `start`: raw sectors begin with a sync pattern, plain ones do
// not.
[[nodiscard]] Result<Layout> layout_of(const reader::Reader& image, std::uint64_t start);

// A view of user data only. The image outlives it.
class SectorReader final : public reader::Reader {
public:
    SectorReader(const reader::Reader& image, std::uint64_t start, Layout layout)
        : image_(&image), start_(start), layout_(layout) {}

    [[nodiscard]] std::uint64_t size() const override;
    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override;

private:
    const reader::Reader* image_;
    std::uint64_t start_;
    Layout layout_;
};

} // namespace curateur::disc
