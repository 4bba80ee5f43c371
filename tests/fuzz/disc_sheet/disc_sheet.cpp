#include "disc/sheet.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(disc::read_cue(text));
    static_cast<void>(disc::read_gdi(text));
    return 0;
}
