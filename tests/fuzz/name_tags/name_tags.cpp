#include "playlist/playlist.hpp"
#include "tags/tags.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(curateur::tags::parse(text));
    static_cast<void>(curateur::playlist::members(text, "sub/list.m3u"));
    return 0;
}
