// Files as the host reads and writes them. Errors name the path and what the system said.
#pragma once

#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace curateur::platform {

// The error of the last failed call, as "<path>: <what>: <errno text>"; ENOSPC is Errc::no_space.
[[nodiscard]] Error io_error(const std::filesystem::path& path, std::string_view what);

// Owns a file descriptor.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int fd) : fd_(fd) {}

    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}

    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { reset(); }

    [[nodiscard]] int get() const { return fd_; }

    explicit operator bool() const { return fd_ >= 0; }

    [[nodiscard]] int release() {
        const int fd = fd_;
        fd_ = -1;
        return fd;
    }

    void reset();

private:
    int fd_ = -1;
};

// Everything in it; Errc::not_found when there is no such file, Errc::invalid when it is larger
// than limit bytes.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit);

// Writes all, through short writes and EINTR.
[[nodiscard]] Status write_all(int fd, std::string_view bytes, const std::filesystem::path& path);

// A file that must not exist yet, with these bytes; on the disk when it returns, if it syncs.
// Nothing is left of it after an error.
[[nodiscard]] Status
write_new(const std::filesystem::path& path, std::string_view bytes, bool syncs);

[[nodiscard]] Status make_directories(const std::filesystem::path& path);

// After a rename: the directory's own entry is on the disk.
[[nodiscard]] Status sync_directory(const std::filesystem::path& directory);

// Moves temp to target, which must not exist: never replaces. Errc::busy when it does.
[[nodiscard]] Status move_new(const std::filesystem::path& temp,
                              const std::filesystem::path& target);

// How a file's bytes come to a second place.
enum class Sharing : std::uint8_t {
    automatic, // a reflink where the file system can, else a copy
    reflink,   // two files that lie on the disk once until one of them is changed
    hardlink,  // one file with two names: whoever changes it there changes it here
    copy
};

// Makes target hold what source holds, complete or not there at all. Never replaces: Errc::busy.
// What the file system refuses becomes a copy; then the sentence says why, else it is "".
[[nodiscard]] Result<std::string>
share_new(const std::filesystem::path& source, const std::filesystem::path& target, Sharing how);

// The same with Sharing::automatic.
[[nodiscard]] Status copy_new(const std::filesystem::path& source,
                              const std::filesystem::path& target);

// Moves a file to a place that is free (Errc::busy: it is not), also to another file system: it is
// on the disk there before it is gone here. The folder of target is there.
[[nodiscard]] Status move_far(const std::filesystem::path& source,
                              const std::filesystem::path& target);

// The name of a temporary file beside target. No frontend lists it: it begins with a dot.
[[nodiscard]] std::filesystem::path temp_beside(const std::filesystem::path& target);

// Whether it is such a file of a process that is gone: killed before it could remove it. A process
// may have the number of one that is gone (in a container it often has): ask before the first
// temporary file is made in the folder.
[[nodiscard]] bool is_leftover(const std::filesystem::path& file);
inline constexpr std::string_view k_temp_prefix = ".curateur-";

// Tests kill the program here: CURATEUR_FAULT=name:3 ends it by SIGKILL at the third time.
void fault_point(std::string_view name);

} // namespace curateur::platform
