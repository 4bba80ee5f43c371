// Addresses, and secrets taken out of answers.
#include "net/secrets.hpp"
#include "net/wire.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(curateur::net::parse_url(text));
    curateur::net::SecretVault vault;
    vault.sent_as("pw", vault.add("salt", "source", "option", "s3cr&t/x"));
    if (vault.take_back(text).find("&pw=s3cr%26t%2Fx&") != std::string::npos) {
        std::abort();
    }
    return 0;
}
