#include "systems/systems.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(curateur::systems::parse(text, "es_systems.xml", "/roms", "/home/ann"));
    static_cast<void>(curateur::systems::parse_settings(text));
    return 0;
}
