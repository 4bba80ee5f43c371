// A planned request made ready to leave.
#pragma once

#include "core/model.hpp"
#include "net/origins.hpp"
#include "net/secrets.hpp"

namespace curateur::net {

// Holds secrets: never logged, never stored.
struct WireRequest {
    std::string method = "GET", url;
    std::vector<std::string> headers; // "Name: value"
    std::string body;
};

// Encodes parameters, puts secrets in, checks method, header and origin. Errc::unsupported: the
// origin is not declared; Errc::fault: the plugin's request is no request.
[[nodiscard]] Result<WireRequest>
to_wire(const core::Request& request, const OriginList& origins, SecretVault& vault);

// What makes two requests the same: without secrets (tokens stand for them) and unkeyed parameters.
[[nodiscard]] std::string cache_key(std::string_view source, const core::Request& request);

} // namespace curateur::net
