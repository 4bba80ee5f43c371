// Whatever a file named *.so holds, looking at it ends, and ends with an answer.
#include "plugin/elf.hpp"

#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::istringstream file(std::string(reinterpret_cast<const char*>(data), size));
    static_cast<void>(curateur::plugin::inspect(file));
    return 0;
}
