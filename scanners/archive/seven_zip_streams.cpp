#include "archive/seven_zip.hpp"

#include <algorithm>

namespace curateur::archive::seven_zip {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_coders = 8; // of one folder: twice what 7-Zip chains (BCJ2, LZMA, AES)

Status expect(Bytes& bytes, std::uint8_t id) {
    const auto at = bytes.position();
    CURATEUR_TRY(const std::uint8_t got, property(bytes));
    return got == id
               ? ok()
               : Status(Error{Errc::malformed,
                              "byte " + std::to_string(at) + " of the 7z directory: property " +
                                  std::to_string(id) + " should stand here"});
}

Result<std::vector<std::optional<std::uint32_t>>> digests(Bytes& bytes, std::size_t count) {
    CURATEUR_TRY(const std::vector<bool> defined, bits(bytes, count, true));
    std::vector<std::optional<std::uint32_t>> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (defined[i]) {
            all[i] = bytes.u32_le();
            if (!all[i]) {
                return cut(bytes);
            }
        }
    }
    return all;
}

Result<Coder> read_coder(Bytes& bytes) {
    CURATEUR_TRY(const std::uint8_t flags, property(bytes));
    Coder coder;
    const auto id = bytes.take(flags & 0x0FU);
    if (!id) {
        return cut(bytes);
    }
    coder.id = *id;
    if ((flags & 0x10U) != 0) {
        CURATEUR_TRY(coder.inputs, count(bytes, k_coders));
        CURATEUR_TRY(coder.outputs, count(bytes, k_coders));
    }
    if ((flags & 0x20U) != 0) {
        CURATEUR_TRY(const std::size_t size, count(bytes, bytes.left()));
        const auto properties = bytes.take(size);
        if (!properties) {
            return cut(bytes);
        }
        coder.properties = *properties;
    }
    return coder;
}

Result<Folder> read_folder(Bytes& bytes) {
    Folder folder;
    CURATEUR_TRY(const std::size_t coders, count(bytes, k_coders));
    std::uint64_t inputs = 0;
    std::uint64_t outputs = 0;
    for (std::size_t i = 0; i < coders; ++i) {
        CURATEUR_TRY(Coder coder, read_coder(bytes));
        inputs += coder.inputs;
        outputs += coder.outputs;
        folder.coders.push_back(std::move(coder));
    }
    if (outputs == 0 || outputs > k_coders || inputs > k_coders || inputs + 1 < outputs) {
        return Error{Errc::malformed, "the 7z directory describes a way to unpack that cannot be"};
    }
    std::vector<bool> bound(static_cast<std::size_t>(outputs), false);
    for (std::uint64_t i = 0; i + 1 < outputs; ++i) {
        CURATEUR_TRY(const std::uint64_t input, number(bytes));
        CURATEUR_TRY(const std::uint64_t output, number(bytes));
        if (input >= inputs || output >= outputs) {
            return Error{Errc::malformed, "the 7z directory binds streams that do not exist"};
        }
        bound[static_cast<std::size_t>(output)] = true;
    }
    folder.main_output =
        static_cast<std::size_t>(std::find(bound.begin(), bound.end(), false) - bound.begin());
    if (folder.main_output == bound.size()) {
        return Error{Errc::malformed, "the 7z directory describes a way to unpack without an end"};
    }
    folder.packed_streams = inputs - (outputs - 1);
    if (folder.packed_streams > 1) {
        for (std::uint64_t i = 0; i < folder.packed_streams; ++i) {
            CURATEUR_CHECK(number(bytes)); // which input; only libarchive needs it
        }
    }
    folder.unpack_sizes.resize(static_cast<std::size_t>(outputs));
    return folder;
}

Status read_pack(Bytes& bytes, std::size_t limit, Streams& streams) {
    CURATEUR_TRY(streams.pack_position, number(bytes));
    CURATEUR_TRY(const std::size_t packed, count(bytes, limit));
    for (;;) {
        CURATEUR_TRY(const std::uint8_t id, property(bytes));
        if (id == id_end) {
            return ok();
        }
        if (id == id_size) {
            for (std::size_t i = 0; i < packed; ++i) {
                CURATEUR_TRY(const std::uint64_t size, number(bytes));
                streams.pack_sizes.push_back(size);
            }
        } else if (id == id_crc) {
            CURATEUR_CHECK(digests(bytes, packed));
        } else {
            return cut(bytes);
        }
    }
}

Status read_unpack(Bytes& bytes, std::size_t limit, Streams& streams) {
    CURATEUR_CHECK(expect(bytes, id_folder));
    CURATEUR_TRY(const std::size_t folders, count(bytes, limit));
    CURATEUR_TRY(const std::uint8_t external, property(bytes));
    if (external != 0) {
        return Error{Errc::unsupported, "keeps its 7z directory in pieces"};
    }
    for (std::size_t i = 0; i < folders; ++i) {
        CURATEUR_TRY(Folder folder, read_folder(bytes));
        streams.folders.push_back(std::move(folder));
    }
    CURATEUR_CHECK(expect(bytes, id_coders_unpack_size));
    for (Folder& folder : streams.folders) {
        for (std::uint64_t& size : folder.unpack_sizes) {
            CURATEUR_TRY(size, number(bytes));
        }
    }
    for (;;) {
        CURATEUR_TRY(const std::uint8_t id, property(bytes));
        if (id == id_end) {
            return ok();
        }
        if (id != id_crc) {
            return cut(bytes);
        }
        CURATEUR_TRY(const auto sums, digests(bytes, folders));
        for (std::size_t i = 0; i < folders; ++i) {
            streams.folders[i].crc32 = sums[i];
        }
    }
}

// The sizes of a folder's members but the last, which has the rest.
Status read_sizes(
    Bytes* bytes, const Folder& folder, std::size_t index, std::size_t members, Streams& streams) {
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < members; ++i) {
        std::uint64_t size = folder.unpack_size() - before;
        if (i + 1 < members) {
            if (bytes == nullptr) {
                return Error{Errc::malformed, "the 7z directory leaves out sizes"};
            }
            CURATEUR_TRY(const std::uint64_t said, number(*bytes));
            if (said > size) {
                return Error{Errc::malformed,
                             "the 7z directory has members larger than their folder"};
            }
            size = said;
        }
        streams.substreams.push_back(
            {size, members == 1 ? folder.crc32 : std::nullopt, index, before});
        before += size;
    }
    return ok();
}

Status read_substreams(Bytes* bytes, std::size_t limit, Streams& streams) {
    std::vector<std::size_t> members(streams.folders.size(), 1);
    std::uint8_t id = id_end;
    if (bytes != nullptr) {
        CURATEUR_TRY(id, property(*bytes));
    }
    if (id == id_stream_count) {
        std::size_t left = limit;
        for (std::size_t& each : members) {
            CURATEUR_TRY(each, count(*bytes, left));
            left -= each;
        }
        CURATEUR_TRY(id, property(*bytes));
    }
    const bool has_sizes = id == id_size;
    for (std::size_t i = 0; i < members.size(); ++i) {
        CURATEUR_CHECK(
            read_sizes(has_sizes ? bytes : nullptr, streams.folders[i], i, members[i], streams));
    }
    if (has_sizes) {
        CURATEUR_TRY(id, property(*bytes));
    }
    if (id == id_crc) {
        const auto unknown = std::count_if(streams.substreams.begin(),
                                           streams.substreams.end(),
                                           [](const Substream& it) { return !it.crc32; });
        CURATEUR_TRY(const auto sums, digests(*bytes, static_cast<std::size_t>(unknown)));
        auto next = sums.begin();
        for (Substream& it : streams.substreams) {
            if (!it.crc32) {
                it.crc32 = *next++;
            }
        }
        CURATEUR_TRY(id, property(*bytes));
    }
    return id == id_end ? ok() : Status(cut(*bytes));
}

// Every way to pack makes a byte or more of a byte. libarchive 3.6 reads for ever where there is
// nothing to read.
Status check_packed(const Streams& streams) {
    auto next = streams.pack_sizes.begin();
    for (const Folder& folder : streams.folders) {
        for (std::uint64_t i = 0; i < folder.packed_streams; ++i) {
            if (next == streams.pack_sizes.end()) {
                return Error{Errc::malformed, "the 7z directory has less packed than it unpacks"};
            }
            if (*next++ == 0 && folder.unpack_size() > 0) {
                return Error{Errc::malformed,
                             "the 7z directory says that " + std::to_string(folder.unpack_size()) +
                                 " bytes are packed in none"};
            }
        }
    }
    return ok();
}

} // namespace

bool Folder::encrypted() const {
    return std::any_of(coders.begin(), coders.end(), [](const Coder& coder) {
        return coder.id == "\x06\xF1\x07\x01"sv; // AES-256 with SHA-256
    });
}

Error cut(const Bytes& bytes) {
    return Error{Errc::malformed,
                 "byte " + std::to_string(bytes.position()) +
                     " of the 7z directory: it ends too early, or something unknown stands here"};
}

Result<std::uint64_t> number(Bytes& bytes) {
    const auto first = bytes.u8();
    if (!first) {
        return cut(bytes);
    }
    std::uint64_t value = 0;
    unsigned mask = 0x80;
    for (unsigned i = 0; i < 8; ++i, mask >>= 1U) {
        if ((*first & mask) == 0) {
            return value | std::uint64_t{*first & (mask - 1U)} << (8U * i);
        }
        const auto next = bytes.u8();
        if (!next) {
            return cut(bytes);
        }
        value |= std::uint64_t{*next} << (8U * i);
    }
    return value;
}

Result<std::size_t> count(Bytes& bytes, std::size_t limit) {
    CURATEUR_TRY(const std::uint64_t value, number(bytes));
    if (value > limit) {
        return Error{Errc::malformed,
                     "the 7z directory counts " + std::to_string(value) + " where at most " +
                         std::to_string(limit) + " can be"};
    }
    return static_cast<std::size_t>(value);
}

Result<std::uint8_t> property(Bytes& bytes) {
    const auto id = bytes.u8();
    return id ? Result<std::uint8_t>(*id) : cut(bytes);
}

Result<std::vector<bool>> bits(Bytes& bytes, std::size_t count, bool all_first) {
    if (all_first) {
        CURATEUR_TRY(const std::uint8_t all, property(bytes));
        if (all != 0) {
            return std::vector<bool>(count, true);
        }
    }
    const auto packed = bytes.take((count + 7) / 8);
    if (!packed) {
        return cut(bytes);
    }
    std::vector<bool> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = (static_cast<unsigned char>((*packed)[i / 8]) >> (7U - i % 8U) & 1U) != 0;
    }
    return out;
}

Result<Streams> read_streams(Bytes& bytes, std::size_t limit) {
    Streams streams;
    bool has_substreams = false;
    for (;;) {
        CURATEUR_TRY(const std::uint8_t id, property(bytes));
        if (id == id_end) {
            break;
        }
        if (id == id_pack && streams.pack_sizes.empty()) {
            CURATEUR_CHECK(read_pack(bytes, limit, streams));
        } else if (id == id_unpack && streams.folders.empty()) {
            CURATEUR_CHECK(read_unpack(bytes, limit, streams));
        } else if (id == id_substreams && !has_substreams) {
            has_substreams = true;
            CURATEUR_CHECK(read_substreams(&bytes, limit, streams));
        } else {
            return cut(bytes);
        }
    }
    if (!has_substreams) {
        CURATEUR_CHECK(read_substreams(nullptr, limit, streams));
    }
    CURATEUR_CHECK(check_packed(streams));
    return streams;
}

} // namespace curateur::archive::seven_zip
