// Pictures: PNG, JPEG, GIF and BMP. A walk through the structure tells whether it is whole and how
// large it is (a bomb is refused before anything is decoded); then, if it is asked for, the pixels.
#include "pixels.hpp"

#include <curateur/validator.hpp>

namespace {

using namespace curateur::image;
using curateur::Findings;
using curateur::Stream;
using curateur::Subject;

constexpr std::uint64_t k_most_pixels =
    64'000'000; // a 64-megapixel box scan is beyond any frontend; decisions S19
constexpr std::uint64_t k_largest_file = std::uint64_t{512} << 20U;

std::string_view name_of(Format format) {
    switch (format) {
    case Format::png:
        return "png";
    case Format::jpeg:
        return "jpg";
    case Format::gif:
        return "gif";
    default:
        return "bmp";
    }
}

// So few bytes that the pixels may all be the same, and are soon decoded: deflate and LZW leave
// less than a hundredth of a byte for each of them, JPEG's 4:4:4 some 18 bits for 8 x 8.
bool may_be_blank(std::uint64_t bytes, std::uint64_t pixels) {
    return bytes <= 2048 + pixels / 24;
}

std::string content_of(const Subject& subject) {
    std::string bytes(static_cast<std::size_t>(subject.size()), '\0');
    bytes.resize(subject.read(0, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()));
    return bytes;
}

class Image : public curateur::Validator {
public:
    explicit Image(const curateur::Settings& settings)
        : least_(static_cast<std::uint32_t>(settings.integer("min_dimension").value_or(0))) {}

    void check(const Subject& subject, Findings findings) override {
        const auto format = format_of(subject.head());
        if (format == Format::none) {
            findings.unknown();
            return;
        }
        findings.fact("format", name_of(format));
        Stream in([&](std::uint64_t offset,
                      std::uint8_t* into,
                      std::size_t capacity) { return subject.read(offset, into, capacity); },
                  subject.size());
        const auto structure = structure_of(format, in);
        if (structure.width > 0) {
            findings.fact("width", static_cast<double>(structure.width));
            findings.fact("height", static_cast<double>(structure.height));
        }
        const auto pixels = std::uint64_t{structure.width} * structure.height;
        if (!structure.fault.empty()) {
            findings.bad(structure.fault);
        } else if (pixels > k_most_pixels) {
            findings.bad("the picture claims more than 64 megapixels");
        } else {
            judge(subject, format, structure, findings);
        }
    }

private:
    void judge(const Subject& subject,
               Format format,
               const Structure& structure,
               Findings& findings) const {
        const auto pixels = std::uint64_t{structure.width} * structure.height;
        Pixels found;
        if (subject.size() > k_largest_file) {
            found.fault = "the picture is larger than 512 MiB";
        } else if (subject.strict() || may_be_blank(subject.size(), pixels)) {
            found = pixels_of(format, structure, content_of(subject));
        }
        if (!found.fault.empty() && subject.strict()) {
            findings.bad(found.fault);
        } else if (!found.poor.empty()) {
            findings.poor(found.poor);
        } else if (structure.width < least_ || structure.height < least_) {
            findings.poor("the picture is smaller than " + std::to_string(least_) + " pixels");
        } else {
            findings.good();
        }
    }

    std::uint32_t least_;
};

const cur_component* image() {
    auto& it = curateur::validator<Image>("image", "0.2.0");
    return it.name("Pictures")
        .summary("PNG, JPEG, GIF and BMP: structure, dimensions; pixels if asked for")
        .license("MIT")
        .option(curateur::Option("min_dimension",
                                 "Pictures narrower or lower than this are a last resort")
                    .type(CUR_OPT_INT)
                    .fallback("0")
                    .range(0, 4096))
        .formats({"png", "jpg", "gif", "bmp"})
        .finish();
}

} // namespace

CURATEUR_PLUGIN(image());
