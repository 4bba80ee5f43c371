// The files behind the media, made when they are asked for.
#pragma once

#include "simulator/digests.hpp"
#include "simulator/game.hpp"

#include <cstdint>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace curateur::simulator {

// Which file: media of one page and owner with the same code are the same file.
struct MediaKey {
    std::string page, owner, code, format;

    [[nodiscard]] std::string text() const { return page + "?" + owner + "&" + code; }
};

[[nodiscard]] inline MediaKey key_of(const Medium& medium) {
    return {medium.page, medium.owner, medium.code, medium.format};
}

// What a picture is made to fit; 0 and empty leave it as it is.
struct Limit {
    int width = 0, height = 0; // pixels
    std::string format;        // png, jpg
};

// Safe for several threads.
class MediaStore {
public:
    // scale: of the sides of pictures and the lengths of the rest; 1 is what the service has in
    // miniature (some 30 to 300 kB).
    // real_size_divisor: not 0: files are, on average, as large as those of the service, divided by
    // it; the pictures in them stay small.
    MediaStore(std::uint64_t seed, double scale, unsigned real_size_divisor = 0)
        : seed_(seed), scale_(scale), divisor_(real_size_divisor) {}

    // variant 0 is what is promised; another one is as good a file, but a different one.
    [[nodiscard]] std::string
    body(const MediaKey& key, std::uint64_t variant = 0, const Limit& limit = {}) const;

    // Remembered: they are asked for with every answer that lists the medium.
    [[nodiscard]] Digests digests(const MediaKey& key);

private:
    std::uint64_t seed_;
    double scale_;
    unsigned divisor_;
    std::shared_mutex mutex_;
    std::unordered_map<std::string, Digests> digests_;
};

// The type a format is sent as.
[[nodiscard]] std::string_view content_type_of(std::string_view format);

// One colour, too small to be of use.
[[nodiscard]] std::string blank_picture(std::string_view format);

} // namespace curateur::simulator
