#include "archive/formats.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace curateur::archive {
namespace {

constexpr std::uint32_t k_stored = 0, k_deflated = 8;

class Inflater {
public:
    Inflater() { ready_ = ::inflateInit2(&stream_, -MAX_WBITS) == Z_OK; } // without a zlib header

    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    ~Inflater() { ::inflateEnd(&stream_); }

    // Errc::malformed without more: the caller knows the member.
    Status update(std::string_view packed, const reader::Sink& sink) {
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data())); // NOLINT
        stream_.avail_in = static_cast<uInt>(packed.size());
        while (ready_ && !ended && (stream_.avail_in > 0 || more_)) {
            stream_.next_out = reinterpret_cast<Bytef*>(block_.data());
            stream_.avail_out = static_cast<uInt>(block_.size());
            const int code = ::inflate(&stream_, Z_NO_FLUSH);
            if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
                return Error{Errc::malformed, "its deflated bytes are damaged"};
            }
            ended = code == Z_STREAM_END;
            more_ = stream_.avail_out == 0;
            CURATEUR_CHECK(
                sink(std::string_view(block_.data(), block_.size() - stream_.avail_out)));
        }
        return ready_ ? ok() : Error{Errc::fault, "zlib could not be started"};
    }

    bool ended = false; // the end of the deflated bytes has been seen

private:
    z_stream stream_{};
    bool ready_ = false;
    bool more_ = false; // it has more than fitted into the block
    std::string block_ = std::string(reader::k_block, '\0');
};

struct FreeArchive {
    void operator()(struct ::archive* it) const { ::archive_read_free(it); }
};

using Handle = std::unique_ptr<struct ::archive, FreeArchive>;

// What libarchive reads from.
struct Feed {
    const reader::Reader* from;
    const std::stop_token* stop;
    std::uint64_t at = 0;
    std::string block = std::string(reader::k_block, '\0');
    std::optional<Error> error; // ours, when it was not the archive's fault
};

la_ssize_t on_read(struct ::archive* it, void* data, const void** buffer) {
    auto& feed = *static_cast<Feed*>(data);
    if (feed.stop->stop_requested()) {
        feed.error = Error{Errc::cancelled, "stopped while unpacking"};
    } else if (auto got = feed.from->read_at(feed.at, feed.block)) {
        *buffer = feed.block.data();
        feed.at += *got;
        return static_cast<la_ssize_t>(*got);
    } else {
        feed.error = std::move(got).error();
    }
    ::archive_set_error(it, EIO, "%s", feed.error->message.c_str());
    return ARCHIVE_FATAL;
}

la_int64_t on_seek(struct ::archive* /*it*/, void* data, la_int64_t offset, int whence) {
    auto& feed = *static_cast<Feed*>(data);
    const auto base = whence == SEEK_SET   ? std::int64_t{0}
                      : whence == SEEK_CUR ? static_cast<std::int64_t>(feed.at)
                                           : static_cast<std::int64_t>(feed.from->size());
    if (offset < -base) {
        return ARCHIVE_FATAL;
    }
    feed.at = static_cast<std::uint64_t>(base + offset);
    return static_cast<la_int64_t>(feed.at);
}

la_int64_t on_skip(struct ::archive* /*it*/, void* data, la_int64_t count) {
    auto& feed = *static_cast<Feed*>(data);
    const auto left = feed.from->size() - std::min(feed.from->size(), feed.at);
    const auto step = std::min<std::uint64_t>(static_cast<std::uint64_t>(count), left);
    feed.at += step;
    return static_cast<la_int64_t>(step);
}

Error library_error(const Feed& feed, struct ::archive* it) {
    if (feed.error) {
        return *feed.error;
    }
    const char* const text = ::archive_error_string(it);
    return Error{Errc::malformed,
                 "cannot be unpacked: " + std::string(text == nullptr ? "unknown reason" : text)};
}

Status read_data(struct ::archive* it,
                 const Feed& feed,
                 const std::stop_token& stop,
                 const reader::Sink& sink) {
    for (std::int64_t done = 0;;) {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int code = ::archive_read_data_block(it, &block, &size, &offset);
        if (code == ARCHIVE_EOF) {
            return ok();
        }
        if (code < ARCHIVE_WARN) {
            return library_error(feed, it);
        }
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped while unpacking"};
        }
        if (offset != done) {
            return Error{Errc::malformed, "cannot be unpacked: it has holes"};
        }
        std::string_view rest(static_cast<const char*>(block), size);
        while (!rest.empty()) {
            CURATEUR_CHECK(sink(rest.substr(0, reader::k_block)));
            rest.remove_prefix(std::min(rest.size(), reader::k_block));
        }
        done += static_cast<std::int64_t>(size);
    }
}

} // namespace

Status unpack_zip(const reader::Reader& from,
                  const Member& member,
                  const std::stop_token& stop,
                  const reader::Sink& sink) {
    CURATEUR_TRY(const std::string local,
                 reader::read_exactly(from, member.offset, 30, "member's header"));
    Bytes bytes(local);
    if (!bytes.accept("PK\x03\x04")) {
        return broken(member.offset, "member " + member.name + " should begin here");
    }
    // Its sizes may follow the bytes (a data descriptor); the directory's are meant.
    static_cast<void>(bytes.seek(26));
    const std::uint64_t name_size = bytes.u16_le().value_or(0);
    const std::uint64_t extra_size = bytes.u16_le().value_or(0);
    const reader::SliceReader packed(
        from, member.offset + 30 + name_size + extra_size, member.packed);
    if (packed.size() < member.packed) {
        return broken(from.size(), "the archive ends inside member " + member.name);
    }
    if (member.method == k_stored) {
        return reader::stream(packed, stop, sink);
    }
    if (member.method != k_deflated) {
        return Error{Errc::unsupported,
                     "member " + member.name + " is packed with method " +
                         std::to_string(member.method) +
                         ", which is not unpacked here; its CRC-32 still identifies it"};
    }
    Inflater inflater;
    CURATEUR_CHECK(reader::stream(
        packed, stop, [&](std::string_view block) { return inflater.update(block, sink); }));
    return inflater.ended ? ok()
                          : Error{Errc::malformed,
                                  "member " + member.name + " ends before its deflated bytes do"};
}

Status unpack_with_library(const reader::Reader& from,
                           Kind kind,
                           std::size_t index,
                           const std::stop_token& stop,
                           const reader::Sink& sink) {
    Feed feed{&from, &stop, 0, std::string(reader::k_block, '\0'), std::nullopt};
    const Handle it(::archive_read_new());
    if (!it) {
        return Error{Errc::fault, "libarchive could not be started"};
    }
    if (kind == Kind::seven_zip) {
        ::archive_read_support_format_7zip(it.get());
    } else {
        ::archive_read_support_format_rar(it.get());
        ::archive_read_support_format_rar5(it.get());
    }
    ::archive_read_set_read_callback(it.get(), on_read);
    ::archive_read_set_seek_callback(it.get(), on_seek);
    ::archive_read_set_skip_callback(it.get(), on_skip);
    ::archive_read_set_callback_data(it.get(), &feed);
    if (::archive_read_open1(it.get()) < ARCHIVE_WARN) {
        return library_error(feed, it.get());
    }
    for (std::size_t i = 0;; ++i) {
        struct ::archive_entry* entry = nullptr;
        const int code = ::archive_read_next_header(it.get(), &entry);
        if (code == ARCHIVE_EOF) {
            return Error{Errc::malformed, "cannot be unpacked: the member is not reached"};
        }
        if (code < ARCHIVE_WARN) {
            return library_error(feed, it.get());
        }
        if (i == index) {
            return read_data(it.get(), feed, stop, sink);
        }
    }
}

} // namespace curateur::archive
