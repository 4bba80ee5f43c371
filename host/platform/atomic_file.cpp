#include "platform/atomic_file.hpp"

#include "platform/digest.hpp"
#include "platform/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <limits>

namespace curateur::platform {
namespace fs = std::filesystem;

namespace {

Result<bool> still_holds(const fs::path& path, const std::optional<std::string>& expected) {
    const auto now = read_file(path, std::numeric_limits<std::uint64_t>::max());
    if (!now) {
        if (now.error().code == Errc::not_found) {
            return !expected.has_value();
        }
        return Error(now.error());
    }
    return expected.has_value() && sha256_of(*now) == *expected;
}

Status write_temp(const fs::path& temp, const fs::path& target, std::string_view bytes) {
    struct stat old {};

    const bool existed = ::stat(target.c_str(), &old) == 0;
    const Descriptor file(::open(temp.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                 existed ? old.st_mode & 07777 : 0644));
    if (!file) {
        return io_error(temp, "cannot be made");
    }
    if (existed) {
        ::fchmod(file.get(), old.st_mode & 07777);
    }
    fault_point("document_open");
    CURATEUR_CHECK(write_all(file.get(), bytes, temp));
    if (::fsync(file.get()) != 0) {
        return io_error(temp, "cannot be synced");
    }
    return ok();
}

} // namespace

Status replace_file(const fs::path& path,
                    std::string_view bytes,
                    const std::optional<std::string>& expected_sha256) {
    std::error_code error;
    fs::path target = path;
    if (fs::is_symlink(path, error)) {
        target = fs::canonical(path, error);
        if (error) {
            return Error{Errc::io, path.string() + ": its link leads nowhere: " + error.message()};
        }
    }
    CURATEUR_CHECK(make_directories(target.parent_path()));
    const auto temp = temp_beside(target);
    auto written = write_temp(temp, target, bytes);
    if (!written) {
        ::unlink(temp.c_str());
        return written;
    }
    fault_point("document_written");
    const auto same = still_holds(target, expected_sha256);
    if (!same || !*same) {
        ::unlink(temp.c_str());
        return same ? Error{Errc::busy, path.string() + ": changed while it was being merged"}
                    : Error(same.error());
    }
    if (::rename(temp.c_str(), target.c_str()) != 0) {
        auto failed = io_error(target, "cannot be replaced");
        ::unlink(temp.c_str());
        return failed;
    }
    fault_point("document_renamed");
    return sync_directory(target.parent_path());
}

} // namespace curateur::platform
