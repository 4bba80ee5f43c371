#include "pdf_stream.hpp"

#include "pdf_text.hpp"

#include <libdeflate.h>

#include <cstdlib>
#include <memory>

namespace curateur::document {
namespace {

int predicted(char filter, int left, int up, int corner) {
    const auto distance = [&](int from) {
        return std::abs(left + up - corner - from);
    };
    switch (filter) {
    case 1:
        return left;
    case 2:
        return up;
    case 3:
        return (left + up) / 2;
    case 4:
        return distance(left) <= distance(up) && distance(left) <= distance(corner) ? left
               : distance(up) <= distance(corner)                                   ? up
                                                                                    : corner;
    default:
        return 0;
    }
}

// PNG's filters, of one byte a sample (7.4.4.4).
std::optional<std::string> unfiltered(std::string lines, std::string_view how) {
    const auto about = Notation(how).dictionary().value_or(Dictionary());
    if (whole(value_of(about, "Predictor")).value_or(1) < 10) {
        return lines;
    }
    const auto width = static_cast<std::size_t>(whole(value_of(about, "Columns")).value_or(1));
    if (width == 0 || width > lines.size()) {
        return std::nullopt;
    }
    std::string out;
    std::string before(width, '\0');
    for (std::size_t at = 0; at + width < lines.size(); at += width + 1) {
        auto line = lines.substr(at + 1, width);
        for (std::size_t i = 0; i < width; ++i) {
            const auto left = static_cast<unsigned char>(i > 0 ? line[i - 1] : 0);
            const auto up = static_cast<unsigned char>(before[i]);
            const auto corner = static_cast<unsigned char>(i > 0 ? before[i - 1] : 0);
            line[i] = static_cast<char>(line[i] + predicted(lines[at], left, up, corner));
        }
        out += line;
        before = std::move(line);
    }
    return out;
}

} // namespace

std::optional<std::string> unpacked(const std::string& bytes, std::string_view how) {
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>
        inflater(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    std::string out;
    for (auto room = bytes.size() * 4 + 1024; room <= 4 * k_unpacked; room *= 4) {
        out.resize(room);
        std::size_t used = 0;
        std::size_t got = 0;
        const auto result = libdeflate_zlib_decompress_ex(
            inflater.get(), bytes.data(), bytes.size(), out.data(), out.size(), &used, &got);
        if (result == LIBDEFLATE_SUCCESS) {
            out.resize(got);
            return unfiltered(std::move(out), how);
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            break;
        }
    }
    return std::nullopt;
}

} // namespace curateur::document
