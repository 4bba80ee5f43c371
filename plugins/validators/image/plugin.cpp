// Pictures: PNG and JPEG. Dimensions from the header (a bomb is refused before anything is
// decoded), then a walk through the structure.
#include "structure.hpp"

#include <curateur/validator.hpp>

#include <stb/stb_image.h>

namespace {

using curateur::Findings;
using curateur::Subject;

constexpr double k_most_pixels =
    64e6; // a 64-megapixel box scan is beyond any frontend; decisions S19

// What stb_image reads through.
struct Stream {
    const Subject& subject;
    std::uint64_t at = 0;
};

int stream_read(void* user, char* data, int size) {
    auto& stream = *static_cast<Stream*>(user);
    const auto got = stream.subject.read(
        stream.at, reinterpret_cast<std::uint8_t*>(data), static_cast<std::size_t>(size));
    stream.at += got;
    return static_cast<int>(got);
}

void stream_skip(void* user, int count) {
    auto& stream = *static_cast<Stream*>(user);
    const auto to = static_cast<std::int64_t>(stream.at) + count;
    stream.at = to < 0 ? 0 : static_cast<std::uint64_t>(to);
}

int stream_end(void* user) {
    const auto& stream = *static_cast<Stream*>(user);
    return stream.at >= stream.subject.size() ? 1 : 0;
}

class Image : public curateur::Validator {
public:
    explicit Image(const curateur::Settings& settings)
        : least_(static_cast<int>(settings.integer("min_dimension").value_or(0))) {}

    void check(const Subject& subject, Findings findings) override {
        using namespace std::string_view_literals;
        const auto head = subject.head();
        const bool is_png = head.substr(0, 8) == "\x89PNG\r\n\x1A\n"sv;
        const bool is_jpeg = head.substr(0, 3) == "\xFF\xD8\xFF"sv;
        if (!is_png && !is_jpeg) {
            findings.unknown();
            return;
        }
        findings.fact("format", is_png ? "png"sv : "jpg"sv);
        Stream stream{subject};
        constexpr stbi_io_callbacks k_callbacks{&stream_read, &stream_skip, &stream_end};
        int width = 0;
        int height = 0;
        int channels = 0;
        if (stbi_info_from_callbacks(&k_callbacks, &stream, &width, &height, &channels) == 0) {
            findings.bad("the header of the picture is damaged");
            return;
        }
        findings.fact("width", static_cast<double>(width));
        findings.fact("height", static_cast<double>(height));
        if (static_cast<double>(width) * height > k_most_pixels) {
            findings.bad("the picture claims more than 64 megapixels");
            return;
        }
        const auto read = [&](std::uint64_t offset, std::uint8_t* into, std::size_t capacity) {
            return subject.read(offset, into, capacity);
        };
        const auto fault =
            is_png ? curateur::image::png_fault(read) : curateur::image::jpeg_fault(read);
        if (!fault.empty()) {
            findings.bad(fault);
        } else if (width < least_ || height < least_) {
            findings.poor("the picture is smaller than " + std::to_string(least_) + " pixels");
        } else {
            findings.good();
        }
    }

private:
    int least_;
};

const cur_component* image() {
    auto& it = curateur::validator<Image>("image", "0.1.0");
    return it.name("Pictures")
        .summary("PNG and JPEG: dimensions and structure")
        .license("MIT")
        .option(curateur::Option("min_dimension",
                                 "Pictures narrower or lower than this are a last resort")
                    .type(CUR_OPT_INT)
                    .fallback("0")
                    .range(0, 4096))
        .formats({"png", "jpg"})
        .finish();
}

} // namespace

CURATEUR_PLUGIN(image());
