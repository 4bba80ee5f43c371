#include "simulator/media_store.hpp"

#include "simulator/bodies.hpp"
#include "simulator/dice.hpp"

#include <algorithm>
#include <array>
#include <mutex>

namespace curateur::simulator {
namespace {

struct Shape {
    std::string_view prefix; // of the code
    int width, height;       // pixels
    bool transparent;
};

// The first prefix that fits; pictures of the service are two to four times as wide.
constexpr std::array<Shape, 18> k_shapes = {{
    {"box-2D-side", 40, 320, false},
    {"box-texture", 480, 320, false},
    {"box-2D", 224, 320, false},
    {"box-3D", 240, 320, true},
    {"box-scan", 480, 320, false},
    {"sstitle", 256, 224, false},
    {"ss", 256, 224, false},
    {"fanart", 640, 360, false},
    {"wheel", 320, 120, true},
    {"screenmarquee", 480, 136, true},
    {"steamgrid", 460, 215, false},
    {"bezel", 640, 360, true},
    {"mixrbv", 400, 300, true},
    {"support", 200, 200, true},
    {"figurine", 160, 240, true},
    {"maps", 512, 512, false},
    {"video", 160, 120, false},
    {"flyer", 224, 320, false},
}};

Shape shape_of(std::string_view code) {
    const auto found = std::find_if(k_shapes.begin(), k_shapes.end(), [&](const Shape& shape) {
        return code.substr(0, shape.prefix.size()) == shape.prefix;
    });
    return found == k_shapes.end() ? Shape{"", 64, 64, true} : *found; // a pictogram
}

struct Size {
    std::string_view prefix; // of the code
    unsigned kilobytes;
};

// The mean of what 42 well-known games have (recorded July 2025 and January 2026). The first prefix
// that fits.
constexpr std::array<Size, 25> k_sizes = {{
    {"sstitle", 18},
    {"ss", 33},
    {"fanart", 306},
    {"video-normalized", 3480},
    {"video", 10580},
    {"themehs", 2808},
    {"screenmarqueesmall", 67},
    {"screenmarquee", 453},
    {"manuel", 5918},
    {"steamgrid", 29},
    {"maps", 384},
    {"wheel-hd", 72},
    {"wheel-carbon", 169},
    {"wheel-steel", 165},
    {"wheel", 113},
    {"box-texture", 889},
    {"box-2D-side", 64},
    {"box-2D-back", 376},
    {"box-2D", 377},
    {"box-3D", 259},
    {"support-texture", 260},
    {"support", 306},
    {"bezel", 242},
    {"mixrbv1", 504},
    {"mixrbv2", 702},
}};

// Half to one and a half of it.
std::size_t real_size(std::string_view code, Dice& dice) {
    const auto found = std::find_if(k_sizes.begin(), k_sizes.end(), [&](const Size& size) {
        return code.substr(0, size.prefix.size()) == size.prefix;
    });
    const auto kilobytes = found == k_sizes.end() ? 10U : found->kilobytes;
    return std::size_t{kilobytes} * 10 * static_cast<std::size_t>(dice.between(50, 150));
}

// Filled up with what readers pass over, if it is shorter.
std::string filled(std::string body, const std::string& format, std::size_t size) {
    if (body.size() >= size) {
        return body;
    }
    const auto more = size - body.size();
    if (format == "png") {
        return with_comment(std::move(body), more);
    }
    if (format == "mp4") {
        return with_free_space(body, more);
    }
    return body;
}

// Keeps the ratio of the sides.
void fit(Picture& picture, const Limit& limit) {
    const auto share = [](int most, int side) {
        return most > 0 && most < side ? static_cast<double>(most) / side : 1.0;
    };
    const double scale =
        std::min(share(limit.width, picture.width), share(limit.height, picture.height));
    picture.width = std::max(1, static_cast<int>(picture.width * scale));
    picture.height = std::max(1, static_cast<int>(picture.height * scale));
}

} // namespace

std::string MediaStore::body(const MediaKey& key, std::uint64_t variant, const Limit& limit) const {
    Dice dice(seed_ + variant, key.text());
    Shape shape = shape_of(key.code);
    const auto size = divisor_ == 0 ? 0 : real_size(key.code, dice) / divisor_;
    if (size > 0) { // small enough for it, large enough for a picture
        shape.width = shape.height = 64;
    }
    // Nine tenths to eleven tenths of the shape, each side for itself.
    const auto side = [&](int pixels) {
        return std::max(16, static_cast<int>(pixels * scale_ * dice.between(90, 110) / 100.0));
    };
    const auto count = [&](int low, int high) {
        return std::max(1, static_cast<int>(dice.between(low, high) * scale_));
    };
    Picture picture;
    picture.width = side(shape.width);
    picture.height = side(shape.height);
    picture.seed = dice.next();
    picture.transparent = shape.transparent;
    fit(picture, limit);
    const bool is_picture = key.format == "png" || key.format == "jpg";
    const auto& format = is_picture && !limit.format.empty() ? limit.format : key.format;
    if (format == "jpg") {
        return jpeg_body(picture, size > 0 ? size : static_cast<std::size_t>(count(10000, 80000)));
    }
    if (key.format == "mp4") {
        return size > 0 ? filled(mp4_body(picture, 20), "mp4", size)
                        : mp4_body(picture, count(80, 240));
    }
    if (key.format == "pdf") {
        return pdf_body(key.text(),
                        dice.between(4, 16),
                        size > 0 ? size : static_cast<std::size_t>(count(20000, 200000)));
    }
    if (key.format == "zip") {
        return zip_body(
            {{"Theme.xml", "<Theme><config/></Theme>\n"}, {"Background.png", png_body(picture)}});
    }
    return key.format == "svg" ? svg_body(picture) : filled(png_body(picture), "png", size);
}

Digests MediaStore::digests(const MediaKey& key) {
    const auto name = key.text();
    {
        const std::shared_lock lock(mutex_);
        if (const auto found = digests_.find(name); found != digests_.end()) {
            return found->second;
        }
    }
    auto made = digests_of(body(key));
    const std::unique_lock lock(mutex_);
    return digests_.emplace(name, std::move(made)).first->second;
}

std::string_view content_type_of(std::string_view format) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_types = {{
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"mp4", "video/mp4"},
        {"pdf", "application/force-download; name=\"manuel.pdf\""},
        {"zip", "application/zip"},
        {"svg", "image/svg+xml"},
    }};
    for (const auto& [name, type] : k_types) {
        if (name == format) {
            return type;
        }
    }
    return "application/octet-stream";
}

std::string blank_picture(std::string_view format) {
    const Picture picture{8, 8, 0, false, true};
    return format == "jpg" ? jpeg_body(picture) : png_body(picture);
}

} // namespace curateur::simulator
