#include "hash/forms.hpp"

// The first byte picks the platform; the rest is the file, read in odd pieces.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    static constexpr std::array k_platforms{
        "", "nes", "fds", "snes", "megadrive", "n64", "nds", "gb", "pcengine"};
    if (size == 0) {
        return 0;
    }
    const std::string_view file(reinterpret_cast<const char*>(data) + 1, size - 1);
    curateur::hash::FormsDigester digester(
        {k_platforms.at(data[0] % k_platforms.size()), "", file.size()});
    for (std::size_t at = 0; at < file.size(); at += 1021) {
        static_cast<void>(digester.update(file.substr(at, 1021)));
    }
    static_cast<void>(digester.finish());
    return 0;
}
