#include "config/overrides.hpp"

#include <cstdlib>

// Whatever the file holds, it is refused, or what is appended to it stands in it afterwards.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur::config;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto made = with_pin(text, "overrides.yaml", "nes/\"A\\\".nes", "src", "7: #");
    if (!made) {
        return 0;
    }
    const auto after = parse_overrides(*made, "overrides.yaml");
    const auto before = parse_overrides(text, "overrides.yaml");
    if (!after || !before || !made->starts_with(text) ||
        after->find("nes/\"A\\\".nes", {}).pins.at("src") != "7: #") {
        std::abort();
    }
    return 0;
}
