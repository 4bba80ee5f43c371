// Videos: MP4 and Matroska. A box or element that reaches beyond the end of the file tells a
// download that was cut short; without an index, data and a video track a file plays nowhere.
#include "film.hpp"

#include <curateur/validator.hpp>

namespace {

using curateur::Findings;
using curateur::Stream;
using curateur::Subject;

class Video : public curateur::Validator {
public:
    explicit Video(const curateur::Settings&) {}

    void check(const Subject& subject, Findings findings) override {
        using namespace std::string_view_literals;
        const auto head = subject.head();
        const bool is_mp4 = head.size() >= 8 && head.substr(4, 4) == "ftyp"sv;
        if (!is_mp4 && head.substr(0, 4) != "\x1A\x45\xDF\xA3"sv) {
            findings.unknown();
            return;
        }
        const Stream::Read read =
            [&](std::uint64_t offset, std::uint8_t* into, std::size_t capacity) {
                return subject.read(offset, into, capacity);
            };
        const auto film = is_mp4
                              ? curateur::video::mp4_film(read, subject.size())
                              : curateur::video::mkv_film(read, subject.size(), subject.strict());
        findings.fact("format", film.format);
        if (!film.fault.empty()) {
            findings.bad(film.fault);
            return;
        }
        if (!film.codec.empty()) {
            findings.fact("codec", film.codec);
        }
        if (film.width > 0 && film.height > 0) {
            findings.fact("width", static_cast<double>(film.width));
            findings.fact("height", static_cast<double>(film.height));
        }
        if (film.duration_ms > 0) {
            findings.fact("duration_ms", film.duration_ms);
        }
        findings.good();
    }
};

const cur_component* component() {
    auto& it = curateur::validator<Video>("video", "0.2.0");
    return it.name("Videos")
        .summary("MP4, QuickTime, Matroska and WebM: structure, tracks, duration")
        .license("MIT")
        .formats({"mp4", "mov", "mkv", "webm"})
        .finish();
}

} // namespace

CURATEUR_PLUGIN(component());
