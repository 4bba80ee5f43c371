// Boxes of ISO/IEC 14496-12, in the order a player that streams wants them: ftyp, moov, mdat.
#include "simulator/bodies.hpp"

#include <algorithm>
#include <array>

namespace curateur::simulator {
namespace {

constexpr std::uint32_t k_per_second = 10; // frames, and the time scale

std::string number(std::uint32_t value, unsigned bytes) {
    std::string out;
    for (unsigned shift = bytes * 8; shift != 0; shift -= 8) {
        out += static_cast<char>(value >> (shift - 8) & 0xFFU);
    }
    return out;
}

std::string u32(std::uint32_t value) {
    return number(value, 4);
}

std::string zeros(std::size_t count) {
    return std::string(count, '\0');
}

std::string box(const char* type, const std::string& content) {
    return u32(static_cast<std::uint32_t>(content.size() + 8)) + type + content;
}

std::string full_box(const char* type, std::uint32_t flags, const std::string& content) {
    return box(type, u32(flags) + content);
}

const std::string& unity_matrix() {
    static const std::string text =
        u32(0x10000) + zeros(12) + u32(0x10000) + zeros(12) + u32(0x40000000);
    return text;
}

// The decoder's description (14496-1, 7.2.6): JPEG pictures.
std::string elementary_stream() {
    const std::string decoder =
        std::string("\x6C\x11", 2) + zeros(3) + zeros(8); // object type, visual stream; no rates
    const std::string config =
        "\x04" + number(static_cast<std::uint32_t>(decoder.size()), 1) + decoder;
    const std::string sync = std::string("\x06\x01\x02", 3);
    const std::string body = std::string("\0\1\0", 3) + config + sync;
    return full_box("esds", 0, "\x03" + number(static_cast<std::uint32_t>(body.size()), 1) + body);
}

std::string sample_entry(const Picture& frame) {
    return box("mp4v",
               zeros(6) + number(1, 2) + zeros(16) +
                   number(static_cast<std::uint32_t>(frame.width), 2) +
                   number(static_cast<std::uint32_t>(frame.height), 2) + u32(0x480000) +
                   u32(0x480000) + zeros(4) + number(1, 2) + zeros(32) + number(24, 2) +
                   number(0xFFFF, 2) + elementary_stream());
}

std::string
sample_table(const Picture& frame, const std::vector<std::uint32_t>& sizes, std::uint32_t offset) {
    const auto count = static_cast<std::uint32_t>(sizes.size());
    std::string lengths = u32(0) + u32(count);
    for (const auto size : sizes) {
        lengths += u32(size);
    }
    return box("stbl",
               full_box("stsd", 0, u32(1) + sample_entry(frame)) +
                   full_box("stts", 0, u32(1) + u32(count) + u32(1)) +
                   full_box("stsc", 0, u32(1) + u32(1) + u32(count) + u32(1)) +
                   full_box("stsz", 0, lengths) + full_box("stco", 0, u32(1) + u32(offset)));
}

std::string
movie(const Picture& frame, const std::vector<std::uint32_t>& sizes, std::uint32_t offset) {
    const auto duration = u32(static_cast<std::uint32_t>(sizes.size()));
    const auto width = u32(static_cast<std::uint32_t>(frame.width) << 16U);
    const auto height = u32(static_cast<std::uint32_t>(frame.height) << 16U);
    const auto data = box("dinf", full_box("dref", 0, u32(1) + full_box("url ", 1, "")));
    const auto media =
        full_box(
            "mdhd", 0, zeros(8) + u32(k_per_second) + duration + number(0x55C4, 2) + zeros(2)) +
        full_box("hdlr", 0, zeros(4) + "vide" + zeros(12) + std::string("video\0", 6)) +
        box("minf", full_box("vmhd", 1, zeros(8)) + data + sample_table(frame, sizes, offset));
    const auto track = full_box("tkhd",
                                3, // enabled, in the movie
                                zeros(8) + u32(1) + zeros(4) + duration + zeros(16) +
                                    unity_matrix() + width + height) +
                       box("mdia", media);
    return box("moov",
               full_box("mvhd",
                        0,
                        zeros(8) + u32(k_per_second) + duration + u32(0x10000) + number(0x100, 2) +
                            zeros(10) + unity_matrix() + zeros(24) + u32(2)) +
                   box("trak", track));
}

} // namespace

std::string mp4_body(const Picture& frame, int frames) {
    std::array<std::string, 4> pictures;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        auto next = frame;
        next.seed += i;
        pictures.at(i) = jpeg_body(next);
    }
    std::vector<std::uint32_t> sizes;
    std::string samples;
    for (int i = 0; i < std::max(frames, 1); ++i) {
        const auto& picture = pictures.at(static_cast<std::size_t>(i) % pictures.size());
        samples += picture;
        sizes.push_back(static_cast<std::uint32_t>(picture.size()));
    }
    const std::string head = box("ftyp", "isom" + u32(0x200) + "isommp41");
    const auto before = head.size() + movie(frame, sizes, 0).size() + 8;
    return head + movie(frame, sizes, static_cast<std::uint32_t>(before)) + box("mdat", samples);
}

std::string with_free_space(const std::string& mp4, std::size_t more) {
    constexpr std::size_t k_frame = 8; // length and type of a box
    return mp4 + box("free", std::string(more - std::min(more, k_frame), '\0'));
}

} // namespace curateur::simulator
