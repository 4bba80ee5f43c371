#include "platform/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace curateur::platform {

Result<LockFile> LockFile::take(const std::filesystem::path& path) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) {
        return io_error(path, "cannot be opened");
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return io_error(path, "cannot be locked");
        }
        auto holder = read_file(path, 64).value_or("");
        while (!holder.empty() && holder.back() == '\n') {
            holder.pop_back();
        }
        return Error{Errc::busy,
                     "another curateur" + (holder.empty() ? "" : " (process " + holder + ")") +
                         " is working on this library (" + path.string() +
                         "); wait until it ends, or stop it"};
    }
    const auto pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0) {
        return io_error(path, "cannot be written");
    }
    CURATEUR_CHECK(write_all(file.get(), pid, path));
    return LockFile(std::move(file));
}

} // namespace curateur::platform
