#include "disc/iso9660.hpp"

#include "disc/sectors.hpp"

#include <algorithm>

namespace curateur::disc {
namespace {

constexpr std::uint64_t k_volume_at = std::uint64_t{16} * k_user_data; // ECMA-119, 6.2.1
constexpr std::size_t k_directory_limit = std::size_t{1} << 20U; // no game's folder has this many
constexpr std::size_t k_sfo_limit = 256;                         // entries

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return out;
}

// A directory record (ECMA-119, 9.1): length, extended length, both-endian extent and size, flags.
struct Record {
    Extent extent;
    bool is_directory = false;
    std::string_view name;
};

std::optional<Record> read_record(std::string_view bytes) {
    Bytes cursor(bytes);
    static_cast<void>(cursor.seek(std::min<std::size_t>(2, bytes.size())));
    const auto extent = cursor.u32_le();
    static_cast<void>(cursor.u32_be());
    const auto size = cursor.u32_le();
    static_cast<void>(cursor.u32_be());
    static_cast<void>(cursor.skip(7));
    const auto flags = cursor.u8();
    static_cast<void>(cursor.skip(2 + 4));
    const auto length = cursor.u8();
    const auto name = length ? cursor.take(*length) : std::nullopt;
    if (!extent || !size || !flags || !name) {
        return std::nullopt;
    }
    return Record{{std::uint64_t{*extent} * k_user_data, *size}, (*flags & 2U) != 0, *name};
}

Result<Extent>
find_in(const reader::Reader& data, const Extent& folder, std::string_view name, bool directory) {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(folder.size, k_directory_limit));
    CURATEUR_TRY(const std::string bytes,
                 reader::read_exactly(data, folder.offset, size, "disc's directory"));
    for (std::size_t at = 0; at < bytes.size();) {
        const auto length = static_cast<unsigned char>(bytes[at]);
        if (length == 0) { // records do not cross sectors
            at = (at / k_user_data + 1) * k_user_data;
            continue;
        }
        const auto record = read_record(std::string_view(bytes).substr(at, length));
        if (!record) {
            return Error{Errc::malformed, "the disc's directory holds a damaged record"};
        }
        const auto plain = upper(record->name.substr(0, record->name.find(';')));
        if (record->is_directory == directory &&
            (plain == name ||
             (plain.ends_with('.') && plain.substr(0, plain.size() - 1) == name))) {
            return record->extent;
        }
        at += length;
    }
    return Error{Errc::not_found, "the disc has no " + std::string(name)};
}

} // namespace

Result<bool> is_iso9660(const reader::Reader& data) {
    CURATEUR_TRY(const std::string head, reader::read_some(data, k_volume_at, 6));
    return head == "\x01"
                   "CD001";
}

Result<Extent> find_file(const reader::Reader& data, std::string_view path) {
    CURATEUR_TRY(const std::string volume,
                 reader::read_exactly(data, k_volume_at, k_user_data, "disc's volume descriptor"));
    const auto root = read_record(std::string_view(volume).substr(156, 34));
    if (!volume.starts_with("\x01"
                            "CD001") ||
        !root) {
        return Error{Errc::malformed, "the disc has no ISO 9660 file system"};
    }
    Extent here = root->extent;
    while (true) {
        const auto slash = path.find('/');
        const bool last = slash == std::string_view::npos;
        CURATEUR_TRY(here, find_in(data, here, upper(path.substr(0, slash)), !last));
        if (last) {
            return here;
        }
        path.remove_prefix(slash + 1);
    }
}

Result<std::string> read_file(const reader::Reader& data, std::string_view path, std::size_t most) {
    CURATEUR_TRY(const Extent extent, find_file(data, path));
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(extent.size, most));
    return reader::read_exactly(data, extent.offset, size, std::string(path) + " on the disc");
}

// "PSP Dev Wiki", PARAM.SFO: header of 20 bytes, then 16 bytes an entry.
Result<std::map<std::string, std::string>> read_sfo(std::string_view bytes) {
    Bytes cursor(bytes);
    const Error broken{Errc::malformed, "PARAM.SFO is damaged"};
    if (!cursor.accept(std::string_view("\0PSF", 4)) || !cursor.skip(4)) {
        return broken;
    }
    const auto keys = cursor.u32_le();
    const auto values = cursor.u32_le();
    const auto count = cursor.u32_le();
    if (!count || *count > k_sfo_limit || *keys > bytes.size() || *values > bytes.size()) {
        return broken;
    }
    std::map<std::string, std::string> out;
    for (std::uint32_t i = 0; i < *count; ++i) {
        const auto key_at = cursor.u16_le();
        const auto format = cursor.u16_le();
        const auto length = cursor.u32_le();
        static_cast<void>(cursor.u32_le());
        const auto value_at = cursor.u32_le();
        if (!value_at) {
            return broken;
        }
        if (format != 0x0204) { // text that ends with NUL
            continue;
        }
        const auto key =
            bytes.substr(std::min<std::size_t>(bytes.size(), std::size_t{*keys} + *key_at));
        const auto value = bytes.substr(
            std::min<std::size_t>(bytes.size(), std::size_t{*values} + *value_at), *length);
        out.emplace(key.substr(0, key.find('\0')), value.substr(0, value.find('\0')));
    }
    return out;
}

} // namespace curateur::disc
