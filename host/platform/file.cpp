#include "platform/file.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace curateur::platform {
namespace fs = std::filesystem;

Error io_error(const fs::path& path, std::string_view what) {
    const int code = errno;
    const Errc kind = code == ENOENT                     ? Errc::not_found
                      : code == ENOSPC || code == EDQUOT ? Errc::no_space
                                                         : Errc::io;
    const bool is_about_name = code == EINVAL || code == ENAMETOOLONG || code == EILSEQ;
    return {kind,
            path.string() + ": " + std::string(what) + ": " +
                (is_about_name ? "the file system cannot hold a file of this name"
                               : std::generic_category().message(code))};
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = other.release();
    }
    return *this;
}

void Descriptor::reset() {
    if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

Result<std::string> read_file(const fs::path& path, std::uint64_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) {
        return io_error(path, "cannot be opened");
    }
    std::string bytes;
    std::array<char, 65536> block{};
    for (;;) {
        const auto got = ::read(file.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return io_error(path, "cannot be read");
        }
        if (got == 0) {
            return bytes;
        }
        bytes.append(block.data(), static_cast<std::size_t>(got));
        if (bytes.size() > limit) {
            return Error{Errc::invalid,
                         path.string() + ": is larger than " + std::to_string(limit) + " bytes"};
        }
    }
}

Status write_all(int fd, std::string_view bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const auto done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return io_error(path, "cannot be written");
        }
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return ok();
}

Status write_new(const fs::path& path, std::string_view bytes, bool syncs) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return io_error(path, "cannot be made");
    }
    auto written = write_all(file.get(), bytes, path);
    if (written && syncs && ::fsync(file.get()) != 0) {
        written = io_error(path, "cannot be synced");
    }
    if (!written) {
        ::unlink(path.c_str());
    }
    return written;
}

Status make_directories(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) {
        const bool is_full = error == std::errc::no_space_on_device;
        return Error{is_full ? Errc::no_space : Errc::io,
                     path.string() + ": cannot be made: " + error.message()};
    }
    return ok();
}

Status sync_directory(const fs::path& directory) {
    const Descriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some network file systems refuse to sync a directory; there is nothing else to do there.
    if (!folder || (::fsync(folder.get()) != 0 && errno != EINVAL)) {
        return io_error(directory, "cannot be synced");
    }
    return ok();
}

Status move_new(const fs::path& temp, const fs::path& target) {
    if (::renameat2(AT_FDCWD, temp.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
        return ok();
    }
    if (errno == EEXIST) {
        return Error{Errc::busy, target.string() + ": is there already"};
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return io_error(target, "cannot be moved into place");
    }
    // A file system without RENAME_NOREPLACE (exFAT, CIFS).
    if (::access(target.c_str(), F_OK) == 0) {
        return Error{Errc::busy, target.string() + ": is there already"};
    }
    if (::rename(temp.c_str(), target.c_str()) != 0) {
        return io_error(target, "cannot be moved into place");
    }
    return ok();
}

namespace {

// into: temp, open for writing and empty. What refused a reflink that was asked for: a sentence.
Result<std::string>
fill(const Descriptor& into, const fs::path& source, const fs::path& temp, Sharing how) {
    const Descriptor from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    if (!from) {
        return io_error(source, "cannot be opened");
    }
    std::string refusal;
    if (how == Sharing::automatic || how == Sharing::reflink) {
        if (::ioctl(into.get(), FICLONE, from.get()) == 0) {
            return refusal;
        }
        refusal = how == Sharing::reflink ? io_error(source, "cannot be reflinked").message : "";
    }
    std::error_code error;
    fs::copy_file(source, temp, fs::copy_options::overwrite_existing, error);
    if (error) {
        const bool is_full = error == std::errc::no_space_on_device || error.value() == EDQUOT;
        return Error{is_full ? Errc::no_space : Errc::io,
                     temp.string() + ": " + source.string() +
                         " cannot be copied to it: " + error.message()};
    }
    return refusal;
}

Result<std::string> fill_new(const fs::path& source, const fs::path& target, Sharing how) {
    const auto temp = temp_beside(target);
    const Descriptor into(::open(temp.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!into) {
        return io_error(temp, "cannot be made");
    }
    auto filled = fill(into, source, temp, how);
    const auto moved = filled ? move_new(temp, target) : Status(filled.error());
    if (!moved) {
        ::unlink(temp.c_str());
        return Error(moved.error());
    }
    return filled;
}

} // namespace

Result<std::string> share_new(const fs::path& source, const fs::path& target, Sharing how) {
    if (how != Sharing::hardlink) {
        return fill_new(source, target, how);
    }
    if (::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), AT_SYMLINK_FOLLOW) == 0) {
        return std::string();
    }
    if (errno == EEXIST) {
        return Error{Errc::busy, target.string() + ": is there already"};
    }
    auto refused = io_error(source, "cannot be hard-linked");
    CURATEUR_TRY(const auto copied, fill_new(source, target, Sharing::automatic));
    static_cast<void>(copied);
    return std::move(refused.message);
}

Status copy_new(const fs::path& source, const fs::path& target) {
    CURATEUR_TRY(const auto shared, share_new(source, target, Sharing::automatic));
    static_cast<void>(shared);
    return ok();
}

Status move_far(const fs::path& source, const fs::path& target) {
    if (::renameat2(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
        return ok(); // a rename loses nothing, whatever happens to the power
    }
    if (errno != EXDEV) { // two mounts of one file system are far from each other, too
        return move_new(source, target);
    }
    CURATEUR_CHECK(copy_new(source, target));
    {
        const Descriptor copy(::open(target.c_str(), O_RDONLY | O_CLOEXEC));
        if (!copy || ::fsync(copy.get()) != 0) {
            auto failed = io_error(target, "cannot be synced");
            ::unlink(target.c_str());
            return failed;
        }
    }
    CURATEUR_CHECK(sync_directory(target.parent_path()));
    fault_point("file_copied");
    if (::unlink(source.c_str()) != 0) {
        auto failed = io_error(source, "cannot be moved away");
        ::unlink(target.c_str());
        return failed;
    }
    return ok();
}

fs::path temp_beside(const fs::path& target) {
    static std::atomic<unsigned> count{0};
    return target.parent_path() / (std::string(k_temp_prefix) + std::to_string(::getpid()) + "-" +
                                   std::to_string(count++) + ".tmp");
}

bool is_leftover(const fs::path& file) {
    const auto name = file.filename().string();
    if (!name.starts_with(k_temp_prefix)) {
        return false;
    }
    pid_t maker = 0;
    const auto* const from = name.data() + k_temp_prefix.size();
    const auto read = std::from_chars(from, name.data() + name.size(), maker);
    if (read.ec != std::errc() || maker <= 0) {
        return false;
    }
    return maker == ::getpid() || (::kill(maker, 0) != 0 && errno == ESRCH);
}

void fault_point(std::string_view name) {
    static const char* const wanted = std::getenv("CURATEUR_FAULT");
    if (wanted == nullptr) {
        return;
    }
    static std::atomic<int> hits{0};
    const std::string_view spec(wanted);
    const auto colon = spec.find(':');
    int at = 1;
    if (colon != std::string_view::npos) {
        std::from_chars(spec.data() + colon + 1, spec.data() + spec.size(), at);
    }
    if ((spec.substr(0, colon) == name || spec.substr(0, colon) == "any") && ++hits == at) {
        ::kill(::getpid(), SIGKILL);
    }
}

} // namespace curateur::platform
