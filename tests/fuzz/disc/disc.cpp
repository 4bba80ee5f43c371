#include "disc/containers.hpp"
#include "disc/iso9660.hpp"

// An image of any kind; and the same bytes as a PARAM.SFO, which lies too deep to be reached by
// luck.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace curateur;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const reader::BytesReader from(bytes);
    const auto container = disc::open_container(from, true);
    if (!container) {
        __builtin_trap(); // only a reader of files fails
    }
    if (*container && (*container)->inside) {
        static_cast<void>(reader::read_some(*(*container)->inside, 0, 65536));
    }
    if (*container && (*container)->track &&
        (*container)->track->start + (*container)->track->size > bytes.size()) {
        __builtin_trap();
    }
    static_cast<void>(disc::read_sfo(bytes));
    return 0;
}
