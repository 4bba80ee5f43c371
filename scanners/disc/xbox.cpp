#include "disc/xbox.hpp"

#include "disc/sectors.hpp"

#include <curateur/support/ascii.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace curateur::disc {
namespace {

constexpr std::string_view k_mark = "MICROSOFT*XBOX*MEDIA"; // at sector 32 of the game partition

// Where the game partition begins: alone, and behind the video partition of an Xbox disc and of the
// two kinds of Xbox 360 disc (Xbox Dev Wiki and Free60 wiki, "XDVDFS", "GDF").
constexpr std::array<std::uint64_t, 4> k_partitions{0, 0x18300000, 0x0FD90000, 0x02080000};

constexpr std::size_t k_directory_limit = std::size_t{1} << 20U;

struct File {
    std::uint64_t offset = 0, size = 0;
};

// A directory is a binary tree of entries at multiples of four bytes. All are looked at: the tree's
// order depends on how a tool compares, and it may have loops.
std::optional<File>
find_in(std::string_view directory, std::uint64_t partition, std::string_view name) {
    for (std::size_t at = 0; at + 14 <= directory.size(); at += 4) {
        Bytes entry(directory.substr(at));
        static_cast<void>(entry.skip(4)); // left and right child
        const std::uint64_t sector = entry.u32_le().value_or(0);
        const std::uint64_t size = entry.u32_le().value_or(0);
        static_cast<void>(entry.u8()); // attributes
        const auto length = entry.u8().value_or(0);
        if (length == name.size() && lower(entry.take(length).value_or("")) == name) {
            return File{partition + sector * k_user_data, size};
        }
    }
    return std::nullopt;
}

// XBE (Xbox Dev Wiki, "Xbe"): base address at 0x104, the certificate's address at 0x118; in it the
// title id at 8, the name (UTF-16) at 12, regions at 0xA0.
Result<Product> read_xbe(const reader::Reader& data, const File& file) {
    CURATEUR_TRY(const std::string head,
                 reader::read_exactly(data, file.offset, 0x178, "default.xbe"));
    Bytes bytes(head);
    if (!bytes.accept("XBEH") || !bytes.seek(0x104)) {
        return Error{Errc::malformed, "default.xbe is no Xbox program"};
    }
    const std::uint32_t base = bytes.u32_le().value_or(0);
    static_cast<void>(bytes.seek(0x118));
    const std::uint32_t certificate_at = bytes.u32_le().value_or(0);
    CURATEUR_TRY(
        const std::string certificate,
        reader::read_exactly(data,
                             file.offset + (certificate_at - base), // wraps: then it is not there
                             0xA4,
                             "certificate of default.xbe"));
    Bytes fields(certificate);
    static_cast<void>(fields.seek(8));
    Product product{"xbox", xbox_serial(fields.u32_le().value_or(0)), {}, {}, 0};
    while (fields.position() < 12 + 80) {
        const auto unit = fields.u16_le().value_or(0);
        if (unit < ' ' || unit > '~') {
            break;
        }
        product.title += static_cast<char>(unit);
    }
    static_cast<void>(fields.seek(0xA0));
    const std::uint32_t regions = fields.u32_le().value_or(0);
    for (const auto& [bit, region] : {std::pair{2U, "jp"}, {1U, "us"}, {4U, "eu"}}) {
        if (regions < 0x80000000 && (regions & bit) != 0) {
            product.regions += (product.regions.empty() ? "" : ",") + std::string(region);
        }
    }
    return product;
}

// XEX2 (Free60 wiki, "XEX"): optional headers from 0x18 on, of which 0x40006 says where the
// execution id stands; the title id is at 12 there. Big-endian.
Result<Product> read_xex(const reader::Reader& data, const File& file) {
    CURATEUR_TRY(const std::string head, reader::read_some(data, file.offset, 0x2000));
    Bytes bytes(head);
    if (!bytes.accept("XEX2") || !bytes.seek(0x14)) {
        return Error{Errc::malformed, "default.xex is no Xbox 360 program"};
    }
    const std::uint32_t count = bytes.u32_be().value_or(0);
    for (std::uint32_t i = 0; i < count && bytes.left() >= 8; ++i) {
        const auto id = bytes.u32_be();
        const std::uint64_t value = bytes.u32_be().value_or(0);
        if (id == 0x40006U) {
            CURATEUR_TRY(
                const std::string execution,
                reader::read_exactly(data, file.offset + value, 24, "execution id of default.xex"));
            Bytes fields(execution);
            static_cast<void>(fields.seek(12));
            return Product{"xbox360", xbox_serial(fields.u32_be().value_or(0)), {}, {}, 0};
        }
    }
    return Error{Errc::malformed, "default.xex has no execution id"};
}

} // namespace

std::string xbox_serial(std::uint32_t title_id) {
    const auto first = static_cast<char>(title_id >> 24U);
    const auto second = static_cast<char>(title_id >> 16U & 0xFFU);
    const auto is_letter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (!is_letter(first) || !is_letter(second)) {
        return {};
    }
    std::array<char, 6> number{};
    std::snprintf(number.data(), number.size(), "%03u", title_id & 0xFFFFU);
    return std::string{first, second, '-'} + number.data();
}

Result<std::optional<Product>> product_of_xbox(const reader::Reader& data) {
    for (const std::uint64_t partition : k_partitions) {
        CURATEUR_TRY(const std::string volume,
                     reader::read_some(data, partition + std::uint64_t{32} * k_user_data, 28));
        Bytes bytes(volume);
        if (!bytes.accept(k_mark)) {
            continue;
        }
        const std::uint64_t sector = bytes.u32_le().value_or(0);
        const auto size = std::min<std::size_t>(bytes.u32_le().value_or(0), k_directory_limit);
        CURATEUR_TRY(
            const std::string directory,
            reader::read_exactly(data, partition + sector * k_user_data, size, "Xbox directory"));
        if (const auto file = find_in(directory, partition, "default.xbe")) {
            CURATEUR_TRY(Product product, read_xbe(data, *file));
            return std::optional(std::move(product));
        }
        if (const auto file = find_in(directory, partition, "default.xex")) {
            CURATEUR_TRY(Product product, read_xex(data, *file));
            return std::optional(std::move(product));
        }
        return std::optional<Product>();
    }
    return std::optional<Product>();
}

} // namespace curateur::disc
