// Bytes of a stranger at any offset: of a file, of memory, of a part of either. The parsers see
// only this, so that they can be tested on bytes and never hold a whole image.
#pragma once

#include <curateur/support/bytes.hpp>
#include <curateur/support/result.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace curateur::reader {

class Reader {
public:
    Reader() = default;
    virtual ~Reader() = default;

    [[nodiscard]] virtual std::uint64_t size() const = 0; // bytes

    // Fills `into` from offset on; returns fewer bytes only where the data ends. Errc::io when it
    // cannot be read, Errc::malformed when it is packed and does not unpack.
    [[nodiscard]] virtual Result<std::size_t> read_at(std::uint64_t offset,
                                                      std::span<char> into) const = 0;

    // All will be read, from the first byte to the last: the system may read ahead further.
    virtual void will_stream() const {}

protected:
    Reader(const Reader&) = default;
    Reader(Reader&&) = default;
    Reader& operator=(const Reader&) = default;
    Reader& operator=(Reader&&) = default;
};

// How many bytes were really read from files.
struct Meter {
    std::uint64_t bytes = 0;
};

class FileReader final : public Reader {
public:
    // A regular file, read-only. meter: may be nullptr; outlives the reader. Errc::not_found,
    // Errc::io; the message names the path.
    [[nodiscard]] static Result<FileReader> open(const std::filesystem::path& path, Meter* meter);

    FileReader(FileReader&& other) noexcept;
    FileReader& operator=(FileReader&& other) noexcept;
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;
    ~FileReader() override;

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override;

    void will_stream() const override;
    void will_read(std::uint64_t offset, std::uint64_t count) const; // soon; returns at once

private:
    FileReader(int fd, std::uint64_t size, std::string name, Meter* meter)
        : fd_(fd), size_(size), name_(std::move(name)), meter_(meter) {}

    int fd_ = -1;
    std::uint64_t size_ = 0;
    std::string name_;
    Meter* meter_ = nullptr;
};

// Bytes that lie elsewhere and outlive the reader.
class BytesReader final : public Reader {
public:
    explicit BytesReader(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override;

private:
    std::string_view bytes_;
};

// A part of another reader, which outlives it. What lies beyond the end is cut off.
class SliceReader final : public Reader {
public:
    SliceReader(const Reader& whole, std::uint64_t offset, std::uint64_t size);

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset,
                                              std::span<char> into) const override;

    void will_stream() const override { whole_->will_stream(); }

private:
    const Reader* whole_;
    std::uint64_t offset_, size_;
};

// Exactly `count` bytes. Errc::malformed "ends at byte 12, inside the <what>" when there are fewer.
[[nodiscard]] Result<std::string>
read_exactly(const Reader& from, std::uint64_t offset, std::size_t count, std::string_view what);

// At most `count` bytes; fewer, or none, where the data ends.
[[nodiscard]] Result<std::string>
read_some(const Reader& from, std::uint64_t offset, std::size_t count);

// Takes the next bytes; an error ends the stream and is handed on.
using Sink = std::function<Status(std::string_view)>;

// What is streamed goes in blocks of at most this many bytes: larger ones read no faster, and
// digests find them in the processor's cache.
inline constexpr std::size_t k_block = std::size_t{128} << 10U;

// All bytes from the first to the last. Errc::cancelled when stopped.
[[nodiscard]] Status stream(const Reader& from, const std::stop_token& stop, const Sink& sink);

} // namespace curateur::reader
