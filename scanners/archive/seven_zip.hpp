// The parts of a 7z directory (7-Zip's DOC/7zFormat.txt). Inside the box.
#pragma once

#include "archive/formats.hpp"

namespace curateur::archive::seven_zip {

// The property ids of 7zFormat.txt.
enum Id : std::uint8_t {
    id_end = 0x00,
    id_header = 0x01,
    id_archive_properties = 0x02,
    id_additional_streams = 0x03,
    id_main_streams = 0x04,
    id_files = 0x05,
    id_pack = 0x06,
    id_unpack = 0x07,
    id_substreams = 0x08,
    id_size = 0x09,
    id_crc = 0x0A,
    id_folder = 0x0B,
    id_coders_unpack_size = 0x0C,
    id_stream_count = 0x0D,
    id_empty_stream = 0x0E,
    id_empty_file = 0x0F,
    id_names = 0x11,
    id_encoded_header = 0x17
};

struct Coder {
    std::string id; // "\x03\x01\x01" is LZMA
    std::string properties;
    std::uint64_t inputs = 1, outputs = 1;
};

// Members that are packed together.
struct Folder {
    std::vector<Coder> coders;
    std::uint64_t packed_streams = 1;
    std::vector<std::uint64_t> unpack_sizes; // one for each output
    std::size_t main_output = 0;             // the output that is the members' bytes
    std::optional<std::uint32_t> crc32;

    [[nodiscard]] std::uint64_t unpack_size() const { return unpack_sizes.at(main_output); }

    [[nodiscard]] bool encrypted() const;
};

struct Substream {
    std::uint64_t size = 0;
    std::optional<std::uint32_t> crc32;
    std::size_t folder = 0;
    std::uint64_t before = 0; // bytes of the folder in front of it
};

struct Streams {
    std::uint64_t pack_position = 0; // bytes after the signature header
    std::vector<std::uint64_t> pack_sizes;
    std::vector<Folder> folders;
    std::vector<Substream> substreams;
};

[[nodiscard]] Error cut(const Bytes& bytes);

// A number of 7zFormat.txt: the first byte's leading ones say how many bytes follow.
[[nodiscard]] Result<std::uint64_t> number(Bytes& bytes);
// The same, for something of which there can be no more than `limit`.
[[nodiscard]] Result<std::size_t> count(Bytes& bytes, std::size_t limit);
[[nodiscard]] Result<std::uint8_t> property(Bytes& bytes);
// Bits, the highest of a byte first. With `all_first` a leading byte may say that all are set.
[[nodiscard]] Result<std::vector<bool>> bits(Bytes& bytes, std::size_t count, bool all_first);

[[nodiscard]] Result<Streams> read_streams(Bytes& bytes, std::size_t limit);

} // namespace curateur::archive::seven_zip
