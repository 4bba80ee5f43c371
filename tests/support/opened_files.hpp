// Whether anybody opens these files, by whatever name: inotify watches the inode, not the link. Of
// a folder: the files in it.
#pragma once

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace curateur::test {

class OpenedFiles {
public:
    // one: among them, or in one of them; is opened to see whether watching works here. Throws
    // std::runtime_error when it does not.
    OpenedFiles(const std::vector<std::filesystem::path>& watched, const std::filesystem::path& one)
        : descriptor_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
        for (const auto& path : watched) {
            if (::inotify_add_watch(descriptor_, path.c_str(), IN_OPEN) < 0) {
                throw std::runtime_error(path.string() + ": cannot be watched");
            }
        }
        std::ifstream(one).get();
        if (count() == 0) {
            throw std::runtime_error("that a file is opened goes unnoticed here");
        }
    }

    OpenedFiles(const OpenedFiles&) = delete;
    OpenedFiles& operator=(const OpenedFiles&) = delete;

    ~OpenedFiles() { ::close(descriptor_); }

    // Times that one of them was opened since this was asked last.
    std::size_t count() {
        std::size_t events = 0;
        alignas(inotify_event) std::array<char, 65'536> buffer{};
        for (;;) {
            const auto got = ::read(descriptor_, buffer.data(), buffer.size());
            if (got <= 0) {
                return events;
            }
            for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
                inotify_event event{};
                std::memcpy(&event, buffer.data() + at, sizeof event);
                at += sizeof event + event.len;
                events += (event.mask & (IN_ISDIR | IN_IGNORED)) == 0 ? 1U : 0U;
            }
        }
    }

private:
    int descriptor_;
};

} // namespace curateur::test
