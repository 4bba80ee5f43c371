// Any answer at all, to a look-up, a search, and as a download.
#include "component.hpp"

#include <support/recording_results.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using test_support::c_str;
    using test_support::exchange_of;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    cur_query query{};
    query.struct_size = sizeof query;
    query.native_platform = c_str("75");
    for (const char* tag : {"rom", "search", "account"}) {
        test_support::SourceUnderTest source(screenscraper::component(),
                                             {{"devid", "d"}, {"devpassword", "p"}});
        source.parse(query, exchange_of(200, body, tag));
        source.media_answer(exchange_of(size % 2 == 0 ? 200 : 400, body));
    }
    return 0;
}
