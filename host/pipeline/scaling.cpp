#include "pipeline/scaling.hpp"

#include "media/scale.hpp"
#include "pipeline/media_files.hpp"
#include "platform/file.hpp"

#include <cstdio>
#include <limits>

namespace curateur::pipeline {
namespace fs = std::filesystem;

namespace {

// Four of it: a picture of this size takes 48 MB while it is scaled.
constexpr std::uint64_t k_large_pixels = 4'000'000;

} // namespace

Status Scaling::fit(const fs::path& file, Checked& found, platform::Digests& digests) {
    const media::Size most{settings_.max_width, settings_.max_height};
    const auto least = settings_.image_min_dimension;
    const media::Size is{found.width, found.height}; // 0: nobody looked
    const bool is_known = is.width > 0 && is.height > 0;
    const bool is_picture = found.format == "png" || found.format == "jpg";
    if (most == media::Size{} || !is_picture ||
        (is_known && media::fitted(is, most, least) == is)) {
        return ok();
    }
    std::unique_lock large(large_, std::defer_lock);
    if (!is_known || std::uint64_t{is.width} * is.height > k_large_pixels) {
        large.lock();
    }
    CURATEUR_TRY(const auto bytes,
                 platform::read_file(file, std::numeric_limits<std::uint64_t>::max()));
    CURATEUR_TRY(const auto scaled, media::scaled_to_fit(bytes, most, least));
    if (!scaled) {
        return ok();
    }
    const auto temp = platform::temp_beside(file);
    CURATEUR_CHECK(platform::write_new(temp, scaled->bytes, false));
    if (::rename(temp.c_str(), file.c_str()) != 0) {
        auto failed = platform::io_error(file, "cannot be replaced");
        remove_quietly(temp);
        return failed;
    }
    platform::Digester digester;
    digester.update(scaled->bytes);
    found.original_sha1 = digests.sha1;
    found.width = scaled->size.width;
    found.height = scaled->size.height;
    digests = digester.finish();
    return ok();
}

} // namespace curateur::pipeline
