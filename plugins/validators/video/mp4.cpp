#include "film.hpp"

#include <limits>

namespace curateur::video {
namespace {

constexpr std::size_t k_block = 4096; // boxes lie far from each other

struct Box {
    std::uint64_t begin = 0, body = 0, end = 0;
    std::string type;
};

// One track's tables of where its pictures lie.
struct Tables {
    Box chunks, sizes, runs; // stco or co64, stsz, stsc
    bool are_wide = false;   // co64
};

struct Track {
    bool is_video = false;
    std::uint32_t width = 0, height = 0;
    std::string codec;
    Tables tables;
};

class Movie {
public:
    Movie(const Stream::Read& read, std::uint64_t size) : read_(read), in_(read, size, k_block) {}

    Film film() {
        film_.format = "mp4";
        const bool whole = each({0, 0, in_.size(), ""}, [this](const Box& box) { top(box); });
        if (!whole) {
            film_.fault = "the video is cut short or damaged";
        } else if (film_.fault.empty() && !has_index_) {
            film_.fault = "the video has no index (no moov)";
        } else if (film_.fault.empty() && !has_data_) {
            film_.fault = "the video holds no pictures (no mdat)";
        } else if (film_.fault.empty() && !has_video_) {
            film_.fault = "there is no video in it";
        }
        return film_;
    }

private:
    // The boxes within a box; false: one of them does not fit.
    template <class Visit>
    bool each(const Box& parent, Visit&& visit) {
        for (auto at = parent.body; at != parent.end;) {
            Box box;
            if (!box_at(at, parent.end, box)) {
                return false;
            }
            visit(box);
            at = box.end;
        }
        return true;
    }

    // The box at an offset (4.2).
    bool box_at(std::uint64_t at, std::uint64_t limit, Box& box) {
        in_.seek(at);
        const auto short_size = in_.u32_be();
        std::string type(4, '\0');
        if (!short_size || !in_.take(type.data(), type.size())) {
            return false;
        }
        std::uint64_t size = *short_size;
        std::uint64_t head = 8;
        if (size == 1) { // a size of 64 bits follows
            size = in_.u64_be().value_or(0);
            head = 16;
        } else if (size == 0) { // up to the end
            size = limit - at;
        }
        if (size < head || size > limit - at) {
            return false;
        }
        box = {at, at + head, at + size, std::move(type)};
        return true;
    }

    void top(const Box& box) {
        if (box.type == "ftyp") {
            std::string brand(4, '\0');
            in_.seek(box.body);
            if (in_.take(brand.data(), brand.size()) && brand == "qt  ") {
                film_.format = "mov";
            }
        } else if (box.type == "mdat") {
            has_data_ = has_data_ || box.end > box.body;
        } else if (box.type == "moov") {
            has_index_ = true;
            if (!each(box, [this](const Box& part) { movie_part(part); })) {
                damaged();
            }
        }
    }

    void movie_part(const Box& box) {
        if (box.type == "mvhd") {
            film_.duration_ms = duration_ms(box);
        } else if (box.type == "mvex") {
            is_fragmented_ = true;
        } else if (box.type == "trak") {
            Track track;
            if (!each(box, [&](const Box& part) { track_part(part, track); })) {
                damaged();
            }
            if (track.is_video) {
                take_track(track);
            }
        }
    }

    void track_part(const Box& box, Track& track) {
        const auto inside = [&] {
            if (!each(box, [&](const Box& part) { track_part(part, track); })) {
                damaged();
            }
        };
        if (box.type == "mdia" || box.type == "minf" || box.type == "stbl") {
            if (++depth_ <= 3) { // one within the other; more is no track
                inside();
            }
            --depth_;
        } else if (box.type == "hdlr") {
            std::string kind(4, '\0');
            in_.seek(box.body + 8);
            track.is_video = track.is_video ||
                             (in_.take(kind.data(), kind.size()) && kind == "vide" && depth_ == 1);
        } else if (box.type == "tkhd") {
            in_.seek(box.end - std::min<std::uint64_t>(8, box.end - box.body)); // 16.16 each, last
            track.width = in_.u32_be().value_or(0) >> 16U;
            track.height = in_.u32_be().value_or(0) >> 16U;
        } else if (box.type == "stsd") {
            sample_entry(box, track);
        } else if (box.type == "stco" || box.type == "co64") {
            track.tables.chunks = box;
            track.tables.are_wide = box.type == "co64";
        } else if (box.type == "stsz") {
            track.tables.sizes = box;
        } else if (box.type == "stsc") {
            track.tables.runs = box;
        }
    }

    // The first of a sample description (8.5.2): its name is the codec's, its size that of the
    // pictures.
    void sample_entry(const Box& box, Track& track) {
        Box entry;
        if (box.end - box.body < 16 || !box_at(box.body + 8, box.end, entry)) {
            return;
        }
        track.codec = entry.type;
        in_.seek(entry.body + 24);
        if (entry.end - entry.body >= 28 && track.width == 0) {
            track.width = in_.u16_be().value_or(0);
            track.height = in_.u16_be().value_or(0);
        }
    }

    // Of mvhd (8.2.2); 0: not said.
    double duration_ms(const Box& box) {
        in_.seek(box.body);
        const bool is_long = in_.u8().value_or(0) == 1;
        in_.seek(box.body + (is_long ? 20 : 12));
        const auto scale = in_.u32_be().value_or(0);
        const auto duration =
            is_long ? in_.u64_be().value_or(0) : std::uint64_t{in_.u32_be().value_or(0)};
        const bool is_said = duration != std::numeric_limits<std::uint32_t>::max() &&
                             duration != std::numeric_limits<std::uint64_t>::max();
        return scale == 0 || !is_said ? 0 : static_cast<double>(duration) * 1000 / scale;
    }

    void take_track(const Track& track) {
        if (!has_video_) {
            film_.width = track.width;
            film_.height = track.height;
            film_.codec = track.codec;
        }
        has_video_ = true;
        if (!is_fragmented_ && !samples_lie_within(track.tables)) {
            film_.fault = "the video is cut short (its pictures reach beyond the end of the file)";
        }
    }

    // Follows a track's chunks (8.7.4: how many samples each has; 8.7.5: their offsets; 8.7.3:
    // their sizes). A table that is not there leaves nothing to follow.
    bool samples_lie_within(const Tables& tables) {
        Stream chunks(read_, tables.chunks.end, k_block);
        Stream sizes(read_, tables.sizes.end, k_block);
        Stream runs(read_, tables.runs.end, k_block);
        chunks.seek(tables.chunks.body + 4);
        sizes.seek(tables.sizes.body + 4);
        runs.seek(tables.runs.body + 8);
        const auto count = chunks.u32_be().value_or(0);
        const auto same_size = sizes.u32_be().value_or(0);
        std::uint64_t samples_left = sizes.u32_be().value_or(0);
        std::uint64_t next_run = runs.u32_be().value_or(1);
        std::uint64_t each_has = 0;
        for (std::uint64_t chunk = 1; chunk <= count && samples_left > 0; ++chunk) {
            while (next_run == chunk) {
                each_has = runs.u32_be().value_or(0);
                static_cast<void>(runs.u32_be()); // which description
                const auto next = runs.u32_be();
                next_run = next && *next > chunk ? *next : 0;
            }
            const auto offset = tables.are_wide ? chunks.u64_be() : widened(chunks.u32_be());
            if (!offset) {
                return false;
            }
            const auto samples = std::min(each_has, samples_left);
            samples_left -= samples;
            std::uint64_t bytes = same_size * samples;
            for (std::uint64_t i = 0; same_size == 0 && i < samples; ++i) {
                const auto one = sizes.u32_be();
                if (!one) {
                    return false;
                }
                bytes += *one;
            }
            if (*offset > in_.size() || bytes > in_.size() - *offset) {
                return false;
            }
        }
        return true;
    }

    static std::optional<std::uint64_t> widened(std::optional<std::uint32_t> value) {
        return value ? std::optional<std::uint64_t>(*value) : std::nullopt;
    }

    void damaged() { film_.fault = "the index of the video is damaged"; }

    const Stream::Read& read_;
    Stream in_;
    Film film_;
    bool has_index_ = false, has_data_ = false, has_video_ = false, is_fragmented_ = false;
    int depth_ = 0;
};

} // namespace

Film mp4_film(const Stream::Read& read, std::uint64_t size) {
    return Movie(read, size).film();
}

} // namespace curateur::video
