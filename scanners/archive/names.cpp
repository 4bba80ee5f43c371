#include "archive/formats.hpp"

#include <curateur/support/utf8.hpp>

#include <array>

namespace curateur::archive {
namespace {

// Code page 437 from 0x80 on, which the zip format names as its default (APPNOTE.TXT, appendix D).
constexpr std::array<char16_t, 128> k_cp437{
    u'Ç', u'ü', u'é', u'â', u'ä', u'à', u'å', u'ç',     u'ê', u'ë', u'è', u'ï', u'î', u'ì', u'Ä',
    u'Å', u'É', u'æ', u'Æ', u'ô', u'ö', u'ò', u'û',     u'ù', u'ÿ', u'Ö', u'Ü', u'¢', u'£', u'¥',
    u'₧', u'ƒ', u'á', u'í', u'ó', u'ú', u'ñ', u'Ñ',     u'ª', u'º', u'¿', u'⌐', u'¬', u'½', u'¼',
    u'¡', u'«', u'»', u'░', u'▒', u'▓', u'│', u'┤',     u'╡', u'╢', u'╖', u'╕', u'╣', u'║', u'╗',
    u'╝', u'╜', u'╛', u'┐', u'└', u'┴', u'┬', u'├',     u'─', u'┼', u'╞', u'╟', u'╚', u'╔', u'╩',
    u'╦', u'╠', u'═', u'╬', u'╧', u'╨', u'╤', u'╥',     u'╙', u'╘', u'╒', u'╓', u'╫', u'╪', u'┘',
    u'┌', u'█', u'▄', u'▌', u'▐', u'▀', u'α', u'ß',     u'Γ', u'π', u'Σ', u'σ', u'µ', u'τ', u'Φ',
    u'Θ', u'Ω', u'δ', u'∞', u'φ', u'ε', u'∩', u'≡',     u'±', u'≥', u'≤', u'⌠', u'⌡', u'÷', u'≈',
    u'°', u'∙', u'·', u'√', u'ⁿ', u'²', u'■', u'\u00A0'};

} // namespace

std::string from_cp437(std::string_view bytes) {
    std::string out;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        append_utf8(out, code < 0x80 ? code : k_cp437.at(code - 0x80U));
    }
    return out;
}

std::string from_utf16_le(std::string_view bytes) {
    std::string out;
    Bytes cursor(bytes);
    while (const auto unit = cursor.u16_le()) {
        char32_t c = *unit;
        if (c >= 0xD800 && c < 0xE000) { // half of a pair
            const auto second = c < 0xDC00 ? cursor.u16_le() : std::nullopt;
            const bool paired = second && *second >= 0xDC00 && *second < 0xE000;
            c = paired ? 0x10000 + ((c - 0xD800) << 10U) + (*second - 0xDC00U) : 0xFFFD;
        }
        append_utf8(out, c);
    }
    return out;
}

} // namespace curateur::archive
