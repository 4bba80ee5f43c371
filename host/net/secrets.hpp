// Secrets and the tokens that stand in for them.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace curateur::net {

// The secrets of one source. Filled before the first request; afterwards any thread may ask.
class SecretVault {
public:
    // salt: of the library; the token is the same for as long as library, source and option are. An
    // empty secret gets an empty token.
    std::string add(std::string_view salt,
                    std::string_view source,
                    std::string_view option,
                    std::string_view secret);

    // Tokens become secrets. encode: how one is written where it goes.
    [[nodiscard]] std::string reveal(std::string_view text,
                                     std::string (*encode)(std::string_view)) const;

    // The parameter in which a secret leaves; answers are searched for it.
    void sent_as(std::string_view parameter, std::string_view token);

    // "name=<secret>" becomes "name=<token>" for parameters that a secret was sent in, however it
    // is encoded (%XX, +, \/, \uXXXX, &amp;, twice percent-encoded).
    [[nodiscard]] std::string take_back(std::string_view text) const;

    // A secret of six characters or more stands in it all the same: it must not be stored.
    [[nodiscard]] bool still_bare(std::string_view text) const;

private:
    struct Secret {
        std::string token, plain;
    };

    struct Sent {
        std::string parameter, token;
    };

    [[nodiscard]] std::string token_of(std::string_view parameter, std::string_view value) const;

    std::vector<Secret> secrets_;
    mutable std::mutex mutex_;
    std::vector<Sent> sent_;
};

} // namespace curateur::net
