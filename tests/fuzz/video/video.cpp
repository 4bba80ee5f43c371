#include "film.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto read =
        [&](std::uint64_t offset, std::uint8_t* into, std::size_t capacity) -> std::size_t {
        const auto from = std::min<std::uint64_t>(offset, size);
        const auto count = std::min<std::size_t>(capacity, size - from);
        std::copy_n(data + from, count, into);
        return count;
    };
    static_cast<void>(curateur::video::mp4_film(read, size));
    static_cast<void>(curateur::video::mkv_film(read, size, true));
    return 0;
}
