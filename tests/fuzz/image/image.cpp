#include "structure.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur;
    const auto read =
        [&](std::uint64_t offset, std::uint8_t* into, std::size_t capacity) -> std::size_t {
        const auto from = std::min<std::uint64_t>(offset, size);
        const auto count = std::min<std::size_t>(capacity, size - from);
        std::copy_n(data + from, count, into);
        return count;
    };
    static_cast<void>(image::format_of({reinterpret_cast<const char*>(data), size}));
    for (const auto format :
         {image::Format::png, image::Format::jpeg, image::Format::gif, image::Format::bmp}) {
        Stream in(read, size, 64);
        static_cast<void>(image::structure_of(format, in));
    }
    return 0;
}
