// Media in parts: what a server that does ranges says of a file, and its answer to a request for a
// part.
#pragma once

#include "simulator/service.hpp"

namespace curateur::simulator {

// reply: of the whole file; becomes a 206 or 416 if the call asks for a part that may be had. The
// faults of ranges lie about it.
void serve_range(const Call& call, Reply& reply);

} // namespace curateur::simulator
