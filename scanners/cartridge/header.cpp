#include "cartridge/header.hpp"

#include <curateur/support/bytes.hpp>

#include <algorithm>
#include <array>

namespace curateur::cartridge {
namespace {

using namespace std::string_view_literals;

// "" where the head is too short.
std::string_view piece(std::string_view head, std::size_t at, std::size_t size) {
    return at + size <= head.size() ? head.substr(at, size) : std::string_view();
}

unsigned byte(std::string_view head, std::size_t at) {
    return at < head.size() ? static_cast<unsigned char>(head[at]) : 0U;
}

// Printable ASCII up to the first NUL, without blanks at either end; "" if there is anything else.
std::string text(std::string_view bytes) {
    bytes = bytes.substr(0, bytes.find('\0'));
    if (!std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
        return {};
    }
    const auto first = bytes.find_first_not_of(' ');
    return first == std::string_view::npos
               ? std::string()
               : std::string(bytes.substr(first, bytes.find_last_not_of(' ') - first + 1));
}

// Four letters or digits, or "".
std::string code(std::string_view bytes) {
    const bool fits = !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    return fits ? std::string(bytes) : std::string();
}

// Game Boy, Game Boy Color: the logo's first bytes at 0x104, which the console compares; a colour
// game may have a four-letter code at 0x13F (Pan Docs, "The Cartridge Header").
std::optional<Header> game_boy(std::string_view head) {
    if (piece(head, 0x104, 8) != "\xCE\xED\x66\x66\xCC\x0D\x00\x0B"sv) {
        return std::nullopt;
    }
    Header it;
    const bool colour = (byte(head, 0x143) & 0x80U) != 0;
    it.kind = colour ? "gbc" : "gb";
    it.serial = colour ? code(piece(head, 0x13F, 4)) : "";
    it.title = text(piece(head, 0x134, it.serial.empty() ? (colour ? 15 : 16) : 11));
    it.regions = nintendo_region(it.serial);
    return it;
}

// Game Boy Advance: the logo at 4, 0x96 at 0xB2 (GBATEK, "GBA Cartridge Header").
std::optional<Header> game_boy_advance(std::string_view head) {
    if (piece(head, 4, 4) != "\x24\xFF\xAE\x51"sv || byte(head, 0xB2) != 0x96) {
        return std::nullopt;
    }
    Header it{"gba", code(piece(head, 0xAC, 4)), text(piece(head, 0xA0, 12)), {}};
    it.regions = nintendo_region(it.serial);
    return it;
}

// Nintendo DS: the logo's checksum, which is always the same (GBATEK, "DS Cartridge Header").
std::optional<Header> nintendo_ds(std::string_view head) {
    if (piece(head, 0x15C, 2) != "\x56\xCF"sv || piece(head, 0xC0, 4) != "\x24\xFF\xAE\x51"sv) {
        return std::nullopt;
    }
    Header it{"nds", code(piece(head, 0x0C, 4)), text(piece(head, 0, 12)), {}};
    it.regions = nintendo_region(it.serial);
    return it;
}

// An installable file (CIA): a header of 0x2020 bytes, certificates, ticket and title metadata,
// then the first partition, each from a multiple of 64 on (3dbrew, "CIA"). 0: it is none, or too
// long.
std::size_t partition_in_cia(std::string_view head) {
    Bytes fields(head);
    if (fields.u32_le() != 0x2020U || !fields.skip(4)) { // the type and the version are 0
        return 0;
    }
    const auto aligned = [](std::uint64_t size) {
        return (size + 63) / 64 * 64;
    };
    std::uint64_t at = aligned(0x2020);
    for (int i = 0; i < 3; ++i) {
        at += aligned(fields.u32_le().value_or(0));
    }
    return at < head.size() ? static_cast<std::size_t>(at) : 0;
}

// Nintendo 3DS: a card image (NCSD) whose first partition begins at 0x4000, a bare partition
// (NCCH), or one in a CIA; its product code lies at 0x150 ("CTR-P-AXCE"; 3dbrew, "NCSD", "NCCH").
// That of a CIA from the shop is encrypted: then there is none.
std::optional<Header> nintendo_3ds(std::string_view head) {
    const bool card = piece(head, 0x100, 4) == "NCSD";
    const std::size_t partition = card ? 0x4000 : partition_in_cia(head);
    if (piece(head, partition + 0x100, 4) != "NCCH") {
        return std::nullopt;
    }
    Header it{"n3ds", text(piece(head, partition + 0x150, 16)), {}, {}};
    const auto dash = it.serial.rfind('-');
    it.regions = dash == std::string::npos
                     ? ""
                     : nintendo_region(std::string_view(it.serial).substr(dash + 1));
    return it;
}

// Nintendo 64, as the console reads it: name at 0x20, code at 0x3B (n64brew, "ROM Header").
std::optional<Header> nintendo_64(std::string_view head) {
    if (piece(head, 0, 4) != "\x80\x37\x12\x40"sv) {
        return std::nullopt;
    }
    Header it{"n64", code(piece(head, 0x3B, 4)), text(piece(head, 0x20, 20)), {}};
    it.regions = nintendo_region(it.serial);
    return it;
}

// Mega Drive, 32X: "SEGA" at 0x100 (or 0x101), domestic and overseas names, serial at 0x180,
// regions at 0x1F0 (Plutiedev, "ROM header").
std::optional<Header> mega_drive(std::string_view head) {
    if (piece(head, 0x100, 4) != "SEGA" && piece(head, 0x101, 4) != "SEGA") {
        return std::nullopt;
    }
    Header it{"megadrive", text(piece(head, 0x180, 14)), text(piece(head, 0x150, 48)), {}};
    const std::string regions = text(piece(head, 0x1F0, 3));
    for (const auto& [letter, region] :
         {std::pair{'J', "jp"}, std::pair{'U', "us"}, std::pair{'E', "eu"}}) {
        if (regions.find(letter) != std::string::npos) {
            it.regions += (it.regions.empty() ? "" : ",") + std::string(region);
        }
    }
    return it;
}

// Super Nintendo: the header lies at 0x7FC0 (LoROM) or 0xFFC0 (HiROM), known by a checksum and its
// complement; the four-letter code before it exists when the licensee byte is 0x33 (SNESdev wiki,
// "ROM header").
std::optional<Header> super_nintendo(std::string_view head) {
    for (const std::size_t at : {std::size_t{0x7FC0}, std::size_t{0xFFC0}}) {
        Bytes sums(piece(head, at + 0x1C, 4));
        const unsigned complement = sums.u16_le().value_or(0);
        const unsigned checksum = sums.u16_le().value_or(0);
        if ((complement ^ checksum) != 0xFFFF || (byte(head, at + 0x15) & 0xE0U) != 0x20) {
            continue;
        }
        Header it{"snes", {}, text(piece(head, at, 21)), {}};
        if (byte(head, at + 0x1A) == 0x33) {
            it.serial = code(piece(head, at - 0x0E, 4));
        }
        static constexpr std::array k_countries{
            "jp"sv, "us"sv, "eu"sv, "se"sv, "fi"sv, "dk"sv, "fr"sv, "nl"sv, "es"sv, "de"sv, "it"sv};
        const unsigned country = byte(head, at + 0x19);
        it.regions = country < k_countries.size() ? k_countries[country] : "";
        return it;
    }
    return std::nullopt;
}

// Master System, Game Gear: "TMR SEGA" at the end of the first 8, 16 or 32 KiB; five digits of
// product code, the first in the upper half of a byte (SMS Power, "ROM header").
std::optional<Header> master_system(std::string_view head) {
    for (const std::size_t at : {std::size_t{0x7FF0}, std::size_t{0x3FF0}, std::size_t{0x1FF0}}) {
        if (piece(head, at, 8) != "TMR SEGA") {
            continue;
        }
        const unsigned region = byte(head, at + 15) >> 4U;
        Header it{region >= 5 ? "gamegear" : "mastersystem", {}, {}, {}};
        it.regions = region == 3 || region == 5 ? "jp" : "";
        const unsigned high = byte(head, at + 14) >> 4U;
        it.serial = high == 0 ? "" : std::to_string(high);
        for (const std::size_t digit_pair : {at + 13, at + 12}) {
            const unsigned pair = byte(head, digit_pair);
            if (pair >> 4U > 9 || (pair & 15U) > 9) {
                it.serial.clear(); // not decimal: nobody filled it in
                break;
            }
            it.serial += static_cast<char>('0' + (pair >> 4U));
            it.serial += static_cast<char>('0' + (pair & 15U));
        }
        if (it.serial.find_first_not_of('0') == std::string::npos) {
            it.serial.clear();
        }
        return it;
    }
    return std::nullopt;
}

} // namespace

std::string nintendo_region(std::string_view four) {
    struct Letter {
        char letter;
        std::string_view region;
    };

    static constexpr std::array k_letters{
        Letter{'A', "wor"},
        Letter{'D', "de"},
        Letter{'E', "us"},
        Letter{'F', "fr"},
        Letter{'H', "nl"},
        Letter{'I', "it"},
        Letter{'J', "jp"},
        Letter{'K', "kr"},
        Letter{'P', "eu"},
        Letter{'S', "es"},
        Letter{'U', "au"},
        Letter{'C', "cn"},
    };
    const auto* const found =
        std::find_if(k_letters.begin(), k_letters.end(), [&](const Letter& row) {
            return four.size() == 4 && row.letter == four[3];
        });
    return found == k_letters.end() ? std::string() : std::string(found->region);
}

std::optional<Header> read_header(std::string_view head) {
    using Reading = std::optional<Header> (*)(std::string_view);
    static constexpr std::array<Reading, 8> k_readings{game_boy,
                                                       game_boy_advance,
                                                       nintendo_ds,
                                                       nintendo_3ds,
                                                       nintendo_64,
                                                       mega_drive,
                                                       master_system,
                                                       super_nintendo};
    for (const auto reading : k_readings) {
        if (auto header = reading(head)) {
            return header;
        }
    }
    return std::nullopt;
}

} // namespace curateur::cartridge
