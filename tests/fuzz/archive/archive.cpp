#include "archive/archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur;
    const reader::BytesReader from({reinterpret_cast<const char*>(data), size});
    archive::Limits limits;
    limits.directory = std::uint64_t{1} << 20U;
    limits.unpacked = std::uint64_t{1} << 20U;
    const auto directory = archive::list(from, limits);
    if (!directory) {
        return directory.error().message.empty() ? __builtin_trap(), 1 : 0;
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
