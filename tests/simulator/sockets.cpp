#include "simulator/sockets.hpp"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <vector>

namespace curateur::simulator {
namespace {

// -1 for what is no connection of IPv4.
int port_of(int socket, decltype(::getsockname)* whose) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (whose(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
        address.sin_family != AF_INET) {
        return -1;
    }
    return ntohs(address.sin_port);
}

bool is_listening(int socket) {
    int value = 0;
    socklen_t length = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0 && value != 0;
}

std::vector<int> sockets_on(int local_port) {
    std::vector<int> found;
    DIR* const folder = ::opendir("/proc/self/fd");
    if (folder == nullptr) {
        return found;
    }
    while (const dirent* const entry = ::readdir(folder)) {
        const int descriptor = std::atoi(entry->d_name); // "." and ".." are 0, and no socket
        if (port_of(descriptor, ::getsockname) == local_port) {
            found.push_back(descriptor);
        }
    }
    ::closedir(folder);
    return found;
}

} // namespace

void reset_connection(Ends ends) {
    for (const int socket : sockets_on(ends.local_port)) {
        if (port_of(socket, ::getpeername) == ends.remote_port) {
            sockaddr nowhere{};
            nowhere.sa_family = AF_UNSPEC; // takes the connection apart with an RST
            static_cast<void>(
                ::connect(socket, &nowhere, sizeof nowhere)); // gone already is as well
        }
    }
}

bool is_connected(Ends ends) {
    for (const int socket : sockets_on(ends.local_port)) {
        if (port_of(socket, ::getpeername) == ends.remote_port) {
            char byte = 0;
            return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0; // 0: closed
        }
    }
    return false;
}

void close_connections(int local_port) {
    for (const int socket : sockets_on(local_port)) {
        if (!is_listening(socket)) {
            ::shutdown(socket, SHUT_RDWR);
        }
    }
}

void widen_backlog(int local_port) {
    for (const int socket : sockets_on(local_port)) {
        if (is_listening(socket)) {
            ::listen(socket, SOMAXCONN);
        }
    }
}

} // namespace curateur::simulator
