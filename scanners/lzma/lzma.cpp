#include "lzma/lzma.hpp"

#include <lzma.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace curateur::lzma {

Result<std::string>
unpack(Version version, std::string_view properties, std::string_view packed, std::size_t size) {
    std::array<lzma_filter, 2> filters{};
    filters[0].id = version == Version::lzma1 ? LZMA_FILTER_LZMA1 : LZMA_FILTER_LZMA2;
    filters[1].id = LZMA_VLI_UNKNOWN;
    if (::lzma_properties_decode(filters.data(),
                                 nullptr,
                                 reinterpret_cast<const std::uint8_t*>(properties.data()),
                                 properties.size()) != LZMA_OK) {
        return Error{Errc::malformed, "impossible LZMA properties"};
    }
    // Looking back further than what there is needs no memory, whatever the properties claim.
    auto* const options = static_cast<lzma_options_lzma*>(filters[0].options);
    options->dict_size = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(options->dict_size, std::max<std::uint64_t>(size, 4096)));
    lzma_stream stream = LZMA_STREAM_INIT;
    lzma_ret code = ::lzma_raw_decoder(&stream, filters.data());
    std::string out(size, '\0');
    stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream.avail_in = packed.size();
    stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream.avail_out = out.size();
    while (code == LZMA_OK && stream.avail_out > 0) { // there is no end mark: the size ends it
        code = ::lzma_code(&stream, LZMA_RUN);
    }
    const bool complete = stream.avail_out == 0;
    ::lzma_end(&stream);
    std::free(filters[0].options); // NOLINT: liblzma allocated it with malloc
    return complete ? Result<std::string>(std::move(out))
                    : Error{Errc::malformed, "damaged LZMA bytes"};
}

} // namespace curateur::lzma
