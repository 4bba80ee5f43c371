#include "reader/reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace curateur::reader {
namespace {

Error failed(const std::string& name, const char* what) {
    const int code = errno;
    return Error{code == ENOENT || code == ENOTDIR ? Errc::not_found : Errc::io,
                 name + ": " + what + ": " + std::generic_category().message(code)};
}

} // namespace

Result<FileReader> FileReader::open(const std::filesystem::path& path, Meter* meter) {
    // O_NONBLOCK: a pipe in the folder must not hang the scan.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return failed(path.string(), "cannot be opened");
    }

    struct stat status {};

    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(fd);
        return Error{Errc::io, path.string() + ": is not a regular file"};
    }
    return FileReader(fd, static_cast<std::uint64_t>(status.st_size), path.string(), meter);
}

FileReader::FileReader(FileReader&& other) noexcept
    : Reader(std::move(other))
    , fd_(std::exchange(other.fd_, -1))
    , size_(other.size_)
    , name_(std::move(other.name_))
    , meter_(other.meter_) {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(size_, other.size_);
    std::swap(name_, other.name_);
    std::swap(meter_, other.meter_);
    return *this;
}

FileReader::~FileReader() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Result<std::size_t> FileReader::read_at(std::uint64_t offset, std::span<char> into) const {
    std::size_t done = 0;
    while (done < into.size() && offset + done < size_) {
        const auto got =
            ::pread(fd_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return failed(name_, "cannot be read");
        }
        if (got == 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    if (meter_ != nullptr) {
        meter_->bytes += done;
    }
    return done;
}

void FileReader::will_read(std::uint64_t offset, std::uint64_t count) const {
    static_cast<void>(::posix_fadvise(
        fd_, static_cast<off_t>(offset), static_cast<off_t>(count), POSIX_FADV_WILLNEED));
}

void FileReader::will_stream() const {
    static_cast<void>(::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL));
}

Result<std::size_t> BytesReader::read_at(std::uint64_t offset, std::span<char> into) const {
    if (offset >= bytes_.size()) {
        return std::size_t{0};
    }
    return bytes_.substr(static_cast<std::size_t>(offset)).copy(into.data(), into.size());
}

SliceReader::SliceReader(const Reader& whole, std::uint64_t offset, std::uint64_t size)
    : whole_(&whole)
    , offset_(std::min(offset, whole.size()))
    , size_(std::min(size, whole.size() - offset_)) {}

Result<std::size_t> SliceReader::read_at(std::uint64_t offset, std::span<char> into) const {
    if (offset >= size_) {
        return std::size_t{0};
    }
    const auto left = std::min<std::uint64_t>(into.size(), size_ - offset);
    return whole_->read_at(offset_ + offset, into.first(static_cast<std::size_t>(left)));
}

Result<std::string> read_some(const Reader& from, std::uint64_t offset, std::size_t count) {
    if (offset >= from.size()) {
        return std::string();
    }
    // Memory for what is there, not for what a header claims.
    std::string bytes(
        static_cast<std::size_t>(std::min<std::uint64_t>(count, from.size() - offset)), '\0');
    CURATEUR_TRY(const std::size_t got, from.read_at(offset, bytes));
    bytes.resize(got);
    return bytes;
}

Result<std::string>
read_exactly(const Reader& from, std::uint64_t offset, std::size_t count, std::string_view what) {
    CURATEUR_TRY(std::string bytes, read_some(from, offset, count));
    if (bytes.size() < count) {
        return Error{Errc::malformed,
                     "ends at byte " + std::to_string(from.size()) + ", before the end of the " +
                         std::string(what)};
    }
    return bytes;
}

Status stream(const Reader& from, const std::stop_token& stop, const Sink& sink) {
    // On the stack, whose pages a thread has touched before: on the heap, each file would pay for
    // zeroed pages as much as for its bytes.
    std::array<char, k_block> block; // not zeroed: it is read into
    from.will_stream();
    for (std::uint64_t at = 0; at < from.size();) {
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped while reading"};
        }
        CURATEUR_TRY(const std::size_t got, from.read_at(at, block));
        if (got == 0) {
            return Error{Errc::io, "became shorter while it was read"};
        }
        CURATEUR_CHECK(sink(std::string_view(block.data(), got)));
        at += got;
    }
    return ok();
}

} // namespace curateur::reader
