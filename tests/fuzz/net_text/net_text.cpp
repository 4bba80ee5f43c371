// Addresses, secrets taken out of answers, and what an answer says of the parts of a file.
#include "net/ranges.hpp"
#include "net/secrets.hpp"
#include "net/wire.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(curateur::net::parse_url(text));
    const auto range = curateur::net::parse_content_range(text);
    if (range && (range->first > range->last || (range->total && range->last >= *range->total))) {
        std::abort();
    }
    static const std::vector<std::string> k_none;
    const std::string value(text);
    const auto rest = curateur::net::rest_of({{"accept-ranges", "bytes", false},
                                              {"content-length", value, false},
                                              {"etag", value, false},
                                              {"last-modified", value, false},
                                              {"date", value, false}},
                                             5,
                                             "");
    for (const auto& line : rest ? curateur::net::range_headers(*rest) : k_none) {
        if (line.find_first_of("\r\n") != std::string::npos) {
            std::abort(); // a header of its own
        }
    }
    curateur::net::SecretVault vault;
    vault.sent_as("pw", vault.add("salt", "source", "option", "s3cr&t/x"));
    if (vault.take_back(text).find("&pw=s3cr%26t%2Fx&") != std::string::npos) {
        std::abort();
    }
    return 0;
}
