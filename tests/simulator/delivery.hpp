// How a reply goes out over HTTP, faults included.
#pragma once

#include "simulator/service.hpp"

#include <httplib.h>

#include <memory>
#include <stop_token>

namespace curateur::simulator {

// Waits for the reply's latency, then prepares the answer; the ticket ends just before its last
// byte. stop ends every waiting.
void deliver(Reply reply,
             std::shared_ptr<Ticket> ticket,
             const httplib::Request& request,
             httplib::Response& response,
             const std::stop_token& stop);

// Sleeps; false when stopped.
bool sleep_for(std::chrono::milliseconds time, const std::stop_token& stop);

} // namespace curateur::simulator
