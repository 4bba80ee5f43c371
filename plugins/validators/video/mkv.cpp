#include "film.hpp"

#include <libdeflate.h>

#include <cstring>

namespace curateur::video {
namespace {

// Of RFC 8794 and RFC 9559, with the length mark of the identifier.
constexpr std::uint32_t k_doc_type = 0x4282, k_segment = 0x18538067, k_info = 0x1549A966,
                        k_tracks = 0x1654AE6B, k_cluster = 0x1F43B675, k_cues = 0x1C53BB6B,
                        k_seek_head = 0x114D9B74, k_tags = 0x1254C367, k_chapters = 0x1043A770,
                        k_attachments = 0x1941A469, k_scale = 0x2AD7B1, k_duration = 0x4489,
                        k_track_entry = 0xAE, k_track_type = 0x83, k_codec = 0x86, k_video = 0xE0,
                        k_width = 0xB0, k_height = 0xBA, k_crc = 0xBF;

struct Element {
    std::uint32_t id = 0;
    std::uint64_t body = 0, end = 0;
    bool is_open = false; // its size was not known when it was written
};

class Matroska {
public:
    Matroska(const Stream::Read& read, std::uint64_t size, bool strict)
        : in_(read, size), strict_(strict) {}

    Film film() {
        film_.format = "mkv";
        Element head;
        Element segment;
        if (!next(in_.size(), head) || head.is_open) {
            return cut();
        }
        each(head, [this](const Element& part) {
            if (part.id == k_doc_type && text(part) == "webm") {
                film_.format = "webm";
            }
        });
        in_.seek(head.end);
        do {
            if (!next(in_.size(), segment)) {
                return cut();
            }
            in_.seek(segment.id == k_segment ? segment.body : segment.end);
        } while (segment.id != k_segment);
        if (!walk(segment)) {
            return cut();
        }
        if (film_.fault.empty() && !has_video_) {
            film_.fault = "there is no video in it";
        } else if (film_.fault.empty() && !has_data_) {
            film_.fault = "the video holds no pictures (no cluster)";
        }
        film_.duration_ms = duration_ * static_cast<double>(scale_ns_) / 1e6;
        return film_;
    }

private:
    Film cut() {
        film_.fault = "the video is cut short or damaged";
        return film_;
    }

    // A number whose first byte tells its length (RFC 8794, 4). with_mark: as identifiers are
    // written.
    bool number(unsigned longest, bool with_mark, std::uint64_t& value, bool& all_ones) {
        const auto first = in_.u8();
        if (!first || *first == 0) {
            return false;
        }
        unsigned length = 1;
        for (unsigned mark = 0x80; (*first & mark) == 0; mark >>= 1U) {
            ++length;
        }
        if (length > longest) {
            return false;
        }
        const unsigned below = (0x80U >> (length - 1)) - 1;
        value = with_mark ? *first : *first & below;
        all_ones = (*first & below) == below;
        for (unsigned i = 1; i < length; ++i) {
            const auto byte = in_.u8();
            if (!byte) {
                return false;
            }
            value = value << 8U | *byte;
            all_ones = all_ones && *byte == 0xFF;
        }
        return true;
    }

    // The element here; false: it does not fit before limit.
    bool next(std::uint64_t limit, Element& element) {
        std::uint64_t id = 0;
        std::uint64_t size = 0;
        bool ignored = false;
        if (!number(4, true, id, ignored) || !number(8, false, size, element.is_open)) {
            return false;
        }
        element.id = static_cast<std::uint32_t>(id);
        element.body = in_.position();
        if (element.body > limit || (!element.is_open && size > limit - element.body)) {
            return false;
        }
        element.end = element.is_open ? limit : element.body + size;
        return true;
    }

    // The elements within one; false: one of them does not fit.
    template <class Visit>
    bool each(const Element& parent, Visit&& visit) {
        in_.seek(parent.body);
        while (in_.position() < parent.end) {
            Element element;
            if (!next(parent.end, element) || element.is_open) {
                return false;
            }
            visit(element);
            in_.seek(element.end);
        }
        return in_.position() == parent.end;
    }

    // A cluster of unknown size is walked as if what it holds stood beside it.
    bool walk(const Element& segment) {
        in_.seek(segment.body);
        while (in_.position() < segment.end) {
            Element element;
            if (!next(segment.end, element) || (element.is_open && element.id != k_cluster)) {
                return false;
            }
            has_data_ = has_data_ || element.id == k_cluster;
            if (element.is_open) {
                in_.seek(element.body);
                continue;
            }
            if (!look_into(element)) {
                return false;
            }
            in_.seek(element.end);
        }
        return true;
    }

    bool look_into(const Element& element) {
        switch (element.id) {
        case k_info:
            return each(element,
                        [this](const Element& part) {
                            if (part.id == k_scale) {
                                scale_ns_ = whole(part);
                            } else if (part.id == k_duration) {
                                duration_ = real(part);
                            }
                        }) &&
                   agrees(element);
        case k_tracks:
            return each(element,
                        [this](const Element& part) {
                            if (part.id == k_track_entry) {
                                track(part);
                            }
                        }) &&
                   agrees(element);
        case k_cluster:
        case k_cues:
        case k_seek_head:
        case k_tags:
        case k_chapters:
        case k_attachments:
            return !strict_ || (each(element, [](const Element&) {}) && agrees(element));
        default:
            return true;
        }
    }

    void track(const Element& entry) {
        std::uint64_t type = 0;
        Film about;
        const bool fits = each(entry, [&](const Element& part) {
            if (part.id == k_track_type) {
                type = whole(part);
            } else if (part.id == k_codec) {
                about.codec = text(part);
            } else if (part.id == k_video) {
                each(part, [&](const Element& one) {
                    if (one.id == k_width) {
                        about.width = static_cast<std::uint32_t>(whole(one));
                    } else if (one.id == k_height) {
                        about.height = static_cast<std::uint32_t>(whole(one));
                    }
                });
            }
        });
        if (fits && type == 1 && !has_video_) {
            has_video_ = true;
            film_.codec = about.codec;
            film_.width = about.width;
            film_.height = about.height;
        }
    }

    // The checksum that an element may hold first is that of all that follows in it (RFC
    // 8794, 11.3.1).
    bool agrees(const Element& element) {
        Element first;
        in_.seek(element.body);
        if (!strict_ || element.end == element.body || !next(element.end, first) ||
            first.id != k_crc || first.end - first.body != 4) {
            return true;
        }
        std::uint32_t stored = 0;
        for (unsigned shift = 0; shift < 32; shift += 8) {
            stored |= std::uint32_t{in_.u8().value_or(0)} << shift;
        }
        std::uint32_t crc = 0;
        while (in_.position() < element.end) {
            const auto piece =
                in_.some().substr(0, static_cast<std::size_t>(element.end - in_.position()));
            if (piece.empty()) {
                return false;
            }
            crc = libdeflate_crc32(crc, piece.data(), piece.size());
            in_.drop(piece.size());
        }
        if (crc != stored) {
            film_.fault = "the video is damaged (a checksum is wrong)";
        }
        return true;
    }

    std::uint64_t whole(const Element& element) {
        std::uint64_t value = 0;
        in_.seek(element.body);
        for (auto at = element.body; at < element.end && at < element.body + 8; ++at) {
            value = value << 8U | in_.u8().value_or(0);
        }
        return value;
    }

    double real(const Element& element) {
        const auto bits = whole(element);
        if (element.end - element.body == 4) {
            const auto narrow = static_cast<std::uint32_t>(bits);
            float value = 0;
            std::memcpy(&value, &narrow, sizeof value);
            return static_cast<double>(value);
        }
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        return element.end - element.body == 8 ? value : 0;
    }

    std::string text(const Element& element) {
        constexpr std::uint64_t k_longest = 64; // no name of a codec is longer
        std::string value(static_cast<std::size_t>(std::min(element.end - element.body, k_longest)),
                          '\0');
        in_.seek(element.body);
        return in_.take(value.data(), value.size()) ? value.substr(0, value.find('\0')) : "";
    }

    Stream in_;
    bool strict_;
    Film film_;
    bool has_video_ = false, has_data_ = false;
    std::uint64_t scale_ns_ = 1'000'000; // RFC 9559, 5.1.2.9
    double duration_ = 0;
};

} // namespace

Film mkv_film(const Stream::Read& read, std::uint64_t size, bool strict) {
    return Matroska(read, size, strict).film();
}

} // namespace curateur::video
