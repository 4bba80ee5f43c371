// What the HTTP library does not give: the sockets of the connections it serves.
#pragma once

namespace curateur::simulator {

// A connection this process accepted, by its two ports of loopback.
struct Ends {
    int local_port = 0, remote_port = 0;
};

// The other side reads "connection reset". Nothing happens if there is no such connection.
void reset_connection(Ends ends);

// Whether the other side is still there.
[[nodiscard]] bool is_connected(Ends ends);

// Every connection accepted on the port ends, whatever its thread waits for.
void close_connections(int local_port);

// Lets so many connections wait to be accepted; the library lets five.
void widen_backlog(int local_port);

} // namespace curateur::simulator
