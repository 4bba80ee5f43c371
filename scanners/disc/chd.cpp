#include "disc/chd.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace curateur::disc {
namespace {

// MAME, src/lib/util/chd.h: the layouts of the three headers.
constexpr std::size_t k_metadata_limit = 200; // entries; a disc has 99 tracks
constexpr std::size_t k_text_limit = 512;     // bytes of one

std::string hex(std::string_view bytes) {
    std::string out;
    if (std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; })) {
        return out; // not computed
    }
    for (const char byte : bytes) {
        std::array<char, 3> pair{};
        std::snprintf(pair.data(), pair.size(), "%02x", static_cast<unsigned char>(byte));
        out += pair.data();
    }
    return out;
}

// "TRACK:1 TYPE:MODE1_RAW SUBTYPE:NONE FRAMES:4512 ...": the word after "KEY:".
std::string_view value_of(std::string_view text, std::string_view key) {
    const auto at = text.find(key);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto value = text.substr(at + key.size());
    return value.substr(0, value.find_first_of(std::string_view(" \0", 2)));
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string medium_of(std::string_view tag) {
    struct Tag {
        std::string_view tag, medium;
    };

    static constexpr std::array k_tags{Tag{"CHTR", "cd"},
                                       Tag{"CHT2", "cd"},
                                       Tag{"CHCD", "cd"},
                                       Tag{"CHGT", "gd"},
                                       Tag{"CHGD", "gd"},
                                       Tag{"DVD ", "dvd"},
                                       Tag{"GDDD", "hd"},
                                       Tag{"AVAV", "av"}};
    const auto* const found =
        std::find_if(k_tags.begin(), k_tags.end(), [&](const Tag& row) { return row.tag == tag; });
    return found == k_tags.end() ? std::string() : std::string(found->medium);
}

// A chain of entries: tag, flags and length, where the next one stands, the bytes.
Status read_metadata(const reader::Reader& from, std::uint64_t at, Chd& chd) {
    for (std::size_t i = 0; at != 0; ++i) {
        if (i == k_metadata_limit) {
            return Error{Errc::malformed, "its CHD metadata have no end"};
        }
        CURATEUR_TRY(const std::string head, reader::read_exactly(from, at, 16, "CHD metadata"));
        Bytes bytes(head);
        const std::string tag(*bytes.take(4));
        const std::size_t length = bytes.u32_be().value_or(0) & 0xFFFFFFU;
        const std::uint64_t next = bytes.u64_be().value_or(0);
        const auto medium = medium_of(tag);
        if (!medium.empty()) {
            chd.medium = medium;
        }
        if (tag == "CHTR" || tag == "CHT2" || tag == "CHGD" || tag == "CHGT") {
            CURATEUR_TRY(const std::string text,
                         reader::read_exactly(
                             from, at + 16, std::min(length, k_text_limit), "CHD metadata"));
            ChdTrack track;
            track.number = static_cast<std::uint32_t>(number(value_of(text, "TRACK:")));
            track.type = value_of(text, " TYPE:");
            track.frames = number(value_of(text, "FRAMES:"));
            // "PGTYPE:VMODE1": the pregap is in the CHD; without the V it is only told of.
            track.pregap =
                value_of(text, "PGTYPE:").starts_with('V') ? number(value_of(text, "PREGAP:")) : 0;
            chd.tracks.push_back(std::move(track));
        }
        at = next;
    }
    return ok();
}

struct Fields {
    std::size_t header, logical_size, metadata, sha1, data_sha1, parent_sha1;
};

} // namespace

bool is_chd(std::string_view head) {
    return head.starts_with("MComprHD");
}

Result<Chd> read_chd(const reader::Reader& from) {
    CURATEUR_TRY(const std::string start, reader::read_exactly(from, 0, 16, "CHD header"));
    Bytes bytes(start);
    if (!bytes.accept("MComprHD")) {
        return Error{Errc::malformed, "is no CHD by its first bytes"};
    }
    const auto length = bytes.u32_be();
    Chd chd;
    chd.version = bytes.u32_be().value_or(0);
    if (chd.version < 3 || chd.version > 5) {
        return Error{Errc::unsupported,
                     "is a CHD of version " + std::to_string(chd.version) +
                         "; chdman makes version 5 of it"};
    }
    static constexpr std::array k_layouts{Fields{120, 28, 36, 80, 0, 100},
                                          Fields{108, 28, 36, 48, 88, 68},
                                          Fields{124, 32, 48, 84, 64, 104}};
    const Fields& fields = k_layouts.at(chd.version - 3);
    if (length != fields.header) {
        return Error{Errc::malformed, "its CHD header has the wrong length"};
    }
    CURATEUR_TRY(const std::string header,
                 reader::read_exactly(from, 0, fields.header, "CHD header"));
    const std::string_view view(header);
    Bytes numbers(view);
    static_cast<void>(numbers.seek(fields.logical_size));
    chd.logical_size = numbers.u64_be().value_or(0);
    static_cast<void>(numbers.seek(fields.metadata));
    const std::uint64_t metadata = numbers.u64_be().value_or(0);
    if (chd.version == 5) {
        for (std::size_t i = 0; i < chd.codecs.size(); ++i) {
            chd.codecs.at(i) = view.substr(16 + 4 * i, 4);
        }
        static_cast<void>(numbers.seek(40));
        chd.map_at = numbers.u64_be().value_or(0);
        static_cast<void>(numbers.seek(56));
        chd.hunk_size = numbers.u32_be().value_or(0);
        chd.unit_size = numbers.u32_be().value_or(0);
    }
    chd.sha1 = hex(view.substr(fields.sha1, 20));
    chd.data_sha1 = fields.data_sha1 == 0 ? "" : hex(view.substr(fields.data_sha1, 20));
    chd.has_parent = !hex(view.substr(fields.parent_sha1, 20)).empty();
    CURATEUR_CHECK(read_metadata(from, metadata, chd));
    return chd;
}

} // namespace curateur::disc
