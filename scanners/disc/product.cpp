#include "disc/product.hpp"

#include "cartridge/header.hpp"
#include "disc/iso9660.hpp"
#include "disc/xbox.hpp"

#include <algorithm>

namespace curateur::disc {
namespace {

using namespace std::string_view_literals;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

// Printable ASCII without blanks at either end.
std::string field(std::string_view head, std::size_t at, std::size_t size) {
    std::string out(at + size <= head.size() ? head.substr(at, size) : std::string_view());
    out = out.substr(0, out.find('\0'));
    if (std::any_of(out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; })) {
        return {};
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out.substr(std::min(out.size(), out.find_first_not_of(' ')));
}

std::string sega_regions(std::string_view letters) {
    std::string out;
    for (const auto& [letter, region] :
         {std::pair{'J', "jp"}, {'U', "us"}, {'E', "eu"}, {'T', "asi"}, {'K', "kr"}, {'B', "br"}}) {
        if (letters.find(letter) != std::string_view::npos) {
            out += (out.empty() ? "" : ",") + std::string(region);
        }
    }
    return out;
}

// "CD-1/2", "GD-ROM2/4"; a disc that is alone says nothing worth knowing.
std::uint32_t disc_number(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 >= text.size() ||
        !is_digit(text[slash - 1]) || text[slash + 1] == '1' || !is_digit(text[slash + 1])) {
        return 0;
    }
    return static_cast<std::uint32_t>(text[slash - 1] - '0');
}

// Saturn and Dreamcast: the system area of the first sector ("Disc Format Standards
// Specification", Sega, ST-040; "Dreamcast IP.BIN" of Marcus Comstedt).
std::optional<Product> sega(std::string_view head) {
    if (head.starts_with("SEGA SEGASATURN ")) {
        return Product{"saturn",
                       field(head, 0x20, 10),
                       field(head, 0x60, 112),
                       sega_regions(field(head, 0x40, 10)),
                       disc_number(field(head, 0x38, 8))};
    }
    if (head.starts_with("SEGA SEGAKATANA ")) {
        return Product{"dreamcast",
                       field(head, 0x40, 10),
                       field(head, 0x80, 128),
                       sega_regions(field(head, 0x30, 8)),
                       disc_number(field(head, 0x20, 16))};
    }
    if (head.starts_with("SEGADISCSYSTEM") || head.starts_with("SEGABOOTDISC") ||
        head.starts_with("SEGADATADISC")) { // Mega CD: the header of a Mega Drive ROM at 0x100
        const auto header = cartridge::read_header(head);
        return header ? std::optional(
                            Product{"segacd", header->serial, header->title, header->regions, 0})
                      : std::nullopt;
    }
    return std::nullopt;
}

// "BOOT = cdrom:\SLUS_012.34;1" (PlayStation), "BOOT2 = cdrom0:\SLUS_203.12;1" (PlayStation 2).
std::optional<Product> play_station(std::string_view text) {
    Product product;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find_first_of("\r\n"));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto equals = line.find('=');
        if (!line.starts_with("BOOT") || equals == std::string_view::npos) {
            continue;
        }
        auto path = line.substr(equals + 1);
        path = path.substr(path.find_last_of("\\/:") + 1); // npos + 1 is 0
        product.kind = line.starts_with("BOOT2") ? "ps2" : "psx";
        product.serial = sony_serial(field(path, 0, std::min(path.size(), path.find(';'))));
        product.regions = sony_region(product.serial);
        return product;
    }
    return std::nullopt;
}

// A file of the disc, or nothing where there is none; other errors are the disc's.
Result<std::optional<std::string>>
file_if_any(const reader::Reader& data, std::string_view path, std::size_t most) {
    auto bytes = read_file(data, path, most);
    if (!bytes && bytes.error().code == Errc::not_found) {
        return std::optional<std::string>();
    }
    CURATEUR_TRY(std::string found, std::move(bytes));
    return std::optional(std::move(found));
}

Result<std::optional<Product>> sony(const reader::Reader& data) {
    CURATEUR_TRY(const auto umd, file_if_any(data, "UMD_DATA.BIN", 64));
    if (umd) { // "ULUS-10041|0123456789ABCDEF|0001|G"
        Product product{"psp", sony_serial(umd->substr(0, umd->find('|'))), {}, {}, 0};
        product.regions = sony_region(product.serial);
        if (!product.serial.empty()) {
            return std::optional(std::move(product));
        }
    }
    for (const auto* const path : {"PSP_GAME/PARAM.SFO", "PS3_GAME/PARAM.SFO"}) {
        CURATEUR_TRY(const auto sfo, file_if_any(data, path, 65536));
        if (sfo) {
            CURATEUR_TRY(Product product, product_of_sfo(*sfo));
            return std::optional(std::move(product));
        }
    }
    CURATEUR_TRY(const auto configuration, file_if_any(data, "SYSTEM.CNF", 4096));
    return configuration ? play_station(*configuration) : std::nullopt;
}

} // namespace

std::string sony_serial(std::string_view text) {
    std::string letters;
    std::string digits;
    for (const char c : text) {
        if (c == '_' || c == '-' || c == '.') {
            continue;
        }
        const char big = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        if (is_digit(c)) {
            digits += c;
        } else if (is_upper(big) && digits.empty()) {
            letters += big;
        } else {
            return {};
        }
    }
    return letters.size() == 4 && digits.size() == 5 ? letters + "-" + digits : std::string();
}

std::string sony_region(std::string_view serial) {
    switch (serial.size() > 3 ? serial[2] : '\0') { // SLUS, SCES, SLPM, ULJS, SCAJ, SLKA
    case 'U':
        return "us";
    case 'E':
        return "eu";
    case 'P':
    case 'J':
        return "jp";
    case 'K':
        return "kr";
    case 'A':
    case 'H':
        return "asi";
    default:
        return {};
    }
}

Result<Product> product_of_sfo(std::string_view bytes) {
    CURATEUR_TRY(auto texts, read_sfo(bytes));
    const bool has_title_id = !texts["TITLE_ID"].empty();
    Product product;
    product.serial = sony_serial(texts[has_title_id ? "TITLE_ID" : "DISC_ID"]);
    product.title = texts["TITLE"];
    product.kind = !has_title_id ? "psp" : product.serial.starts_with("PC") ? "psvita" : "ps3";
    product.regions = sony_region(product.serial);
    return product;
}

std::optional<Product> product_of_nintendo(std::string_view head) {
    // "Yet Another Gamecube Documentation" and Wiibrew, "Wii disc": marks at 0x18 and 0x1C.
    const bool wii = head.size() >= 32 && head.substr(0x18, 4) == "\x5D\x1C\x9E\xA3"sv;
    const bool cube = head.size() >= 32 && head.substr(0x1C, 4) == "\xC2\x33\x9F\x3D"sv;
    if (!wii && !cube) {
        return std::nullopt;
    }
    Product product{wii ? "wii" : "gc", field(head, 0, 6), field(head, 0x20, 64), {}, 0};
    product.regions = cartridge::nintendo_region(product.serial.substr(0, 4));
    const unsigned number = static_cast<unsigned char>(head[6]);
    product.disc = number == 0 || number > 8 ? 0 : number + 1;
    return product;
}

Result<std::optional<Product>> product_of(const reader::Reader& data) {
    CURATEUR_TRY(const std::string head, reader::read_some(data, 0, 0x400));
    if (auto product = product_of_nintendo(head)) {
        return product;
    }
    if (auto product = sega(head)) {
        return product;
    }
    CURATEUR_TRY(auto xbox, product_of_xbox(data));
    if (xbox) {
        return xbox;
    }
    CURATEUR_TRY(const bool iso, is_iso9660(data));
    return iso ? sony(data) : Result<std::optional<Product>>(std::optional<Product>());
}

} // namespace curateur::disc
