// Videos: MP4, by a walk over its boxes. A box that reaches beyond the end of the file tells a
// download that was cut short; a file without moov or mdat plays nowhere.
#include <curateur/validator.hpp>

#include <array>

namespace {

using curateur::Findings;
using curateur::Subject;

std::uint64_t big_endian(const std::uint8_t* bytes, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i) {
        value = value << 8U | bytes[i];
    }
    return value;
}

struct Box {
    std::uint64_t begin = 0, end = 0;
    std::string type;
};

enum class Next { box, end, broken };

// The box at an offset (ISO/IEC 14496-12, 4.2).
Next next_box(const Subject& subject, std::uint64_t at, Box& box) {
    if (at == subject.size()) {
        return Next::end;
    }
    std::array<std::uint8_t, 16> head{};
    const auto got = subject.read(at, head.data(), head.size());
    if (got < 8) {
        return Next::broken;
    }
    std::uint64_t size = big_endian(head.data(), 4);
    std::uint64_t least = 8;
    if (size == 1) { // a size of 64 bits follows
        size = got == head.size() ? big_endian(&head[8], 8) : 0;
        least = 16;
    } else if (size == 0) { // up to the end
        size = subject.size() - at;
    }
    if (size < least || size > subject.size() - at) {
        return Next::broken;
    }
    box = {at, at + size, std::string(reinterpret_cast<const char*>(&head[4]), 4)};
    return Next::box;
}

class Video : public curateur::Validator {
public:
    explicit Video(const curateur::Settings&) {}

    void check(const Subject& subject, Findings findings) override {
        if (subject.head().substr(0, 8).size() < 8 || subject.head().substr(4, 4) != "ftyp") {
            findings.unknown();
            return;
        }
        findings.fact("format", std::string_view("mp4"));
        bool has_index = false;
        bool has_data = false;
        Box box;
        for (;;) {
            switch (next_box(subject, box.end, box)) {
            case Next::broken:
                findings.bad("the video is cut short or damaged");
                return;
            case Next::box:
                has_index = has_index || box.type == "moov";
                has_data = has_data || box.type == "mdat";
                continue;
            case Next::end:
                break;
            }
            break;
        }
        if (has_index && has_data) {
            findings.good();
        } else {
            findings.bad(has_index ? "the video holds no pictures (no mdat)"
                                   : "the video has no index (no moov)");
        }
    }
};

const cur_component* component() {
    auto& it = curateur::validator<Video>("video", "0.1.0");
    return it.name("Videos").summary("MP4: structure").license("MIT").formats({"mp4"}).finish();
}

} // namespace

CURATEUR_PLUGIN(component());
