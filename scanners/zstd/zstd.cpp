#include "zstd/zstd.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace curateur::zstd {
namespace {

struct Free {
    void operator()(struct ::archive* it) const { ::archive_read_free(it); }
};

} // namespace

Result<std::string> unpack(std::string_view packed, std::size_t size) {
    const std::unique_ptr<struct ::archive, Free> it(::archive_read_new());
    if (it == nullptr || ::archive_read_support_filter_zstd(it.get()) != ARCHIVE_OK) {
        return Error{Errc::unsupported, "is packed with Zstandard, which this libarchive lacks"};
    }
    ::archive_read_support_format_raw(it.get());
    struct ::archive_entry* entry = nullptr;
    if (::archive_read_open_memory(it.get(), packed.data(), packed.size()) != ARCHIVE_OK ||
        ::archive_read_next_header(it.get(), &entry) != ARCHIVE_OK ||
        ::archive_filter_code(it.get(), 0) != ARCHIVE_FILTER_ZSTD) { // else: bytes as they are
        return Error{Errc::malformed, "damaged Zstandard bytes"};
    }
    std::string out(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const auto got = ::archive_read_data(it.get(), out.data() + done, size - done);
        if (got <= 0) {
            return Error{Errc::malformed, "damaged Zstandard bytes"};
        }
        done += static_cast<std::size_t>(got);
    }
    return out;
}

} // namespace curateur::zstd
