#include "archive/archive.hpp"

#include <zlib.h>

#include <string>

namespace {

using namespace curateur;

std::string number(std::uint64_t value, std::size_t width) {
    std::string out;
    for (std::size_t i = 0; i < width; ++i) {
        out += static_cast<char>(value >> (8U * i));
    }
    return out;
}

std::string crc_of(std::string_view bytes) {
    return number(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())),
        4);
}

// Checksums keep a fuzzer out of what they guard: input that begins with 7: is the directory of a
// 7z, with R: a block of a RAR, and gets the right ones.
std::string completed(std::string_view input) {
    if (input.starts_with("7:")) {
        input.remove_prefix(2);
        const auto next = number(0, 8) + number(input.size(), 8) + crc_of(input);
        return std::string("7z\xBC\xAF\x27\x1C\x00\x04", 8) + crc_of(next) + next +
               std::string(input);
    }
    if (input.starts_with("R:") && input.size() < 100) {
        input.remove_prefix(2);
        const auto body = static_cast<char>(input.size()) + std::string(input);
        return std::string("Rar!\x1A\x07\x01\x00", 8) + crc_of(body) + body;
    }
    return std::string(input);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto bytes = completed({reinterpret_cast<const char*>(data), size});
    const reader::BytesReader from(bytes);
    archive::Limits limits;
    limits.directory = std::uint64_t{1} << 20U;
    limits.unpacked = std::uint64_t{1} << 20U;
    const auto directory = archive::list(from, limits);
    if (!directory) {
        if (directory.error().message.empty()) {
            __builtin_trap();
        }
        return 0;
    }
    const auto choice = archive::choose(*directory, "Game", {".nes"});
    if (choice.index) {
        const auto nothing = [](std::string_view) {
            return ok();
        };
        static_cast<void>(archive::unpack(from, *directory, *choice.index, limits, {}, nothing));
    }
    return 0;
}
