#include "disc/sheet.hpp"
#include "playlist/playlist.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(disc::read_cue(text));
    static_cast<void>(disc::read_gdi(text));
    const auto listed = playlist::read(text, "sub/Game.m3u");
    for (const auto& key : listed.members) {
        if (key.empty() || key.front() == '/' || key.starts_with("../")) {
            __builtin_trap();
        }
    }
    return 0;
}
