#include "disc/sectors.hpp"

#include <algorithm>

namespace curateur::disc {
namespace {

using namespace std::string_view_literals;

// ECMA-130, 14: twelve bytes of sync, three of address, one of mode.
constexpr auto k_sync = "\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00"sv;
constexpr std::uint32_t k_raw = 2352, k_raw_with_subchannel = 2448;

} // namespace

Result<Layout> layout_of(const reader::Reader& image, std::uint64_t start) {
    CURATEUR_TRY(const std::string head, reader::read_some(image, start, 16));
    if (!head.starts_with(k_sync) || head.size() < 16) {
        return Layout{};
    }
    // Mode 1 has the data right after the header, mode 2 after a subheader of 8 bytes (form 1).
    Layout layout{k_raw, head[15] == 1 ? 16U : 24U};
    CURATEUR_TRY(const std::string next,
                 reader::read_some(image, start + k_raw_with_subchannel, k_sync.size()));
    CURATEUR_TRY(const std::string near, reader::read_some(image, start + k_raw, k_sync.size()));
    if (near != k_sync && next == k_sync) {
        layout.sector = k_raw_with_subchannel;
    }
    return layout;
}

std::uint64_t SectorReader::size() const {
    const auto left = image_->size() - std::min(image_->size(), start_);
    return left / layout_.sector * k_user_data;
}

Result<std::size_t> SectorReader::read_at(std::uint64_t offset, std::span<char> into) const {
    if (layout_.sector == k_user_data) {
        return offset >= size() ? Result<std::size_t>(std::size_t{0})
                                : image_->read_at(start_ + offset, into);
    }
    std::size_t done = 0;
    while (done < into.size() && offset < size()) {
        const auto sector = offset / k_user_data;
        const auto inside = offset % k_user_data;
        const auto piece = std::min<std::uint64_t>(into.size() - done, k_user_data - inside);
        CURATEUR_TRY(const std::size_t got,
                     image_->read_at(start_ + sector * layout_.sector + layout_.offset + inside,
                                     into.subspan(done, static_cast<std::size_t>(piece))));
        done += got;
        offset += got;
        if (got < piece) {
            break;
        }
    }
    return done;
}

} // namespace curateur::disc
